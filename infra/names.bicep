// Every name of every resource, in one place, each held to the rule of its kind: a name that breaks it stops the deployment with a sentence
// before anything is made. A short mark of the resource group stands in the names that have to be unique in the whole world.

@description('What the names are made of: the product, the environment, and a mark that is the same for the same resource group.')
@export()
type place = {
  @description('Name of the product, lower case.')
  product: string

  @description('Name of the environment, such as dev or prod.')
  environment: string

  @description('Five characters that no other resource group has.')
  mark: string
}

@description('Kubernetes service accounts of the manifests, whose tokens the identities trust.')
@export()
var serviceAccounts = {
  web: 'foreact-web'
  worker: 'foreact-worker'
  migrate: 'foreact-migrate'
}

@description('Service account of KEDA, which asks the database how many jobs wait; the cluster\'s add-on brings it.')
@export()
var scaler = {
  namespace: 'kube-system'
  serviceAccount: 'keda-operator'
}

@description('Role of KEDA in the database; the value scalerRole of the manifests.')
@export()
var scalerRole = 'foreact-scaler'

@description('Container of the fitted state; the setting Blobs__Container.')
@export()
var modelContainer = 'models'

@description('Database of the product.')
@export()
var databaseName = 'foreact'

@description('Key that wraps the keys of the cookies.')
@export()
var cookieKeyName = 'data-protection'

@description('Lower-case letters and digits.')
var lowerAndDigits = 'abcdefghijklmnopqrstuvwxyz0123456789'

@description('Letters.')
var letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'

@description('Letters and digits.')
var lettersAndDigits = '${letters}0123456789'

@description('Whether a text holds nothing but these characters.')
func consistsOf(text string, characters string) bool =>
  empty(filter(range(0, length(text)), i => !contains(characters, substring(text, i, 1))))

@description('Whether the length of a text lies within bounds, both included.')
func isWithin(text string, least int, most int) bool => length(text) >= least && length(text) <= most

@description('Whether a text begins with a letter, ends with a letter or digit, and has no two hyphens in a row.')
func isHyphenated(text string) bool =>
  contains(letters, take(text, 1)) && !empty(text) && !endsWith(text, '-') && !contains(text, '--')

@description('The name, if it is one for a storage account: 3 to 24 lower-case letters and digits.')
@export()
func storageRule(name string) string =>
  isWithin(name, 3, 24) && consistsOf(name, lowerAndDigits)
    ? name
    : fail('The storage account "${name}" must have 3 to 24 lower-case letters and digits, nothing else; it has ${length(name)}.')

@description('The name, if it is one for a key vault: 3 to 24 letters, digits and single hyphens, a letter first.')
@export()
func vaultRule(name string) string =>
  isWithin(name, 3, 24) && consistsOf(name, '${lettersAndDigits}-') && isHyphenated(name)
    ? name
    : fail('The key vault "${name}" must have 3 to 24 letters, digits and single hyphens, begin with a letter and not end with a hyphen.')

@description('The name, if it is one for a container registry: 5 to 50 letters and digits.')
@export()
func registryRule(name string) string =>
  isWithin(name, 5, 50) && consistsOf(name, lettersAndDigits)
    ? name
    : fail('The container registry "${name}" must have 5 to 50 letters and digits, nothing else; it has ${length(name)}.')

@description('The name, if it is one for a Log Analytics workspace: 3 to 33 letters, digits and hyphens. Azure would take up to 63.')
@export()
func workspaceRule(name string) string =>
  isWithin(name, 3, 33) && consistsOf(name, '${lettersAndDigits}-') && isHyphenated(name)
    ? name
    : fail('The workspace "${name}" must have 3 to 33 letters, digits and single hyphens, begin with a letter and not end with a hyphen.')

@description('The name, if it is one for Application Insights: 1 to 255 characters, the last one not a period.')
@export()
func insightsRule(name string) string =>
  isWithin(name, 1, 255) && !endsWith(name, '.') && consistsOf(name, '${lettersAndDigits}-_.()')
    ? name
    : fail('Application Insights "${name}" must have 1 to 255 letters, digits and -_.() and not end with a period.')

@description('The name, if it is one for a PostgreSQL server: 3 to 63 lower-case letters, digits and single hyphens, a letter first.')
@export()
func serverRule(name string) string =>
  isWithin(name, 3, 63) && consistsOf(name, '${lowerAndDigits}-') && isHyphenated(name)
    ? name
    : fail('The server "${name}" must have 3 to 63 lower-case letters, digits and single hyphens, a letter first and no hyphen last.')

@description('The name, if it is one for a managed Grafana: 2 to 23 letters, digits and single hyphens, a letter first.')
@export()
func grafanaRule(name string) string =>
  isWithin(name, 2, 23) && consistsOf(name, '${lettersAndDigits}-') && isHyphenated(name)
    ? name
    : fail('Grafana "${name}" must have 2 to 23 letters, digits and single hyphens, begin with a letter and not end with a hyphen.')

@description('The name, if it is one for anything else here: 3 to 63 letters, digits and single hyphens, a letter first.')
@export()
func plainRule(name string) string =>
  isWithin(name, 3, 63) && consistsOf(name, '${lettersAndDigits}-') && isHyphenated(name)
    ? name
    : fail('The name "${name}" must have 3 to 63 letters, digits and single hyphens, begin with a letter and not end with a hyphen.')

@description('Joins a kind, the product and the environment.')
func plain(kind string, at place) string => plainRule('${kind}-${at.product}-${at.environment}')

@description('Storage account of the fitted state.')
@export()
func storageName(at place) string => storageRule('st${at.product}${at.environment}${at.mark}')

@description('Key vault of the certificate and of the key that wraps keys.')
@export()
func vaultName(at place) string => vaultRule('kv-${at.product}-${at.environment}-${at.mark}')

@description('Container registry of the image.')
@export()
func registryName(at place) string => registryRule('cr${at.product}${at.environment}${at.mark}')

@description('PostgreSQL server.')
@export()
func serverName(at place) string => serverRule('psql-${at.product}-${at.environment}-${at.mark}')

@description('Log Analytics workspace of all logs.')
@export()
func workspaceName(at place) string => workspaceRule('log-${at.product}-${at.environment}')

@description('Application Insights of the product.')
@export()
func insightsName(at place) string => insightsRule('appi-${at.product}-${at.environment}')

@description('Managed Grafana.')
@export()
func grafanaName(at place) string => grafanaRule('amg-${at.product}-${at.environment}-${at.mark}')

@description('Azure Monitor workspace of the metrics.')
@export()
func metricsName(at place) string => plain('amw', at)

@description('Way of the metrics into their workspace.')
@export()
func metricsRuleName(at place) string => plain('dcr-metrics', at)

@description('Way of the containers\' logs into their workspace.')
@export()
func logsRuleName(at place) string => plain('dcr-logs', at)

@description('Where the cluster sends its metrics.')
@export()
func metricsEndpointName(at place) string => plain('dce', at)

@description('Kubernetes cluster.')
@export()
func clusterName(at place) string => plain('aks', at)

@description('Resource group that the cluster makes for its nodes.')
@export()
func nodesGroupName(at place) string => plain('rg-nodes', at)

@description('Application gateway that the cluster makes for its Ingress.')
@export()
func gatewayName(at place) string => plain('agw', at)

@description('Virtual network.')
@export()
func networkName(at place) string => plain('vnet', at)

@description('Rules of a subnet.')
@export()
func subnetRulesName(at place, subnet string) string => plain('nsg-${subnet}', at)

@description('Private endpoint of a service.')
@export()
func endpointName(at place, service string) string => plain('pe-${service}', at)

@description('Identity of a part of the installation, such as web.')
@export()
func identityName(at place, part string) string => plain('id-${part}', at)

@description('Budget of the environment.')
@export()
func budgetName(at place) string => plain('budget', at)

@description('Whom alerts of the budget go to.')
@export()
func alertGroupName(at place) string => plain('ag', at)
