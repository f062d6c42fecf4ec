// What the environment may cost a month, and who hears of it before and after. A budget stops nothing.
import { alertGroupName, budgetName, place } from '../names.bicep'

@description('What the names are made of.')
param at place

@description('Money a month, in the currency of the subscription.')
@minValue(1)
param amount int

@description('First day of a month from which it counts, such as 2027-01-01; Azure takes none that is past when a budget is new.')
param from string

@description('Mail address that the alerts go to.')
param alertsTo string

@description('Shares of the budget that are told, in percent: of what was spent, or of what the month is going to cost.')
var alerts = [
  { name: 'half', percent: 50, kind: 'Actual' }
  { name: 'most', percent: 80, kind: 'Actual' }
  { name: 'all', percent: 100, kind: 'Actual' }
  { name: 'foreseen', percent: 110, kind: 'Forecasted' }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: alertGroupName(at)
  location: 'global'
  properties: {
    enabled: true
    groupShortName: take('${at.product}-${at.environment}', 12)
    emailReceivers: [
      {
        name: 'operators'
        emailAddress: alertsTo
        useCommonAlertSchema: true
      }
    ]
  }
}

resource budget 'Microsoft.Consumption/budgets@2026-06-01' = {
  name: budgetName(at)
  properties: {
    category: 'Cost'
    amount: amount
    timeGrain: 'Monthly'
    timePeriod: { startDate: from }
    notifications: toObject(alerts, alert => alert.name, alert => {
      enabled: true
      operator: 'GreaterThanOrEqualTo'
      threshold: alert.percent
      thresholdType: alert.kind
      contactEmails: [alertsTo]
      contactGroups: [people.id]
    })
  }
}
