// What the cluster's agents collect and where they send it: metrics as Prometheus scrapes them, and what containers print.
import { clusterName, logsRuleName, metricsEndpointName, metricsRuleName, place } from '../names.bicep'
import { metricsPublisher } from '../roles.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Workspace that the logs go to.')
param logs string

@description('Workspace that the metrics go to.')
param metrics string

@description('Object id of the agent that sends containers\' logs.')
param agent string

@description('Namespace of the product, whose logs are kept.')
param namespace string

resource cluster 'Microsoft.ContainerService/managedClusters@2026-08-01' existing = {
  name: clusterName(at)
}

resource endpoint 'Microsoft.Insights/dataCollectionEndpoints@2024-03-11' = {
  name: metricsEndpointName(at)
  location: location
  kind: 'Linux'
  properties: {}
}

resource metricsRule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: metricsRuleName(at)
  location: location
  kind: 'Linux'
  properties: {
    dataCollectionEndpointId: endpoint.id
    dataSources: {
      prometheusForwarder: [
        {
          name: 'prometheus'
          streams: ['Microsoft-PrometheusMetrics']
        }
      ]
    }
    destinations: {
      monitoringAccounts: [
        {
          name: 'metrics'
          accountResourceId: metrics
        }
      ]
    }
    dataFlows: [
      {
        streams: ['Microsoft-PrometheusMetrics']
        destinations: ['metrics']
      }
    ]
  }
}

resource logsRule 'Microsoft.Insights/dataCollectionRules@2024-03-11' = {
  name: logsRuleName(at)
  location: location
  kind: 'Linux'
  properties: {
    dataSources: {
      extensions: [
        {
          name: 'containers'
          extensionName: 'ContainerInsights'
          streams: ['Microsoft-ContainerLogV2', 'Microsoft-KubeEvents', 'Microsoft-KubePodInventory']
          extensionSettings: {
            dataCollectionSettings: {
              interval: '1m'
              namespaceFilteringMode: 'Include'
              namespaces: [namespace]
              enableContainerLogV2: true
            }
          }
        }
      ]
    }
    destinations: {
      logAnalytics: [
        {
          name: 'logs'
          workspaceResourceId: logs
        }
      ]
    }
    dataFlows: [
      {
        streams: ['Microsoft-ContainerLogV2', 'Microsoft-KubeEvents', 'Microsoft-KubePodInventory']
        destinations: ['logs']
      }
    ]
  }
}

resource metricsOfCluster 'Microsoft.Insights/dataCollectionRuleAssociations@2024-03-11' = {
  name: 'metrics'
  scope: cluster
  properties: { dataCollectionRuleId: metricsRule.id }
}

resource logsOfCluster 'Microsoft.Insights/dataCollectionRuleAssociations@2024-03-11' = {
  name: 'ContainerInsightsExtension' // The agent looks for this name.
  scope: cluster
  properties: { dataCollectionRuleId: logsRule.id }
}

resource agentSends 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(cluster.id, 'agent', metricsPublisher)
  scope: cluster
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', metricsPublisher)
    principalId: agent
    principalType: 'ServicePrincipal'
  }
}
