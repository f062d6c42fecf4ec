// PostgreSQL: signed in to with Entra ID alone, reached from the private network alone, recoverable to any minute of the last 35 days.
import { databaseName, place, serverName } from '../names.bicep'
import { database } from '../sizes.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Workspace that the logs go to.')
param logs string

@description('How large it is.')
param size database

@description('Object id of the group that administers the installation.')
param administrators string

@description('Name of that group, by which its members sign in to PostgreSQL.')
param administratorsName string

resource server 'Microsoft.DBforPostgreSQL/flexibleServers@2026-10-01' = {
  name: serverName(at)
  location: location
  sku: {
    name: size.size
    tier: size.tier
  }
  properties: {
    version: '18'
    authConfig: {
      activeDirectoryAuth: 'Enabled'
      passwordAuth: 'Disabled'
      tenantId: tenant().tenantId
    }
    storage: {
      storageSizeGB: size.disk
      autoGrow: 'Enabled'
    }
    backup: {
      backupRetentionDays: 35
      geoRedundantBackup: size.standby ? 'Enabled' : 'Disabled'
    }
    highAvailability: { mode: size.standby ? 'ZoneRedundant' : 'Disabled' }
    network: { publicNetworkAccess: 'Disabled' }
    maintenanceWindow: {
      customWindow: 'Enabled'
      dayOfWeek: 0 // Sunday evening, far from the morning run.
      startHour: 18
      startMinute: 0
    }
  }

  resource administrator 'administrators' = {
    name: administrators
    properties: {
      principalName: administratorsName
      principalType: 'Group'
      tenantId: tenant().tenantId
    }
    dependsOn: [onlyEncrypted] // The server takes one change at a time.
  }

  resource product 'databases' = {
    name: databaseName
    properties: {
      charset: 'UTF8'
      collation: 'en_US.utf8'
    }
    dependsOn: [administrator]
  }

  resource onlyEncrypted 'configurations' = {
    name: 'require_secure_transport'
    properties: {
      value: 'on'
      source: 'user-override'
    }
  }
}

#disable-next-line use-recent-api-versions // Newer stable versions do not exist: the last one, of 2016, knows no groups of categories.
resource serverLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: server
  properties: {
    workspaceId: logs
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Id of the server.')
output id string = server.id

@description('Name by which it is reached.')
output host string = server.properties.fullyQualifiedDomainName
