#!/usr/bin/env bash
# Writes the alarms of telemetry/rules as PrometheusRule, for clusters with the Prometheus operator:
#   eng/rules.sh | kubectl apply --namespace foreact --filename -
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../telemetry/rules"
for file in *.yaml; do
    case $file in *.test.yaml) continue ;; esac
    cat <<YAML
---
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata:
  name: foreact-${file%.yaml}
  labels:
    app.kubernetes.io/name: foreact
spec:
$(sed 's/^\(.\)/  \1/' "$file")
YAML
done
