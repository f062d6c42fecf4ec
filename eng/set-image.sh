#!/usr/bin/env bash
# Writes down which image an overlay runs, by digest: what promoting a version is.
#   eng/set-image.sh k8s/overlays/prod REGISTRY/foreact@sha256:DIGEST
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: eng/set-image.sh OVERLAY IMAGE@sha256:DIGEST" >&2; exit 2; }
[[ $2 =~ ^([a-z0-9.:/_-]+)@(sha256:[0-9a-f]{64})$ ]] ||
    { echo "\"$2\" names no image by digest, as in registry.io/foreact@sha256:…" >&2; exit 2; }
name=${BASH_REMATCH[1]} digest=${BASH_REMATCH[2]}
file=$1/image/kustomization.yaml
[ -f "$file" ] || { echo "$1 has no image/kustomization.yaml." >&2; exit 2; }
sed -i.before -E "s|^( +newName: ).*|\1$name|; s|^( +digest: ).*|\1$digest|" "$file"
rm "$file.before"
