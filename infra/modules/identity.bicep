// Who a part of the product is. No secret: Azure believes the cluster's tokens of the service account that the manifests name.
import { identityName, place } from '../names.bicep'

@description('What the names are made of.')
param at place

@description('Region.')
param location string

@description('The part, such as web.')
param part string

@description('Service account of its pods.')
param serviceAccount string

@description('Who vouches for the service account: the OIDC issuer of the cluster.')
param issuer string

@description('Namespace of the product in the cluster.')
param namespace string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName(at, part)
  location: location

  resource trust 'federatedIdentityCredentials' = {
    name: serviceAccount
    properties: {
      issuer: issuer
      subject: 'system:serviceaccount:${namespace}:${serviceAccount}'
      audiences: ['api://AzureADTokenExchange']
    }
  }
}

@description('Client id; the service account is annotated with it.')
output clientId string = identity.properties.clientId

@description('Object id; roles are given to it, in Azure and in the database.')
output objectId string = identity.properties.principalId

@description('Name; the role in the database has the same.')
output name string = identity.name
