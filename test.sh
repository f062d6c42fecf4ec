#!/usr/bin/env bash
# Runs every test on real servers and a real browser, after installing what is missing. Arguments go to the test runner:
#   ./test.sh -class Forecast.Tests.Support.EmbeddedServersTests
# Results are kept in .foreact/results. The last line is "N passed, N failed", with ", N skipped" after it if any were.
set -euo pipefail
# shellcheck source=eng/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/eng/setup.sh"

suites=(Forecast.Tests)
results=$foreact_home/results
# Far above what the suites take; a test that hangs must not hang the build machine.
limit=45m

# Whatever goes wrong before there are results is a failure that counts, and nothing runs on after this script.
counted=
running=
trap '[ -z "$running" ] || kill -TERM "$running" 2>/dev/null || true; [ -n "$counted" ] || echo "0 passed, 1 failed"' EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

# shellcheck disable=SC2317 # Called through locked.
build_suites() {
    say "Building ..."
    (cd "$foreact_root" && dotnet build Forecast.sln -c Release -v:quiet -nodeReuse:false -p:UseSharedCompilation=false >"$foreact_home/build.log" 2>&1) && return 0
    say "The solution does not build:"
    grep -E ': (error|warning) ' "$foreact_home/build.log" | sort -u >&2 || cat "$foreact_home/build.log" >&2
    return 1
}

run_suite() {
    local suite=$1 program=$foreact_root/$1/bin/Release/net10.0/$1 status=0 bound=()
    shift
    say "Running $suite ..."
    if command -v timeout >/dev/null; then bound=(timeout --signal=TERM --kill-after=60 "$limit"); fi
    # In the background, so that a signal to this script is obeyed at once; what starts it passes the signal on.
    (cd "$foreact_root" && exec ${bound[@]+"${bound[@]}"} "$program" -noLogo -noColor -ctrf "$results/$suite.json" "$@" </dev/null) &
    running=$!
    wait "$running" || status=$?
    running=
    printf '%s\n' "$status" >"$results/$suite.status"
}

set_up_building
set_up_servers
install_chromium
install_kubectl
locked build build_suites || exit 1

rm -rf "$results"
mkdir -p "$results"
for suite in "${suites[@]}"; do
    run_suite "$suite" "$@"
done

status=0
sums=$(node "$foreact_root/eng/sum-tests.mjs" "$results" "${suites[@]}") || status=$?
[ -n "$sums" ] || exit 1
counted=yes
printf '%s\n' "$sums"
exit "$status"
