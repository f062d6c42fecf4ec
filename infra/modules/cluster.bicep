// The cluster: who runs it, its pools, and what comes with it.
import { clusterName, gatewayName, identityName, nodesGroupName, place } from '../names.bicep'
import { clusterAdministrator, clusterUser, identityOperator, networkContributor } from '../roles.bicep'
import { pool } from '../sizes.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Workspace that the logs go to.')
param logs string

@description('Name of the virtual network.')
param networkName string

@description('Object id of the group that administers the installation.')
param administrators string

@description('Networks whose machines may reach the cluster\'s API. None: it has a private address alone.')
param operatorsFrom string[]

@description('Whether Azure promises how often the API answers.')
param promisedUptime bool

@description('Zones that nodes are spread over.')
param zones string[]

@description('What runs the cluster itself.')
param system pool

@description('Web replicas, and the workers of refreshes: planners wait for both.')
param web pool

@description('Workers that fit models, on machines that Azure may take back within 30 seconds.')
param worker pool

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' existing = {
  name: networkName

  resource nodes 'subnets' existing = { name: 'nodes' }
  resource pods 'subnets' existing = { name: 'pods' }
  resource gateway 'subnets' existing = { name: 'gateway' }
}

@description('What all pools have in common.')
var everyPool = {
  type: 'VirtualMachineScaleSets'
  osType: 'Linux'
  osSKU: 'AzureLinux'
  vnetSubnetID: network::nodes.id
  podSubnetID: network::pods.id
  maxPods: 50
  enableAutoScaling: true
  availabilityZones: zones
}

resource controller 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName(at, 'cluster')
  location: location
}

resource nodes 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName(at, 'nodes')
  location: location
}

resource controllerJoins 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(network.id, controller.id, networkContributor)
  scope: network
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', networkContributor)
    principalId: controller.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource controllerGivesIdentity 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(nodes.id, controller.id, identityOperator)
  scope: nodes
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', identityOperator)
    principalId: controller.properties.principalId
    principalType: 'ServicePrincipal'
  }
}

resource cluster 'Microsoft.ContainerService/managedClusters@2026-08-01' = {
  name: clusterName(at)
  location: location
  sku: {
    name: 'Base'
    tier: promisedUptime ? 'Standard' : 'Free'
  }
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${controller.id}': {} }
  }
  properties: {
    dnsPrefix: '${at.product}-${at.environment}'
    nodeResourceGroup: nodesGroupName(at)
    enableRBAC: true
    disableLocalAccounts: true
    aadProfile: {
      managed: true
      enableAzureRBAC: true
      adminGroupObjectIDs: [administrators]
    }
    apiServerAccessProfile: empty(operatorsFrom)
      ? { enablePrivateCluster: true }
      : { authorizedIPRanges: operatorsFrom }
    identityProfile: {
      kubeletidentity: {
        resourceId: nodes.id
        clientId: nodes.properties.clientId
        objectId: nodes.properties.principalId
      }
    }
    oidcIssuerProfile: { enabled: true }
    securityProfile: {
      workloadIdentity: { enabled: true }
      imageCleaner: {
        enabled: true
        intervalHours: 168
      }
    }
    workloadAutoScalerProfile: { keda: { enabled: true } }
    azureMonitorProfile: { metrics: { enabled: true } }
    autoUpgradeProfile: {
      upgradeChannel: 'patch'
      nodeOSUpgradeChannel: 'NodeImage'
    }
    networkProfile: {
      networkPlugin: 'azure'
      networkDataplane: 'cilium'
      networkPolicy: 'cilium'
      serviceCidr: '172.20.0.0/16'
      dnsServiceIP: '172.20.0.10'
      loadBalancerSku: 'standard'
      outboundType: 'loadBalancer'
    }
    addonProfiles: {
      azureKeyvaultSecretsProvider: {
        enabled: true
        config: {
          enableSecretRotation: 'true'
          rotationPollInterval: '2m'
        }
      }
      omsagent: {
        enabled: true
        config: {
          logAnalyticsWorkspaceResourceID: logs
          useAADAuth: 'true'
        }
      }
      // The add-on makes the gateway and keeps its rules: made here, each deployment would take the rules away.
      ingressApplicationGateway: {
        enabled: true
        config: {
          applicationGatewayName: gatewayName(at)
          subnetId: network::gateway.id
        }
      }
    }
    agentPoolProfiles: [
      {
        ...everyPool
        name: 'system'
        mode: 'System'
        vmSize: system.size
        minCount: system.least
        count: system.least
        maxCount: system.most
        nodeTaints: ['CriticalAddonsOnly=true:NoSchedule']
      }
      {
        ...everyPool
        name: 'web'
        mode: 'User'
        vmSize: web.size
        minCount: web.least
        count: web.least
        maxCount: web.most
      }
      {
        ...everyPool
        name: 'worker'
        mode: 'User'
        vmSize: worker.size
        minCount: worker.least
        count: worker.least
        maxCount: worker.most
        scaleSetPriority: 'Spot'
        scaleSetEvictionPolicy: 'Delete'
        spotMaxPrice: -1 // Never more than the price of a machine that stays.
        // Azure adds the label of the same name by itself, and takes it from nobody else.
        nodeTaints: ['kubernetes.azure.com/scalesetpriority=spot:NoSchedule']
      }
    ]
  }
  dependsOn: [controllerJoins, controllerGivesIdentity]
}

@description('Clusters and nodes are renewed on Sunday evenings, far from the morning run.')
resource upgrades 'Microsoft.ContainerService/managedClusters/maintenanceConfigurations@2026-08-01' = [
  for kind in ['aksManagedAutoUpgradeSchedule', 'aksManagedNodeOSUpgradeSchedule']: {
    parent: cluster
    name: kind
    properties: {
      maintenanceWindow: {
        schedule: {
          weekly: {
            dayOfWeek: 'Sunday'
            intervalWeeks: 1
          }
        }
        startTime: '18:00'
        durationHours: 6
        utcOffset: '+00:00'
      }
    }
  }
]

@description('The gateway of the add-on stands in our subnet.')
resource gatewayJoins 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(network::gateway.id, cluster.id, networkContributor)
  scope: network::gateway
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', networkContributor)
    principalId: cluster.properties.addonProfiles.ingressApplicationGateway.identity.objectId
    principalType: 'ServicePrincipal'
  }
}

resource administratorsOfCluster 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in [clusterAdministrator, clusterUser]: {
    name: guid(cluster.id, administrators, role)
    scope: cluster
    properties: {
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
      principalId: administrators
      principalType: 'Group'
    }
  }
]

#disable-next-line use-recent-api-versions // Newer stable versions do not exist: the last one, of 2016, knows no groups of categories.
resource clusterLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: cluster
  properties: {
    workspaceId: logs
    // Every call of the API would be most of the bill; who changed what is kept.
    logs: [
      { category: 'kube-audit-admin', enabled: true }
      { category: 'guard', enabled: true }
      { category: 'cluster-autoscaler', enabled: true }
      { category: 'kube-controller-manager', enabled: true }
    ]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Name of the cluster.')
output name string = cluster.name

@description('Who vouches for the service accounts.')
output issuer string = cluster.properties.oidcIssuerProfile.issuerURL

@description('Object id of the identity by which nodes pull images.')
output nodes string = nodes.properties.principalId

@description('Object id of the agent that sends containers\' logs.')
output agent string = cluster.properties.addonProfiles.omsagent.identity.objectId
