// The private network: who stands where, and who may reach the servers' private addresses.
import { networkName, place, subnetRulesName } from '../names.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('Addresses of the network, 16 bits of them fixed.')
param addresses string

@description('Workspace that the logs go to.')
param logs string

@description('Subnets: 1,000 nodes, 4,000 pods (each pod has an address here, so that the gateway reaches it), the gateway, the servers.')
var subnets = {
  nodes: cidrSubnet(addresses, 22, 0)
  pods: cidrSubnet(addresses, 20, 1)
  gateway: cidrSubnet(addresses, 24, 8)
  endpoints: cidrSubnet(addresses, 24, 9)
}

@description('Browsers come in by HTTPS; plain HTTP is only sent on to it. The platform looks after its gateway by the ports above 65,200.')
resource gatewayRules 'Microsoft.Network/networkSecurityGroups@2026-03-01' = {
  name: subnetRulesName(at, 'gateway')
  location: location
  properties: {
    securityRules: [
      {
        name: 'browsers'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'Internet'
          sourcePortRange: '*'
          destinationAddressPrefix: subnets.gateway
          destinationPortRanges: ['80', '443']
        }
      }
      {
        name: 'platform'
        properties: {
          priority: 110
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefix: 'GatewayManager'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '65200-65535'
        }
      }
    ]
  }
}

@description('PostgreSQL, blobs, vault and registry are reached from nodes and pods, and from nowhere else in the network.')
resource endpointRules 'Microsoft.Network/networkSecurityGroups@2026-03-01' = {
  name: subnetRulesName(at, 'endpoints')
  location: location
  properties: {
    securityRules: [
      {
        name: 'cluster'
        properties: {
          priority: 100
          direction: 'Inbound'
          access: 'Allow'
          protocol: 'Tcp'
          sourceAddressPrefixes: [subnets.nodes, subnets.pods]
          sourcePortRange: '*'
          destinationAddressPrefix: subnets.endpoints
          destinationPortRanges: ['443', '5432', '6432']
        }
      }
      {
        name: 'nobody-else'
        properties: {
          priority: 4096
          direction: 'Inbound'
          access: 'Deny'
          protocol: '*'
          sourceAddressPrefix: '*'
          sourcePortRange: '*'
          destinationAddressPrefix: '*'
          destinationPortRange: '*'
        }
      }
    ]
  }
}

resource network 'Microsoft.Network/virtualNetworks@2026-03-01' = {
  name: networkName(at)
  location: location
  properties: {
    addressSpace: { addressPrefixes: [addresses] }
    subnets: [
      {
        name: 'nodes'
        properties: { addressPrefix: subnets.nodes }
      }
      {
        name: 'pods'
        properties: {
          addressPrefix: subnets.pods
          delegations: [
            {
              name: 'cluster'
              properties: { serviceName: 'Microsoft.ContainerService/managedClusters' }
            }
          ]
        }
      }
      {
        name: 'gateway'
        properties: {
          addressPrefix: subnets.gateway
          networkSecurityGroup: { id: gatewayRules.id }
        }
      }
      {
        name: 'endpoints'
        properties: {
          addressPrefix: subnets.endpoints
          networkSecurityGroup: { id: endpointRules.id }
          privateEndpointNetworkPolicies: 'Enabled' // Else the rules above would not hold for them.
        }
      }
    ]
  }

  resource nodes 'subnets' existing = { name: 'nodes' }
  resource pods 'subnets' existing = { name: 'pods' }
  resource gateway 'subnets' existing = { name: 'gateway' }
  resource endpoints 'subnets' existing = { name: 'endpoints' }
}

#disable-next-line use-recent-api-versions // Newer stable versions do not exist: the last one, of 2016, knows no groups of categories.
resource networkLogs 'Microsoft.Insights/diagnosticSettings@2021-05-01-preview' = {
  name: 'all'
  scope: network
  properties: {
    workspaceId: logs
    logs: [{ categoryGroup: 'allLogs', enabled: true }]
    metrics: [{ category: 'AllMetrics', enabled: true }]
  }
}

@description('Id of the network.')
output id string = network.id

@description('Id of the subnet of the nodes.')
output nodes string = network::nodes.id

@description('Id of the subnet of the pods.')
output pods string = network::pods.id

@description('Id of the subnet of the gateway.')
output gateway string = network::gateway.id

@description('Id of the subnet of the private endpoints.')
output endpoints string = network::endpoints.id

@description('Networks by what stands in them; the manifests\' rules and trusted proxies name them.')
output addresses {
  @description('Nodes.')
  nodes: string

  @description('Pods.')
  pods: string

  @description('Gateway.')
  gateway: string

  @description('Private endpoints.')
  endpoints: string
} = subnets
