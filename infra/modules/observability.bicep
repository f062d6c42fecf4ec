// Where logs, traces and metrics go, and where they are looked at.
import { grafanaName, insightsName, metricsName, place, workspaceName } from '../names.bicep'
import { grafanaAdmin, metricsReader } from '../roles.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Days that logs are kept.')
@minValue(30)
@maxValue(730)
param keepLogsDays int

@description('Gigabytes of logs a day beyond which no more are taken that day; -1 for no bound.')
param mostLogsPerDay int

@description('Object id of the group that administers the installation.')
param administrators string

@description('Whether Grafana stands in more than one zone.')
param zoneRedundant bool

resource logs 'Microsoft.OperationalInsights/workspaces@2026-03-01' = {
  name: workspaceName(at)
  location: location
  properties: {
    sku: { name: 'PerGB2018' }
    retentionInDays: keepLogsDays
    workspaceCapping: { dailyQuotaGb: mostLogsPerDay }
    features: { disableLocalAuth: true }
  }
}

#disable-next-line use-recent-api-versions // Newer stable versions do not exist: the last one, of 2016, knows no groups of categories.
resource logsOfLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: logs
  properties: {
    workspaceId: logs.id
    logs: [{ categoryGroup: 'audit', enabled: true }]
  }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: insightsName(at)
  location: location
  kind: 'web'
  properties: {
    Application_Type: 'web'
    WorkspaceResourceId: logs.id
    IngestionMode: 'LogAnalytics'
    DisableLocalAuth: true // Whoever has the connection string alone can send nothing.
    RetentionInDays: keepLogsDays
  }
}

resource metrics 'Microsoft.Monitor/accounts@2025-10-03' = {
  name: metricsName(at)
  location: location
}

#disable-next-line use-recent-api-versions // As above.
resource metricsLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: metrics
  properties: {
    workspaceId: logs.id
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

resource grafana 'Microsoft.Dashboard/grafana@2025-08-01' = {
  name: grafanaName(at)
  location: location
  sku: { name: 'Standard' }
  identity: { type: 'SystemAssigned' }
  properties: {
    zoneRedundancy: zoneRedundant ? 'Enabled' : 'Disabled'
    apiKey: 'Disabled'
    publicNetworkAccess: 'Enabled' // People look at it from outside; they sign in with Entra ID.
    grafanaIntegrations: {
      azureMonitorWorkspaceIntegrations: [{ azureMonitorWorkspaceResourceId: metrics.id }]
    }
  }
}

#disable-next-line use-recent-api-versions // As above.
resource grafanaLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: grafana
  properties: {
    workspaceId: logs.id
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
  }
}

resource grafanaReads 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(metrics.id, grafana.id, metricsReader)
  scope: metrics
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsReader)
    principalId: grafana.identity.principalId
    principalType: 'ServicePrincipal'
  }
}

resource administratorsOfGrafana 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(grafana.id, administrators, grafanaAdmin)
  scope: grafana
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', grafanaAdmin)
    principalId: administrators
    principalType: 'Group'
  }
}

@description('Id of the workspace of the logs.')
output logs string = logs.id

@description('Id of the workspace of the metrics.')
output metrics string = metrics.id

@description('Setting of the product; no secret, for nothing can be sent without an identity.')
output connection string = insights.properties.ConnectionString

@description('Address of Grafana.')
output grafana string = grafana.properties.endpoint
