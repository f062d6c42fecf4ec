#!/usr/bin/env bash
# Adds a migration after a change of the model: eng/migration.sh AddSomething
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
[[ $# -eq 1 ]] || { echo "usage: eng/migration.sh NAME" >&2; exit 2; }
dotnet tool restore
EFMigrations=true dotnet ef migrations add "$1" --project Forecast.Domain --startup-project Forecast.Web --output-dir Data/Migrations
