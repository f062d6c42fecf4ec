// The product's images. Nodes pull them; nobody pulls or pushes without an identity.
import { place, registryName } from '../names.bicep'
import { acrPull } from '../roles.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Workspace that the logs go to.')
param logs string

@description('Networks from which images may be pushed. None: from within the network alone.')
param operatorsFrom string[]

@description('Object id of the identity by which nodes pull images.')
param nodes string

@description('Whether images may carry signatures of Docker Content Trust, which is deprecated and goes on 31 March 2028.')
param contentTrust bool

@description('Whether a pushed image waits until a scanner lets it go. Without a scanner nothing would ever be pulled.')
param quarantine bool

@description('Whether the registry stands in several zones.')
param zoneRedundant bool

resource registry 'Microsoft.ContainerRegistry/registries@2025-11-01' = {
  name: registryName(at)
  location: location
  sku: { name: 'Premium' } // Private addresses need it.
  properties: {
    adminUserEnabled: false
    anonymousPullEnabled: false
    publicNetworkAccess: empty(operatorsFrom) ? 'Disabled' : 'Enabled'
    networkRuleBypassOptions: 'AzureServices'
    networkRuleSet: {
      defaultAction: 'Deny'
      ipRules: [for network in operatorsFrom: { action: 'Allow', value: network }]
    }
    zoneRedundancy: zoneRedundant ? 'Enabled' : 'Disabled'
    policies: {
      exportPolicy: { status: empty(operatorsFrom) ? 'disabled' : 'enabled' } // Azure refuses "disabled" beside a public address.
      azureADAuthenticationAsArmPolicy: { status: 'disabled' } // Tokens made for other parts of Azure are not taken.
      trustPolicy: {
        type: 'Notary'
        status: contentTrust ? 'enabled' : 'disabled'
      }
      quarantinePolicy: { status: quarantine ? 'enabled' : 'disabled' }
      retentionPolicy: {
        days: 30
        status: 'enabled'
      }
    }
  }
}

resource nodesPull 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(registry.id, 'nodes', acrPull)
  scope: registry
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', acrPull)
    principalId: nodes
    principalType: 'ServicePrincipal'
  }
}

#disable-next-line use-recent-api-versions // Newer stable versions do not exist: the last one, of 2016, knows no groups of categories.
resource registryLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: registry
  properties: {
    workspaceId: logs
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Id of the registry.')
output id string = registry.id

@description('Address that images are named by.')
output address string = registry.properties.loginServer
