// Who may send telemetry to Application Insights, which takes none without an identity.
import { identityName, place } from '../names.bicep'
import { metricsPublisher } from '../roles.bicep'

@description('What the names are made of.')
param at place

@description('Name of Application Insights.')
param insightsName string

@description('Who sends: a part of the product and the object id of its identity.')
param senders {
  @description('A part of the product, such as web.')
  part: string

  @description('Object id.')
  objectId: string
}[]

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource sending 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for sender in senders: {
    name: guid(insights.id, identityName(at, sender.part), metricsPublisher)
    scope: insights
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
      principalId: sender.objectId
      principalType: 'ServicePrincipal'
    }
  }
]
