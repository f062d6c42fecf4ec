#!/usr/bin/env bash
# Rolls an overlay out: eng/deploy.sh k8s/overlays/prod
# Nothing is applied that still has placeholders or images without a digest. First the settings and the migration, then, once the
# database is ready for it, web and workers. Stops at the first failure; what ran before then still runs.
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: eng/deploy.sh OVERLAY" >&2; exit 2; }

rendered=$(kubectl kustomize "$1")
"$(dirname "${BASH_SOURCE[0]}")/check-manifests.sh" <<<"$rendered"
namespace=$(sed -n '/^kind: Namespace$/,/^---$/s/^  name: //p' <<<"$rendered")
[ -n "$namespace" ] || { echo "$1 names no namespace." >&2; exit 2; }

kubectl delete job foreact-migrate --namespace "$namespace" --ignore-not-found --wait
kubectl apply --filename - --selector 'app.kubernetes.io/component notin (web,web-canary,refresh,fit,mornings)' <<<"$rendered"
# A job that has failed will never be complete: both are asked for.
until kubectl wait job/foreact-migrate --namespace "$namespace" --for=condition=complete --timeout=10s 2>/dev/null; do
  if kubectl wait job/foreact-migrate --namespace "$namespace" --for=condition=failed --timeout=1s 2>/dev/null; then
    kubectl logs job/foreact-migrate --namespace "$namespace" >&2 || true
    echo "The migration failed; web and workers are as they were." >&2
    exit 1
  fi
done
kubectl apply --filename - <<<"$rendered"
kubectl rollout status deployment/foreact-refresh --namespace "$namespace" --timeout=10m
kubectl rollout status deployment/foreact-fit --namespace "$namespace" --timeout=10m
kubectl rollout status deployment/foreact-web --namespace "$namespace" --timeout=10m
