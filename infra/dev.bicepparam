// A small installation for trying things out: one zone, no standby. What differs from
// one company to the next comes from the environment: infra/up.sh asks for it.
using 'main.bicep'

param environment = 'dev'
param namespace = 'foreact-dev'
param production = false

param administrators = readEnvironmentVariable('FOREACT_ADMINISTRATORS')
param administratorsName = readEnvironmentVariable('FOREACT_ADMINISTRATORS_NAME')
param operatorsFrom = filter(split(readEnvironmentVariable('FOREACT_OPERATORS_FROM'), ','), network => !empty(network))
param alertsTo = readEnvironmentVariable('FOREACT_ALERTS_TO')
param budgetFrom = readEnvironmentVariable('FOREACT_BUDGET_FROM')

param budget = 900
param keepLogsDays = 30
param mostLogsPerDay = 1

param size = {
  system: {
    size: 'Standard_D2ads_v6'
    least: 1
    most: 2
  }
  web: {
    size: 'Standard_D2ads_v6'
    least: 1
    most: 2
  }
  worker: {
    size: 'Standard_D4ads_v6'
    least: 0
    most: 2
  }
  database: {
    tier: 'Burstable'
    size: 'Standard_B2ms'
    disk: 64
    standby: false
  }
}
