#!/usr/bin/env bash
# The Bicep compiler of this checkout, and the snapshots of what infra/ would make, which are committed and compared by a test.
#   eng/bicep.sh lint infra/main.bicep      or any other command of the compiler
#   eng/bicep.sh snapshots                  writes infra/*.snapshot.json anew, after a change that is meant
set -euo pipefail
# shellcheck source=eng/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/setup.sh"
require_home
require_dotnet
install_bicep
[ "${1:-}" = snapshots ] || exec "$FOREACT_BICEP" "$@"

# Somebody's values, and ids that nobody has: a snapshot says the same on every machine.
export FOREACT_ADMINISTRATORS=00000000-0000-0000-0000-00000000000a FOREACT_ADMINISTRATORS_NAME=foreact-administrators
export FOREACT_ALERTS_TO=operators@example.com FOREACT_BUDGET_FROM=2027-01-01
mode=${2:-overwrite}
for environment in dev prod; do
    FOREACT_OPERATORS_FROM=
    [ "$environment" = prod ] || FOREACT_OPERATORS_FROM=203.0.113.0/24
    export FOREACT_OPERATORS_FROM
    "$FOREACT_BICEP" snapshot "$foreact_root/infra/$environment.bicepparam" --mode "$mode" --location westeurope \
        --tenant-id 00000000-0000-0000-0000-000000000002 --subscription-id 00000000-0000-0000-0000-000000000001 \
        --resource-group "rg-foreact-$environment"
done
