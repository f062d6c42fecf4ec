#!/usr/bin/env bash
# Writes what the product ships, package by package with versions, hashes and licences, as CycloneDX JSON (an SBOM). After a restore.
#   eng/sbom.sh FILE
set -euo pipefail
[ $# -eq 1 ] || { echo "usage: eng/sbom.sh FILE" >&2; exit 2; }
file=$(basename "$1")
folder=$(mkdir -p "$(dirname "$1")" && cd "$(dirname "$1")" && pwd)
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=$(sed -n 's:.*<Version>\(.*\)</Version>.*:\1:p' Directory.Build.props)
dotnet tool restore >&2
dotnet dotnet-CycloneDX Forecast.Web/Forecast.Web.csproj --recursive --disable-package-restore --no-serial-number --output-format Json \
    --set-name Foreact --set-version "$version" --output "$folder" --filename "$file" >&2
