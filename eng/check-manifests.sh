#!/usr/bin/env bash
# Reads a render from its standard input and ends with 1 if it is not fit for a cluster, naming every line: images that are not named by
# digest, and placeholders (ids of zeros, names under .example, networks for documentation).
#   kubectl kustomize k8s/overlays/prod | eng/check-manifests.sh
set -euo pipefail
rendered=$(cat)
[ -n "$rendered" ] || { echo "There is nothing to check." >&2; exit 1; }

unfit=$({
    grep -nE '^[[:space:]-]*image: ' <<<"$rendered" | grep -vE '@sha256:[0-9a-f]{64}"?$' |
        sed 's/$/    (by a tag, which may move; name a digest)/'
    grep -nE '@sha256:0{64}' <<<"$rendered" | sed 's/$/    (no digest was set: eng\/set-image.sh)/'
    grep -nE '0{8}-0{4}-0{4}-0{4}-0{12}|[.]example([/;"[:space:]]|$)|192\.0\.2\.0/24' <<<"$rendered" | grep -v ' image: ' |
        sed 's/$/    (a placeholder: environment.env of the overlay)/'
} || true)
[ -z "$unfit" ] || { printf 'Not fit for a cluster:\n%s\n' "$unfit" >&2; exit 1; }
