#!/usr/bin/env bash
# Brings an environment up in Azure, or up to date: shows what would change, asks, applies it, and prints what comes next.
#   infra/up.sh dev|prod [LOCATION]        the region, westeurope unless given
# Needs the Azure CLI, signed in (az login) as somebody who may give roles in the subscription: Owner, or Contributor with User Access
# Administrator. What differs from company to company is asked for, or taken from the environment:
#   FOREACT_ADMINISTRATORS        object id of the Entra group that administers the installation
#   FOREACT_ADMINISTRATORS_NAME   its name, by which its members sign in to PostgreSQL
#   FOREACT_OPERATORS_FROM        networks it is administered from, with commas between; empty: from within the private network alone
#   FOREACT_ALERTS_TO             mail address of the alerts
#
# NOT TRIED against Azure: the templates are compiled, linted and predicted without a cloud, and this script is tested with a stand-in for
# az. Whether the subscription has the quota, whether the region has the sizes and PostgreSQL 18, and what Azure checks only when it makes
# things, shows at the first run.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "up.sh: $*"
    exit 1
}

# The value of a setting: from the environment, else from whoever runs this.
ask() {
    local name=$1 question=$2 value
    if [ -z "${!name+given}" ]; then
        read -rp "$question: " value || fail "$name is not set: $question."
        printf -v "$name" %s "$value"
    fi
    export "${name?}"
}

environment=${1:-}
location=${2:-westeurope}
parameters=infra/$environment.bicepparam
[[ $environment =~ ^[a-z0-9]+$ && -f $parameters ]] ||
    fail "which environment? There is $(cd infra && echo *.bicepparam | sed 's/\.bicepparam//g')."
command -v az >/dev/null || fail "the Azure CLI is missing: https://learn.microsoft.com/cli/azure/install-azure-cli"
subscription=$(az account show --query '[name, id]' --output tsv) ||
    fail "nobody is signed in. Run az login, then az account set --subscription ID."

ask FOREACT_ADMINISTRATORS "Object id of the Entra group that administers the installation"
[[ $FOREACT_ADMINISTRATORS =~ ^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$ ]] ||
    fail "FOREACT_ADMINISTRATORS is \"$FOREACT_ADMINISTRATORS\"; it is the group's object id, such as 6f9619ff-8b86-d011-b42d-00cf4fc964ff."
ask FOREACT_ADMINISTRATORS_NAME "Name of that group"
[ -n "$FOREACT_ADMINISTRATORS_NAME" ] || fail "FOREACT_ADMINISTRATORS_NAME is empty: PostgreSQL knows the group by its name."
ask FOREACT_OPERATORS_FROM "Networks it is administered from, such as 203.0.113.0/24 (empty: from within the private network alone)"
ask FOREACT_ALERTS_TO "Mail address of the alerts"
[[ $FOREACT_ALERTS_TO == *@*.* ]] || fail "FOREACT_ALERTS_TO is \"$FOREACT_ALERTS_TO\"; it is a mail address."

group=rg-foreact-$environment
# A budget keeps the day from which it counts; a new one counts from this month.
FOREACT_BUDGET_FROM=$(az resource show --resource-group "$group" --resource-type Microsoft.Consumption/budgets \
    --name "budget-foreact-$environment" --api-version 2024-08-01 --query properties.timePeriod.startDate --output tsv 2>/dev/null |
    cut -c1-10) || true
export FOREACT_BUDGET_FROM=${FOREACT_BUDGET_FROM:-$(date -u +%Y-%m-01)}

say "Subscription: $(tr '\t\n' '  ' <<<"$subscription")"
say "Resource group: $group in $location"
az group create --name "$group" --location "$location" --tags product=foreact "environment=$environment" --output none
az deployment group what-if --resource-group "$group" --name foreact --parameters "$parameters"
read -rp "Apply this? Write yes: " answer || answer=
[ "$answer" = yes ] || fail "nothing was changed, but that the resource group $group is there."

az deployment group create --resource-group "$group" --name foreact --parameters "$parameters" --output none
outputs=$(az deployment group show --resource-group "$group" --name foreact --output tsv --query 'properties.outputs.[
    cluster.value, issuer.value, registry.value, blobs.value, databaseHost.value,
    vault.value, cookieKey.value, telemetry.value, grafana.value,
    networks.value.gateway, networks.value.endpoints,
    clientIds.value.web, clientIds.value.worker, clientIds.value.migrate, clientIds.value.scaler,
    databaseRoles.value[0].name, databaseRoles.value[0].objectId, databaseRoles.value[1].name, databaseRoles.value[1].objectId,
    databaseRoles.value[2].name, databaseRoles.value[2].objectId, databaseRoles.value[3].name, databaseRoles.value[3].objectId]')
value=()
while IFS= read -r line; do value+=("$line"); done < <(tr '\t' '\n' <<<"$outputs")
[ ${#value[@]} -eq 23 ] ||
    fail "the deployment gave ${#value[@]} values instead of 23: az deployment group show --resource-group $group --name foreact"
tenant=$(az account show --query tenantId --output tsv)
overlay=k8s/overlays/$environment
namespace=$(sed -n "s/^param namespace = '\(.*\)'/\1/p" "$parameters")

cat <<NEXT

$group is up. What comes next, in this order (docs/azure.md explains each):

1. The sign-in of people and programs (asks nothing of Azure but the directory):
     infra/app-registration.sh foreact-$environment HOST --issuer ${value[1]} --namespace $namespace

2. $overlay/environment/environment.env, with HOST and the client id that step 1 prints:
     host=HOST
     tenantId=$tenant
     signInClientId=(step 1)
     webClientId=${value[11]}
     workerClientId=${value[12]}
     migrateClientId=${value[13]}
     scalerClientId=${value[14]}
     blobs=${value[3]%/}
     vault=${value[5]}
     databaseHost=${value[4]}
     databaseName=foreact
     webRole=${value[15]}
     workerRole=${value[17]}
     migrateRole=${value[19]}
     scalerRole=${value[21]}
     gatewaySubnet=${value[9]}
     serversSubnet=${value[10]}

3. The roles of the database, as a member of $FOREACT_ADMINISTRATORS_NAME, from within the private network. First in the database postgres:
     SELECT pgaadauth_create_principal_with_oid('${value[15]}', '${value[16]}', 'service', false, false);
     SELECT pgaadauth_create_principal_with_oid('${value[17]}', '${value[18]}', 'service', false, false);
     SELECT pgaadauth_create_principal_with_oid('${value[19]}', '${value[20]}', 'service', false, false);
     SELECT pgaadauth_create_principal_with_oid('${value[21]}', '${value[22]}', 'service', false, false);
   then in the database foreact, for the migration owns the tables:
     GRANT CREATE ON DATABASE foreact TO "${value[19]}";
     GRANT CREATE ON SCHEMA public TO "${value[19]}";

4. The image, and its digest into $overlay:
     az acr login --name ${value[2]%%.*} && docker push ${value[2]}/foreact:VERSION

5. The cluster, and the roll-out:
     az aks get-credentials --resource-group $group --name ${value[0]}
     eng/deploy.sh $overlay

Settings for later: key of the cookies' keys ${value[6]}
                    telemetry ${value[7]}
Grafana: ${value[8]}
NEXT
