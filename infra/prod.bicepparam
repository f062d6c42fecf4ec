// Production: three zones, a standby of the database, nothing that can be purged. What differs from
// one company to the next comes from the environment: infra/up.sh asks for it.
using 'main.bicep'

param environment = 'prod'
param namespace = 'foreact'
param production = true

param administrators = readEnvironmentVariable('FOREACT_ADMINISTRATORS')
param administratorsName = readEnvironmentVariable('FOREACT_ADMINISTRATORS_NAME')
param operatorsFrom = filter(split(readEnvironmentVariable('FOREACT_OPERATORS_FROM'), ','), network => !empty(network))
param alertsTo = readEnvironmentVariable('FOREACT_ALERTS_TO')
param budgetFrom = readEnvironmentVariable('FOREACT_BUDGET_FROM')

param budget = 4500
param keepLogsDays = 90
param mostLogsPerDay = -1

param size = {
  system: {
    size: 'Standard_D4ads_v6'
    least: 3
    most: 5
  }
  web: {
    size: 'Standard_D4ads_v6'
    least: 3
    most: 8
  }
  worker: {
    size: 'Standard_D8ads_v6'
    least: 0
    most: 10
  }
  database: {
    tier: 'GeneralPurpose'
    size: 'Standard_D4ads_v5'
    disk: 512
    standby: true
  }
}
