// A private address for a service, and the name by which the network finds it.
import { endpointName, place } from '../names.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('What the service is to the product, such as database.')
param service string

@description('Id of the service.')
param target string

@description('Part of the service that is reached, as Azure names it.')
param group 'blob' | 'postgresqlServer' | 'registry' | 'vault'

@description('Subnet that the address is of.')
param subnet string

@description('Network in which the name is known.')
param network string

@description('Private zone of the service\'s kind.')
param zoneName string

resource zone 'Microsoft.Network/privateDnsZones@2024-06-01' = {
  name: zoneName
  location: 'global'

  resource link 'virtualNetworkLinks' = {
    name: 'network'
    location: 'global'
    properties: {
      registrationEnabled: false
      virtualNetwork: { id: network }
    }
  }
}

resource endpoint 'Microsoft.Network/privateEndpoints@2026-03-01' = {
  name: endpointName(at, service)
  location: location
  properties: {
    subnet: { id: subnet }
    privateLinkServiceConnections: [
      {
        name: service
        properties: {
          privateLinkServiceId: target
          groupIds: [group]
        }
      }
    ]
  }

  resource zones 'privateDnsZoneGroups' = {
    name: 'default'
    properties: {
      privateDnsZoneConfigs: [
        {
          name: service
          properties: { privateDnsZoneId: zone.id }
        }
      ]
    }
  }
}
