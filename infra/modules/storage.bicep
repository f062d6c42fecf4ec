// Fitted state: web reads it to explain forecasts, workers write it. What was removed or overwritten can be had back for longer than the
// database can be taken back (35 days), so that every restored row finds its blob.
import { identityName, modelContainer, place, storageName } from '../names.bicep'
import { blobContributor, blobReader } from '../roles.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Workspace that the logs go to.')
param logs string

@description('Whether each blob lies in three zones.')
param zoneRedundant bool

@description('Object id of the identity of web.')
param web string

@description('Object id of the identity of workers.')
param worker string

@description('Days that removed and overwritten blobs are kept: a week longer than the backups of the database.')
var keepDays = 42

@description('Who may do what with the models.')
var rights = [
  { part: 'web', objectId: web, role: blobReader }
  { part: 'worker', objectId: worker, role: blobContributor }
]

resource account 'Microsoft.Storage/storageAccounts@2026-09-01' = {
  name: storageName(at)
  location: location
  kind: 'StorageV2'
  sku: { name: zoneRedundant ? 'Standard_ZRS' : 'Standard_LRS' }
  properties: {
    accessTier: 'Hot'
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    allowCrossTenantReplication: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
    publicNetworkAccess: 'Disabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
    }
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: {
      isVersioningEnabled: true
      deleteRetentionPolicy: {
        enabled: true
        days: keepDays
      }
      containerDeleteRetentionPolicy: {
        enabled: true
        days: keepDays
      }
    }

    resource models 'containers' = {
      name: modelContainer
      properties: { publicAccess: 'None' }
    }
  }

  resource tidying 'managementPolicies' = {
    name: 'default'
    properties: {
      policy: {
        rules: [
          {
            name: 'old-versions'
            enabled: true
            type: 'Lifecycle'
            definition: {
              filters: { blobTypes: ['blockBlob'] }
              actions: { version: { delete: { daysAfterCreationGreaterThan: keepDays } } }
            }
          }
        ]
      }
    }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for right in rights: {
    name: guid(account::blobs::models.id, identityName(at, right.part), right.role)
    scope: account::blobs::models
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', right.role)
      principalId: right.objectId
      principalType: 'ServicePrincipal'
    }
  }
]

#disable-next-line use-recent-api-versions // Newer stable versions do not exist: the last one, of 2016, knows no groups of categories.
resource blobLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: account::blobs
  properties: {
    workspaceId: logs
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'Transaction', enabled: true }]
  }
}

@description('Id of the account.')
output id string = account.id

@description('The setting Blobs__ServiceUri.')
output address string = account.properties.primaryEndpoints.blob
