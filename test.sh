#!/usr/bin/env bash
# Runs every test on real servers and a real browser, after installing what is missing, and the fast ones once more under another date, for
# no result may hang on the day. Arguments go to the test runner:
#   ./test.sh -class Forecast.Tests.Support.EmbeddedServersTests
#   ./test.sh --on 2027-03-28          all of it, as on that day
# Results are kept in .foreact/results. The last line is "N passed, N failed", with ", N skipped" after it if any were.
set -euo pipefail
# shellcheck source=eng/setup.sh
. "$(dirname "${BASH_SOURCE[0]}")/eng/setup.sh"

suites=(Forecast.Tests)
date=
if [ "${1:-}" = --on ]; then
    [[ ${2:-} =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] || fail "--on needs a day such as 2028-02-29, not \"${2:-}\"."
    date=$2
    shift 2
fi
# A leap day in winter: what holds then and today hangs on neither.
other_date=2028-02-29
slow=(-namespace- 'Forecast.Tests.Browser*' -namespace- 'Forecast.Tests.Cluster*' -namespace- 'Forecast.Tests.Operations*')
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

# Runs a suite as on a day (empty: today), and keeps its report under a name.
run_suite() {
    local suite=$1 report=$2 day=$3 program=$foreact_root/$1/bin/Release/net10.0/$1 status=0 bound=() clock=()
    shift 3
    say "Running $suite${day:+ as on $day} ..."
    # Only what calendars show is moved; what waits goes by the clock that cannot be set.
    if [ -n "$day" ]; then
        clock=(env "LD_PRELOAD=$foreact_faketime" "FAKETIME=@$day 06:00:00" FAKETIME_DONT_FAKE_MONOTONIC=1 FAKETIME_FORCE_MONOTONIC_FIX=0)
    fi
    if command -v timeout >/dev/null; then bound=(timeout --signal=TERM --kill-after=60 "$limit"); fi
    # In the background, so that a signal to this script is obeyed at once; what starts it passes the signal on.
    (cd "$foreact_root" && exec ${bound[@]+"${bound[@]}"} ${clock[@]+"${clock[@]}"} "$program" -noLogo -noColor -result-ctrf "$results/$report.json" "$@" </dev/null) &
    running=$!
    wait "$running" || status=$?
    running=
    printf '%s\n' "$status" >"$results/$report.status"
    reports+=("$report")
}

# Counts as one test: whether every source is formatted as .editorconfig says.
check_format() {
    local failed=0
    say "Checking the format of the sources ..."
    (cd "$foreact_root" && dotnet format Forecast.sln --no-restore --verify-no-changes >"$foreact_home/format.log" 2>&1) || failed=1
    if [ "$failed" = 1 ]; then
        say "dotnet format would change these; run it:"
        grep -E 'error|warn' "$foreact_home/format.log" | head -n 20 >&2 || cat "$foreact_home/format.log" >&2
    fi
    printf '{"results":{"summary":{"tests":1,"passed":%d,"failed":%d,"skipped":0}}}' $((1 - failed)) "$failed" >"$results/Format.json"
    printf '%s\n' "$failed" >"$results/Format.status"
    reports+=(Format)
}

set_up_building
restore_tools
set_up_servers
require_openssl
install_chromium
install_kubectl
install_bicep
install_dashboard
install_shellcheck
install_nginx
install_alarm_tools
locked lint install_lint || exit 1
[ -z "$date" ] && [ $# -gt 0 ] || install_faketime
locked build build_suites || exit 1

rm -rf "$results"
mkdir -p "$results"
reports=()
[ -n "$date" ] || [ $# -gt 0 ] || check_format
for suite in "${suites[@]}"; do
    run_suite "$suite" "$suite" "$date" "$@"
    [ -n "$date" ] || [ $# -gt 0 ] || run_suite "$suite" "$suite.$other_date" "$other_date" "${slow[@]}"
done

status=0
sums=$(node "$foreact_root/eng/sum-tests.mjs" "$results" "${reports[@]}") || status=$?
[ -n "$sums" ] || exit 1
counted=yes
printf '%s\n' "$sums"
exit "$status"
