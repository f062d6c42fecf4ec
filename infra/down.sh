#!/usr/bin/env bash
# Takes an environment out of Azure, with everything in it: cluster, database and its backups, models, logs. Asks for its name first.
#   infra/down.sh dev|prod
# Needs the Azure CLI, signed in (az login). The app registration stays: az ad app delete --id CLIENT-ID.
#
# NOT TRIED against Azure: tested with a stand-in for az.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "down.sh: $*"
    exit 1
}

environment=${1:-}
[[ $environment =~ ^[a-z0-9]+$ && -f infra/$environment.bicepparam ]] ||
    fail "which environment? There is $(cd infra && echo *.bicepparam | sed 's/\.bicepparam//g')."
command -v az >/dev/null || fail "the Azure CLI is missing: https://learn.microsoft.com/cli/azure/install-azure-cli"
subscription=$(az account show --query name --output tsv) ||
    fail "nobody is signed in. Run az login, then az account set --subscription ID."
group=rg-foreact-$environment
[ "$(az group exists --name "$group")" = true ] || fail "there is no resource group $group in $subscription."

say "In $subscription, all of $group would be gone for good, the database with its backups, too:"
az resource list --resource-group "$group" --query '[].[type, name]' --output tsv >&2
read -rp "Write the name of the environment to remove it: " answer || answer=
[ "$answer" = "$environment" ] || fail "\"$answer\" is not \"$environment\": nothing was removed."

vaults=$(az keyvault list --resource-group "$group" --query '[].[name, properties.enablePurgeProtection]' --output tsv)
az group delete --name "$group" --yes
while read -r vault protected; do
    [ -n "$vault" ] || continue
    if [ "$protected" = True ] || [ "$protected" = true ]; then
        say "The vault $vault keeps its name for 90 days. To bring $environment up again before: az keyvault recover --name $vault"
    else
        az keyvault purge --name "$vault" # Else its name would be taken for a week.
    fi
done <<<"$vaults"
say "$group is gone."
