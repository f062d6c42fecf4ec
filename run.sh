#!/usr/bin/env bash
# Opens the product on this machine: installs what is missing, starts a private PostgreSQL and Azurite, fills a demo retailer if the
# database is empty, and serves until Ctrl-C, which stops all of it. Data is kept in .foreact/run between runs.
set -euo pipefail
# shellcheck source=eng/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/eng/setup.sh"

usage() {
    cat <<'TEXT'
usage: ./run.sh [--port N] [--no-demo] [--entra] [--telemetry] [--data FOLDER]

  --port N        listen on this port; otherwise the port of the last run, at first 5080, or the next free one
  --no-demo       leave an empty database empty; ./foreact account NAME then makes an account to sign in with
  --entra         sign in with a company account, at a stand-in for Microsoft Entra ID on this machine, instead of choosing a demo account
  --telemetry     open the Aspire dashboard beside it, which shows its traces, figures and logs
  --data FOLDER   keep the data there instead of in .foreact/run; ./foreact then needs the connection strings told

Environment
  ConnectionStrings__Forecast                      use this PostgreSQL instead of a private one
  Blobs__ConnectionString or Blobs__ServiceUri     use this blob storage instead of a private one

To start afresh, remove that folder.
TEXT
}

port=
demo=yes
entra=
telemetry=
run=$foreact_home/run
while [ $# -gt 0 ]; do
    case $1 in
        --port)
            port=${2:-}
            if ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || [ "$port" -gt 65535 ]; then
                fail "--port needs a number from 1 to 65535, not \"$port\"."
            fi
            shift 2
            ;;
        --no-demo)
            demo=no
            shift
            ;;
        --entra)
            entra=yes
            shift
            ;;
        --telemetry)
            telemetry=yes
            shift
            ;;
        --data)
            [ -n "${2:-}" ] || fail "--data needs a folder."
            mkdir -p "$2" || fail "the folder $2 cannot be made."
            run=$(cd "$2" && pwd)
            shift 2
            ;;
        --help | -h)
            usage
            exit 0
            ;;
        *)
            usage >&2
            fail "unknown option \"$1\"."
            ;;
    esac
done

accounts=
chosen=
servers=
provider=
dashboard=
dashboard_at=
product=
step=
private=

is_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

is_running() { [ -n "$1" ] && kill -0 "$1" 2>/dev/null; }

# shellcheck disable=SC2317 # Called by the trap below.
wait_for_end() {
    local process=$1 seconds=$2 i
    for ((i = 0; i < seconds * 10; i++)); do
        is_running "$process" || return 0
        sleep 0.1
    done
    return 1
}

# The product first, its servers after it: runs stop at a checkpoint only while the database is there.
# shellcheck disable=SC2317 # Called by a trap.
stop_all() {
    local status=$?
    trap '' HUP TERM
    trap 'kill -KILL "$product" "$step" 2>/dev/null || true' INT # The impatient second Ctrl-C.
    local process
    for process in $step $product; do
        is_running "$process" || continue
        say "Stopping ..."
        kill -TERM "$process" 2>/dev/null || true
        wait_for_end "$process" 60 || kill -KILL "$process" 2>/dev/null || true
    done
    if is_running "$dashboard"; then kill -TERM "$dashboard" 2>/dev/null || true; fi
    exec 7>&- 6>&- # The servers watch these pipes.
    for process in $servers $provider $dashboard; do
        wait_for_end "$process" 30 || kill -KILL "$process" 2>/dev/null || true
    done
    [ -z "${mine:-}" ] || rm -f "$run/address" "$run/environment" "$run/pipe" "$run/provider.pipe"
    exit "$status"
}

# Each step runs in the background, so that a signal to this script is obeyed at once, and dies with this script where the kernel can
# see to it.
guard=()
if setpriv --pdeathsig TERM true 2>/dev/null; then guard=(setpriv --pdeathsig TERM); fi

# For the background only: takes the place of the shell that runs it, so that $! is the product itself.
product_command() {
    exec ${guard[@]+"${guard[@]}"} env 'Logging__LogLevel__Microsoft.Hosting.Lifetime=Information' \
        dotnet "$foreact_app/Forecast.Web.dll" "$@" 6>&- 7>&- 8>&-
}

run_step() {
    local status=0
    product_command "$@" &
    step=$!
    wait "$step" || status=$?
    step=
    return "$status"
}

claim_run() {
    mkdir -p "$run"
    chmod go-rw "$run"
    exec 8>"$run/in-use"
    if command -v flock >/dev/null && ! flock -n 8; then
        fail "already running from this checkout$([ -r "$run/address" ] && printf ' at %s' "$(cat "$run/address")"). Stop it with Ctrl-C where it was started."
    fi
    mine=yes
}

refuse_taken_port() {
    fail "port $port is taken by another program. Choose another with --port, or leave --port out to have a free one chosen."
}

# The port asked for; otherwise that of the last run, or the first free one from 5080 on.
choose_port() {
    local remembered candidate
    if [ -n "$port" ]; then
        chosen=$port
        ! is_taken "$port" || refuse_taken_port
        return 0
    fi
    chosen=
    remembered=$(cat "$run/port" 2>/dev/null || true)
    for candidate in ${remembered:+"$remembered"} $(seq 5080 5179); do
        if ! is_taken "$candidate"; then
            chosen=$candidate
            printf '%s\n' "$chosen" >"$run/port"
            return 0
        fi
    done
    fail "no port from 5080 to 5179 is free. Choose one with --port."
}

start_servers() {
    local only=() wanted
    if [ -n "${ConnectionStrings__Forecast:-}" ] && [ -n "${Blobs__ConnectionString:-}${Blobs__ServiceUri:-}" ]; then
        return 0
    elif [ -n "${ConnectionStrings__Forecast:-}" ]; then
        only=(--only blobs)
    elif [ -n "${Blobs__ConnectionString:-}${Blobs__ServiceUri:-}" ]; then
        only=(--only postgres)
    fi

    set_up_servers 8>&-
    rm -f "$run/pipe" "$run/servers.json"
    mkfifo -m 600 "$run/pipe"
    (umask 077 && : >"$run/servers.json")
    node "$foreact_root/eng/servers/servers.mjs" --modules "$foreact_home/servers" --data "$run" ${only[@]+"${only[@]}"} \
        <"$run/pipe" >"$run/servers.json" 2>"$run/servers.log" 8>&- &
    servers=$!
    exec 7>"$run/pipe"
    rm -f "$run/pipe"
    until [ -s "$run/servers.json" ]; do
        is_running "$servers" || fail "the servers did not start. $(cat "$run/servers.log")"
        sleep 0.1
    done

    wanted='const s = JSON.parse(require("fs").readFileSync(0, "utf8"))[process.argv[1]]; if (s) console.log(s.connectionString)'
    if [ -z "${ConnectionStrings__Forecast:-}" ]; then
        # As in production: the owner migrates, and makes the role that everything else connects as.
        ConnectionStrings__ForecastOwner="$(node -e "$wanted" postgres <"$run/servers.json");Database=foreact"
        ConnectionStrings__Forecast=${ConnectionStrings__ForecastOwner/Username=postgres/Username=foreact}
        export ConnectionStrings__Forecast ConnectionStrings__ForecastOwner
        private=yes
    fi
    if [ -z "${Blobs__ConnectionString:-}${Blobs__ServiceUri:-}" ]; then
        Blobs__ConnectionString=$(node -e "$wanted" blobs <"$run/servers.json")
        export Blobs__ConnectionString
    fi
}

# A stand-in for Entra ID, and the settings that an operator would write: those of one company and a client secret.
start_provider() {
    [ -n "$entra" ] || return 0
    require_openssl
    set_up_servers 8>&-
    "$foreact_root/eng/entra/certificates.sh" "$foreact_home/entra"
    rm -f "$run/provider.pipe" "$run/provider.json"
    mkfifo -m 600 "$run/provider.pipe"
    (umask 077 && : >"$run/provider.json")
    node "$foreact_root/eng/entra/entra.mjs" --modules "$foreact_home/servers" --certificates "$foreact_home/entra" \
        <"$run/provider.pipe" >"$run/provider.json" 2>"$run/provider.log" 8>&- 7>&- &
    provider=$!
    exec 6>"$run/provider.pipe"
    rm -f "$run/provider.pipe"
    until [ -s "$run/provider.json" ]; do
        is_running "$provider" || fail "the stand-in for Entra ID did not start. $(cat "$run/provider.log")"
        sleep 0.1
    done
    local read='console.log(process.argv[1].split(".").reduce((at, name) => at[name], JSON.parse(require("fs").readFileSync(0, "utf8"))))'
    AzureAd__Instance=$(node -e "$read" instance <"$run/provider.json")
    AzureAd__TenantId=$(node -e "$read" tenants.contoso <"$run/provider.json")
    AzureAd__ClientId=$(node -e "$read" applications.withSecret.id <"$run/provider.json")
    AzureAd__ClientSecret=$(node -e "$read" applications.withSecret.secret <"$run/provider.json")
    SSL_CERT_FILE=$foreact_home/entra/ca.crt
    accounts="Sign in as one of the made-up company Contoso; no password is asked. Ada is the admin."
    export AzureAd__Instance AzureAd__TenantId AzureAd__ClientId AzureAd__ClientSecret SSL_CERT_FILE
}

# The first free port from a number on.
free_port() {
    local candidate
    for candidate in $(seq "$1" $(($1 + 99))); do
        if ! is_taken "$candidate"; then
            printf '%s' "$candidate"
            return 0
        fi
    done
    fail "no port from $1 to $(($1 + 99)) is free for the dashboard."
}

# Who takes what the product tells, and shows it; on this machine only, without a sign-in.
start_dashboard() {
    [ -n "$telemetry" ] || return 0
    install_dashboard
    local pages taken
    pages=$(free_port 18888)
    taken=$(free_port $((pages + 1)))
    dashboard_at=http://localhost:$pages
    ASPNETCORE_ENVIRONMENT=Production ASPNETCORE_URLS=$dashboard_at ASPIRE_DASHBOARD_OTLP_ENDPOINT_URL=http://localhost:$taken \
        ASPIRE_DASHBOARD_UNSECURED_ALLOW_ANONYMOUS=true ${guard[@]+"${guard[@]}"} "$FOREACT_DASHBOARD" --contentRoot "$(dirname "$FOREACT_DASHBOARD")" \
        >"$run/dashboard.log" 2>&1 6>&- 7>&- 8>&- &
    dashboard=$!
    until is_taken "$taken"; do
        is_running "$dashboard" || fail "the dashboard did not start. $(tail -n 20 "$run/dashboard.log")"
        sleep 0.1
    done
    export OTEL_EXPORTER_OTLP_ENDPOINT=http://localhost:$taken OTEL_METRIC_EXPORT_INTERVAL=5000
}

# What ./foreact uses while this script is open, and what a shell can read: each value in single quotes, for it holds semicolons.
publish_environment() {
    local name quote="'"
    (
        umask 077
        for name in ConnectionStrings__Forecast ConnectionStrings__ForecastOwner Blobs__ConnectionString Blobs__ServiceUri \
            ASPNETCORE_ENVIRONMENT DOTNET_ENVIRONMENT; do
            [ -z "${!name:-}" ] || printf "%s='%s'\n" "$name" "${!name//$quote/$quote\\$quote$quote}"
        done >"$run/environment"
    )
}

# The answer's status; nothing while nobody answers. Without curl, which not every machine has.
ready_status() {
    local protocol status rest
    (
        exec 3<>"/dev/tcp/127.0.0.1/$chosen" || exit
        printf 'GET /health/ready HTTP/1.0\r\nHost: localhost\r\n\r\n' >&3
        read -r -t 10 protocol status rest <&3 && [[ $protocol == HTTP/* ]] && printf '%s' "$status"
    ) 2>/dev/null || true
}

# A private database that this very build has migrated is as it needs to be; the mark lies beside the data and goes with them.
migrate_database() {
    local mark=$run/postgres/migrated-by
    if [ -n "$private" ] && [ "$(cat "$mark" 2>/dev/null)" = "$foreact_app" ]; then return 0; fi
    run_step migrate || fail "the database could not be brought up to date."
    [ -z "$private" ] || printf '%s\n' "$foreact_app" >"$mark"
}

# Fills an empty database, or brings the demo retailer that is there up to yesterday; other data is left alone.
fill_demo() {
    run_step demo --if-empty >"$run/demo.log" || fail "the demo retailer could not be made."
    sed '/^Accounts: /d' "$run/demo.log"
    accounts="Demo accounts, without a password: $(sed -n 's/^Accounts: //p' "$run/demo.log")"
}

# Starts the product and waits until it is ready. Between the choice of a port and its use another program may take it.
serve() {
    for _ in 1 2 3 4 5; do
        choose_port
        product_command serve --urls "http://localhost:$chosen" >"$run/product.log" 2>&1 &
        product=$!
        if becomes_ready; then return 0; fi
        grep -q 'address already in use' "$run/product.log" || break
        [ -z "$port" ] || refuse_taken_port
    done
    fail "the product ended while starting. Its last words:
$(tail -n 20 "$run/product.log")"
}

# Asks only once the product itself says that it listens: until then another program might be answering on that port.
becomes_ready() {
    local i
    for ((i = 0; i < 1200; i++)); do
        is_running "$product" || return 1
        if grep -q 'Now listening on' "$run/product.log" && [ "$(ready_status)" = 200 ]; then return 0; fi
        sleep 0.1
    done
    fail "the product did not become ready within two minutes. Its last words:
$(tail -n 20 "$run/product.log")"
}

trap stop_all EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

set_up_building
claim_run
[ -z "$port" ] || ! is_taken "$port" || refuse_taken_port # Before a long build rather than after it.
build_product 8>&- # What a build leaves running must not keep the claim.
export ASPNETCORE_ENVIRONMENT=${ASPNETCORE_ENVIRONMENT:-Development}
export DOTNET_ENVIRONMENT=${DOTNET_ENVIRONMENT:-$ASPNETCORE_ENVIRONMENT}
start_servers
migrate_database
[ "$demo" = no ] || fill_demo
start_provider
start_dashboard
serve

printf 'http://localhost:%s\n' "$chosen" >"$run/address"
publish_environment
cat <<TEXT

  Foreact is open at http://localhost:$chosen
$([ "$demo" = yes ] || printf '\n  Without the demo an empty database has no accounts. To sign in, make one: ./foreact account "Ada Admin"\n')${accounts:+
  $accounts
}${dashboard_at:+
  Traces, figures and logs: $dashboard_at
}
  Ctrl-C stops it. The log is ${run#"$PWD"/}/product.log.

TEXT

status=0
wait "$product" || status=$?
fail "the product ended by itself (exit $status). Its last words:
$(tail -n 20 "$run/product.log")"
