// Everything that one environment of Foreact needs in Azure, in one resource group. infra/up.sh shows what would change, asks, and
// applies it.
import { insightsName, networkName, place, scaler, scalerRole, serviceAccounts } from 'names.bicep'
import { sizes } from 'sizes.bicep'

metadata description = 'Foreact: network, cluster, registry, database, blobs, vault, identities, telemetry, budget.'

@description('Name of the environment, such as dev or prod: 2 to 6 lower-case letters and digits; it stands in every name.')
@minLength(2)
@maxLength(6)
param environment string

@description('Region.')
param location string = resourceGroup().location

@description('Namespace of the product in the cluster, as the overlay of the manifests names it.')
param namespace string

@description('Addresses of the virtual network; 16 bits of them are fixed.')
param addresses string = '10.20.0.0/16'

@description('Object id of the Entra group that administers the installation: cluster, database, vault, Grafana.')
@minLength(36)
@maxLength(36)
param administrators string

@description('Name of that group.')
param administratorsName string

@description('Networks from which it is administered. None: cluster, vault and registry have private addresses alone.')
param operatorsFrom string[]

@description('Mail address that alerts go to.')
param alertsTo string

@description('Money a month, in the currency of the subscription, that alerts are measured by.')
param budget int

@description('First day of a month from which the budget counts.')
param budgetFrom string

@description('How large things are.')
param size sizes

@description('Whether a lost zone, a lost vault and a late answer of the cluster matter.')
param production bool

@description('Days that logs are kept.')
param keepLogsDays int

@description('Gigabytes of logs a day beyond which no more are taken that day; -1 for no bound.')
param mostLogsPerDay int

@description('Whether a pushed image waits until a scanner lets it go.')
param quarantine bool = false

@description('Whether the registry keeps signatures of Docker Content Trust: deprecated, and the manifests name images by digest anyway.')
param contentTrust bool = false

@description('What the names are made of.')
var at place = {
  product: 'foreact'
  environment: environment
  mark: take(uniqueString(resourceGroup().id), 5)
}

@description('Zones that nodes are spread over.')
var zones = production ? ['1', '2', '3'] : ['1']

module observability 'modules/observability.bicep' = {
  params: {
    at: at
    location: location
    keepLogsDays: keepLogsDays
    mostLogsPerDay: mostLogsPerDay
    administrators: administrators
    zoneRedundant: production
  }
}

module network 'modules/network.bicep' = {
  params: {
    at: at
    location: location
    addresses: addresses
    logs: observability.outputs.logs
  }
}

module cluster 'modules/cluster.bicep' = {
  params: {
    at: at
    location: location
    logs: observability.outputs.logs
    networkName: networkName(at)
    administrators: administrators
    operatorsFrom: operatorsFrom
    promisedUptime: production
    zones: zones
    system: size.system
    web: size.web
    worker: size.worker
  }
  dependsOn: [network]
}

module clusterTelemetry 'modules/cluster-telemetry.bicep' = {
  params: {
    at: at
    location: location
    logs: observability.outputs.logs
    metrics: observability.outputs.metrics
    agent: cluster.outputs.agent
    namespace: namespace
  }
}

module web 'modules/identity.bicep' = {
  params: {
    at: at
    location: location
    part: 'web'
    serviceAccount: serviceAccounts.web
    issuer: cluster.outputs.issuer
    namespace: namespace
  }
}

module worker 'modules/identity.bicep' = {
  params: {
    at: at
    location: location
    part: 'worker'
    serviceAccount: serviceAccounts.worker
    issuer: cluster.outputs.issuer
    namespace: namespace
  }
}

module migrate 'modules/identity.bicep' = {
  params: {
    at: at
    location: location
    part: 'migrate'
    serviceAccount: serviceAccounts.migrate
    issuer: cluster.outputs.issuer
    namespace: namespace
  }
}

module counter 'modules/identity.bicep' = {
  params: {
    at: at
    location: location
    part: 'scaler'
    serviceAccount: scaler.serviceAccount
    issuer: cluster.outputs.issuer
    namespace: scaler.namespace
  }
}

module registry 'modules/registry.bicep' = {
  params: {
    at: at
    location: location
    logs: observability.outputs.logs
    operatorsFrom: operatorsFrom
    nodes: cluster.outputs.nodes
    contentTrust: contentTrust
    quarantine: quarantine
    zoneRedundant: production
  }
}

module database 'modules/database.bicep' = {
  params: {
    at: at
    location: location
    logs: observability.outputs.logs
    size: size.database
    administrators: administrators
    administratorsName: administratorsName
  }
}

module storage 'modules/storage.bicep' = {
  params: {
    at: at
    location: location
    logs: observability.outputs.logs
    zoneRedundant: production
    web: web.outputs.objectId
    worker: worker.outputs.objectId
  }
}

module vault 'modules/vault.bicep' = {
  params: {
    at: at
    location: location
    logs: observability.outputs.logs
    operatorsFrom: operatorsFrom
    administrators: administrators
    cannotBePurged: production
    keepDays: production ? 90 : 7
    web: web.outputs.objectId
    worker: worker.outputs.objectId
    migrate: migrate.outputs.objectId
  }
}

module telemetryRights 'modules/telemetry-rights.bicep' = {
  params: {
    at: at
    insightsName: insightsName(at)
    senders: [
      { part: 'web', objectId: web.outputs.objectId }
      { part: 'worker', objectId: worker.outputs.objectId }
    ]
  }
}

module spending 'modules/budget.bicep' = {
  params: {
    at: at
    amount: budget
    from: budgetFrom
    alertsTo: alertsTo
  }
}

module databaseEndpoint 'modules/private-endpoint.bicep' = {
  params: {
    at: at
    location: location
    service: 'database'
    target: database.outputs.id
    group: 'postgresqlServer'
    subnet: network.outputs.endpoints
    network: network.outputs.id
    zoneName: 'privatelink.postgres.database.azure.com'
  }
}

module blobsEndpoint 'modules/private-endpoint.bicep' = {
  params: {
    at: at
    location: location
    service: 'blobs'
    target: storage.outputs.id
    group: 'blob'
    subnet: network.outputs.endpoints
    network: network.outputs.id
    zoneName: 'privatelink.blob.${az.environment().suffixes.storage}'
  }
}

module vaultEndpoint 'modules/private-endpoint.bicep' = {
  params: {
    at: at
    location: location
    service: 'vault'
    target: vault.outputs.id
    group: 'vault'
    subnet: network.outputs.endpoints
    network: network.outputs.id
    zoneName: 'privatelink.vaultcore.azure.net'
  }
}

module registryEndpoint 'modules/private-endpoint.bicep' = {
  params: {
    at: at
    location: location
    service: 'registry'
    target: registry.outputs.id
    group: 'registry'
    subnet: network.outputs.endpoints
    network: network.outputs.id
    zoneName: 'privatelink${az.environment().suffixes.acrLoginServer}'
  }
}

@description('Name of the cluster, for az aks get-credentials.')
output cluster string = cluster.outputs.name

@description('Who vouches for the service accounts; infra/app-registration.sh takes it.')
output issuer string = cluster.outputs.issuer

@description('Address that images are named by.')
output registry string = registry.outputs.address

@description('The setting Blobs__ServiceUri.')
output blobs string = storage.outputs.address

@description('Host of PostgreSQL.')
output databaseHost string = database.outputs.host

@description('Vault of the certificate.')
output vault string = vault.outputs.name

@description('Key that wraps the keys of the cookies.')
output cookieKey string = vault.outputs.cookieKey

@description('Where the product sends its telemetry.')
output telemetry string = observability.outputs.connection

@description('Address of Grafana.')
output grafana string = observability.outputs.grafana

@description('Networks of the manifests: Proxy__KnownNetworks__0 is that of the gateway, the rules name the others.')
output networks {
  @description('Nodes.')
  nodes: string

  @description('Pods.')
  pods: string

  @description('Gateway.')
  gateway: string

  @description('Private endpoints.')
  endpoints: string
} = network.outputs.addresses

@description('Client ids that the service accounts are annotated with.')
output clientIds {
  @description('Of web.')
  web: string

  @description('Of workers.')
  worker: string

  @description('Of the migration.')
  migrate: string

  @description('Of KEDA, which has no annotation: its trigger names it.')
  scaler: string
} = {
  web: web.outputs.clientId
  worker: worker.outputs.clientId
  migrate: migrate.outputs.clientId
  scaler: counter.outputs.clientId
}

@description('Roles of the database in the order web, worker, migration, KEDA: names, and the object ids they are bound to.')
output databaseRoles {
  @description('Name of the role.')
  name: string

  @description('Its object id.')
  objectId: string
}[] = [
  { name: web.outputs.name, objectId: web.outputs.objectId }
  { name: worker.outputs.name, objectId: worker.outputs.objectId }
  { name: migrate.outputs.name, objectId: migrate.outputs.objectId }
  { name: scalerRole, objectId: counter.outputs.objectId }
]
