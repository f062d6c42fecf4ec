#!/usr/bin/env bash
# Registers the product with the company's directory (Microsoft Entra ID), or brings a registration up to date: roles of people, scopes and
# roles of programs, addresses, groups in tokens, and trust in the cluster's service account instead of a secret. Running it again changes
# nothing.
#   infra/app-registration.sh NAME HOST [--issuer URL --namespace NAMESPACE]
#     NAME         of the registration, such as foreact-prod
#     HOST         that people know the product by, such as foreact.example.com
#     --issuer     OIDC issuer of the cluster (infra/up.sh prints it); without it the product needs a secret or a certificate of its own
#     --namespace  of the product in the cluster
# Needs the Azure CLI, signed in (az login) as somebody who may register applications (Application Administrator).
#
# NOT TRIED against a directory: tested with a stand-in for az.
set -euo pipefail

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "app-registration.sh: $*"
    exit 1
}

# Who may have it, value, id, meaning. The ids are this product's and stay the same everywhere: Entra ID tells roles and scopes apart by
# them.
roles() {
    cat <<'ROLES'
User Foreact.Admin 0c38dee2-a635-4377-a645-c148c782403a Sees all regions, runs retrains, gives rights
User Foreact.Planner 9465532d-b9cd-4458-832d-dc70a7f928ba Plans granted regions and refreshes their forecasts
User Foreact.Viewer 559e2b44-957d-4def-a4f5-9e10cdd110ae Looks at granted regions
Application Forecasts.Read.All 1af64dbd-2b23-4d43-855f-49e5ece009aa Reads forecasts, sales, accuracy and runs of granted regions
Application Forecasts.Refresh.All d8207b3f-f6d6-4db1-b97c-2114bd76782d Asks for new forecasts of granted regions
Application Sales.Import.All 1160be04-dba5-45c4-b90b-df341d0488fe Loads files of sales, stores and items
ROLES
}

scopes() {
    cat <<'SCOPES'
Forecasts.Read 8d89aac9-bfb1-4637-991b-f28cc3530ca9 Read forecasts, sales, accuracy and runs of your regions
Forecasts.Refresh 792ced06-7ba3-4376-a028-80fdfead20c0 Ask for new forecasts of your regions
Sales.Import d1584496-94a9-4ae7-9ed1-39ee52d67c84 Load files of sales, stores and items
SCOPES
}

name=${1:-}
host=${2:-}
issuer=
namespace=
[[ -n $name && $host =~ ^[a-z0-9.-]+$ ]] || fail "usage: infra/app-registration.sh NAME HOST [--issuer URL --namespace NAMESPACE]"
shift 2
while [ $# -gt 0 ]; do
    case $1 in
        --issuer) issuer=${2:-} ;;
        --namespace) namespace=${2:-} ;;
        *) fail "unknown option \"$1\"." ;;
    esac
    shift $(($# > 1 ? 2 : 1))
done
[ -z "$issuer$namespace" ] || [[ $issuer == https://* && $namespace =~ ^[a-z0-9-]+$ ]] ||
    fail "--issuer (an address) and --namespace belong together: found \"$issuer\" and \"$namespace\"."
command -v az >/dev/null || fail "the Azure CLI is missing: https://learn.microsoft.com/cli/azure/install-azure-cli"
tenant=$(az account show --query tenantId --output tsv) || fail "nobody is signed in. Run az login."

found=$(az ad app list --filter "displayName eq '$name'" --query '[].[id, appId]' --output tsv)
[ "$(grep -c . <<<"$found")" -le 1 ] || fail "there are several registrations of the name $name. Remove or rename all but one."
if [ -z "$found" ]; then
    found=$(az ad app create --display-name "$name" --sign-in-audience AzureADMyOrg --query '[id, appId]' --output tsv)
    say "Registered $name."
fi
read -r object client <<<"$(tr '\n' '\t' <<<"$found")"

# Made by hand before, a role has another id; Entra ID does not change ids, and two roles of one value are refused.
while read -r _ value id _; do
    other=$(az ad app show --id "$client" --query "appRoles[?value=='$value' && id!='$id'].id" --output tsv)
    [ -z "$other" ] || fail "$name has a role $value already, made by hand (id $other). Disable and delete it, and run this again."
done < <(roles)

body=$(mktemp)
trap 'rm -f "$body"' EXIT
{
    printf '{"identifierUris": ["api://%s"], "groupMembershipClaims": "ApplicationGroup",\n' "$client"
    printf '"web": {"redirectUris": ["https://%s/signin-oidc", "https://%s/signout-callback-oidc"],\n' "$host" "$host"
    printf '  "implicitGrantSettings": {"enableIdTokenIssuance": false, "enableAccessTokenIssuance": false}},\n'
    printf '"optionalClaims": {"idToken": [{"name": "login_hint", "essential": false}], "accessToken": [], "saml2Token": []},\n'
    printf '"api": {"requestedAccessTokenVersion": 2, "oauth2PermissionScopes": ['
    separator=
    while read -r value id meaning; do
        printf '%s\n  {"id": "%s", "value": "%s", "type": "User", "isEnabled": true,\n' "$separator" "$id" "$value"
        printf '   "userConsentDisplayName": "%s", "userConsentDescription": "%s",\n' "$meaning" "$meaning"
        printf '   "adminConsentDisplayName": "%s", "adminConsentDescription": "%s"}' "$meaning" "$meaning"
        separator=,
    done < <(scopes)
    printf ']},\n"appRoles": ['
    separator=
    while read -r who value id meaning; do
        printf '%s\n  {"id": "%s", "value": "%s", "displayName": "%s",\n' "$separator" "$id" "$value" "$value"
        printf '   "description": "%s",\n' "$meaning"
        printf '   "allowedMemberTypes": ["%s"], "isEnabled": true}' "$who"
        separator=,
    done < <(roles)
    printf ']}\n'
} >"$body"
az rest --method PATCH --url "https://graph.microsoft.com/v1.0/applications/$object" \
    --headers Content-Type=application/json --body "@$body" --output none
[ -n "$(az ad sp list --filter "appId eq '$client'" --query '[].id' --output tsv)" ] || az ad sp create --id "$client" --output none

if [ -n "$issuer" ]; then
    printf '{"name": "%s-web", "issuer": "%s", "subject": "system:serviceaccount:%s:foreact-web", "audiences": ["%s"]}\n' \
        "$namespace" "$issuer" "$namespace" api://AzureADTokenExchange >"$body"
    trusted=$(az ad app federated-credential list --id "$client" --query "[?name=='$namespace-web'].issuer" --output tsv)
    if [ -z "$trusted" ]; then
        az ad app federated-credential create --id "$client" --parameters "@$body" --output none
    elif [ "$trusted" != "$issuer" ]; then # A new cluster.
        az ad app federated-credential update --id "$client" --federated-credential-id "$namespace-web" --parameters "@$body" --output none
    fi
fi

cat <<NEXT
$name is registered. In environment.env of the overlay:
     tenantId=$tenant
     signInClientId=$client
Under Enterprise applications → $name → Users and groups, give Foreact.Admin, Foreact.Planner and Foreact.Viewer to people, and let
the groups in that regions or roles hang on. A program gets its roles by: az ad app permission add, then an admin's consent.
NEXT
