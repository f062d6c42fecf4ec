#!/usr/bin/env bash
# Looks the locked packages up among the known vulnerabilities. Ends with 1 if one of them has any, and with 3 if the advisories are out of reach:
# that nothing was found then means nothing.
#   eng/audit.sh [SOURCE]        a NuGet source that publishes advisories; nuget.org unless given
set -euo pipefail
source=${1:-https://api.nuget.org/v3/index.json}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
audited=$(mktemp -d)
trap 'rm -rf "$audited"' EXIT

# A restore elsewhere, so that what is built here stays as it was built.
(cd "$root" && find . -maxdepth 3 \( -name bin -o -name obj -o -name '.*' ! -name . \) -prune -o \
    \( -name '*.csproj' -o -name 'Directory.*.props' -o -name packages.lock.json -o -name global.json -o -name _Imports.razor \) -print0 |
    tar -cf - --null -T -) | tar -xf - -C "$audited"
insecure=
[[ $source != http://127.0.0.1:* ]] || insecure=' allowInsecureConnections="true"'
cat >"$audited/nuget.config" <<XML
<configuration>
  <auditSources><clear /><add key="advisories" value="$source"$insecure /></auditSources>
</configuration>
XML

if ! said=$(cd "$audited" && DOTNET_CLI_UI_LANGUAGE=en dotnet restore Forecast.Web/Forecast.Web.csproj --locked-mode -nodeReuse:false -p:NuGetAudit=true \
    -p:NuGetAuditMode=all -p:NuGetAuditLevel=low -p:TreatWarningsAsErrors=false 2>&1); then
    printf '%s\nThe packages could not be restored, so they were not looked up.\n' "$said" >&2
    exit 3
fi
if grep -qE 'NU190[05]' <<<"$said"; then
    printf 'The advisories of %s are out of reach: whether a package is vulnerable is not known.\n' "$source" >&2
    exit 3
fi
if found=$(grep -oE 'NU190[1-4]: .*' <<<"$said" | sed 's/ \[[^]]*\]$//' | sort -u); then
    printf 'Known vulnerabilities:\n%s\n' "$found" >&2
    exit 1
fi
echo "No locked package has a known vulnerability."
