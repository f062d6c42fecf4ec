#!/usr/bin/env bash
# Prints what the changelog says of a version; ends with 1 if it says nothing.
#   eng/release-notes.sh 1.2.0
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: eng/release-notes.sh VERSION" >&2; exit 2; }
notes=$(awk -v heading="## $1" '
    index($0, heading) == 1 && substr($0, length(heading) + 1, 1) !~ /[0-9.]/ { told = 1; next }
    /^## / { told = 0 }
    told' "$(dirname "${BASH_SOURCE[0]}")/../CHANGELOG.md")
[ -n "${notes//[[:space:]]/}" ] || { echo "CHANGELOG.md says nothing of $1: rename \"Unreleased\" first." >&2; exit 1; }
printf '%s\n' "$notes"
