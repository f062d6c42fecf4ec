#!/usr/bin/env bash
# Gives the dashboards of telemetry/dashboards to a Grafana.
#   eng/dashboards.sh | kubectl apply --namespace observability --filename -   where Grafana's sidecar reads ConfigMaps
#   eng/dashboards.sh azure GRAFANA RESOURCE-GROUP                             into Azure Managed Grafana; infra/up.sh prints its name
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../telemetry/dashboards"

if [ "${1:-}" = azure ]; then
    [ $# -eq 3 ] || { echo "usage: eng/dashboards.sh azure GRAFANA RESOURCE-GROUP" >&2; exit 2; }
    command -v az >/dev/null || { echo "The Azure CLI is missing: https://learn.microsoft.com/cli/azure/install-azure-cli" >&2; exit 1; }
    for file in *.json; do
        az grafana dashboard import --name "$2" --resource-group "$3" --overwrite true --definition "@$file" --output none
        echo "Imported ${file%.json}."
    done
    exit
fi
[ $# -eq 0 ] || { echo "usage: eng/dashboards.sh [azure GRAFANA RESOURCE-GROUP]" >&2; exit 2; }

for file in *.json; do
    cat <<YAML
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${file%.json}
  labels:
    app.kubernetes.io/name: foreact
    grafana_dashboard: "1"
data:
  $file: |
$(sed 's/^/    /' "$file")
YAML
done
