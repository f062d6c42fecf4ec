// Azure's built-in roles, by the ids that are the same in every tenant. Each is the least that the work needs.

@description('Pulls images.')
@export()
var acrPull = '7f951dda-4ed3-4680-a7ca-43fe172d538d'

@description('Reads blobs.')
@export()
var blobReader = '2a2b9908-6ea1-4ae2-8e65-a410df84e7d1'

@description('Reads, writes and removes blobs.')
@export()
var blobContributor = 'ba92f5b4-2d11-453d-a403-e96b0029c9fe'

@description('Reads a key\'s public part, wraps and unwraps with it.')
@export()
var keyWrapper = 'e147488a-f6f5-4113-8e2d-b22465e65bf6'

@description('Reads secrets, and certificates with their private keys.')
@export()
var secretReader = '4633458b-17de-408a-b874-0445c86b69e6'

@description('Makes and changes certificates, keys and secrets.')
@export()
var vaultAdministrator = '00482a5a-887f-4fb3-b363-3b7fe8e74483'

@description('Sends telemetry.')
@export()
var metricsPublisher = '3913510d-42f4-4e42-8a64-420c390055eb'

@description('Reads the metrics of an Azure Monitor workspace.')
@export()
var metricsReader = 'b0d8363b-8ddd-447d-831f-62ca05bff136'

@description('Administers Grafana.')
@export()
var grafanaAdmin = '22926164-76b3-42b3-bc55-97df8dab3e41'

@description('Changes networks: joins subnets.')
@export()
var networkContributor = '4d97b98b-1d4f-4787-a291-c67834d212e7'

@description('Gives an identity to machines.')
@export()
var identityOperator = 'f1a07417-d97a-45cb-824c-7a7467783830'

@description('Does everything within the cluster.')
@export()
var clusterAdministrator = 'b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b'

@description('Gets the cluster\'s address, to sign in to it.')
@export()
var clusterUser = '4abbcc35-e782-43d8-92c5-2d3f1bd2253f'
