// The key that wraps the keys of the cookies, and the certificate of the site. Rights are given by role, each use is logged.
import { cookieKeyName, identityName, place, vaultName } from '../names.bicep'
import { keyWrapper, secretReader, vaultAdministrator } from '../roles.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Workspace that the logs go to.')
param logs string

@description('Networks from which the vault may be administered. None: from within the network alone.')
param operatorsFrom string[]

@description('Object id of the group that administers the installation.')
param administrators string

@description('Whether nobody, not even an administrator, can remove for good what was deleted; it can never be turned off again.')
param cannotBePurged bool

@description('Days that what was deleted can be had back.')
@minValue(7)
@maxValue(90)
param keepDays int

@description('Object id of the identity of web, which shows the certificate and reads cookies.')
param web string

@description('Object id of the identity of workers, whose start reads the keys of cookies as well.')
param worker string

@description('Object id of the identity of the migration, which makes the first key of cookies.')
param migrate string

@description('Who may wrap and unwrap.')
var parts = [
  { name: 'web', objectId: web }
  { name: 'worker', objectId: worker }
  { name: 'migrate', objectId: migrate }
]

resource vault 'Microsoft.KeyVault/vaults@2026-05-15' = {
  name: vaultName(at)
  location: location
  properties: {
    tenantId: tenant().tenantId
    sku: {
      family: 'A'
      name: 'standard'
    }
    enableRbacAuthorization: true
    enableSoftDelete: true
    softDeleteRetentionInDays: keepDays
    enablePurgeProtection: cannotBePurged ? true : null // Azure takes no "false".
    publicNetworkAccess: empty(operatorsFrom) ? 'Disabled' : 'Enabled'
    networkAcls: {
      defaultAction: 'Deny'
      bypass: 'None'
      ipRules: [for network in operatorsFrom: { value: network }]
    }
  }

  resource cookieKey 'keys' = {
    name: cookieKeyName
    properties: {
      kty: 'RSA'
      keySize: 3072
      keyOps: ['wrapKey', 'unwrapKey']
      rotationPolicy: {
        lifetimeActions: [
          {
            trigger: { timeAfterCreate: 'P1Y' }
            action: { type: 'rotate' }
          }
        ]
      }
    }
  }
}

resource wrapping 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for part in parts: {
    name: guid(vault::cookieKey.id, identityName(at, part.name), keyWrapper)
    scope: vault::cookieKey
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyWrapper)
      principalId: part.objectId
      principalType: 'ServicePrincipal'
    }
  }
]

// The site's certificate with its key, which web mounts; nobody else reads anything here. Databases and blobs know identities, not secrets.
resource reading 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, identityName(at, 'web'), secretReader)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', secretReader)
    principalId: web
    principalType: 'ServicePrincipal'
  }
}

resource administratorsOfVault 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, administrators, vaultAdministrator)
  scope: vault
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', vaultAdministrator)
    principalId: administrators
    principalType: 'Group'
  }
}

#disable-next-line use-recent-api-versions // Newer stable versions do not exist: the last one, of 2016, knows no groups of categories.
resource vaultLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: vault
  properties: {
    workspaceId: logs
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Id of the vault.')
output id string = vault.id

@description('Name of the vault.')
output name string = vault.name

@description('Address of the key that wraps the keys of the cookies, without a version: it is renewed every year.')
output cookieKey string = vault::cookieKey.properties.keyUri
