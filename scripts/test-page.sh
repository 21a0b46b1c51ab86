#!/usr/bin/env bash
# Opens the pages of runs in a real headless Chromium (tests/page/check.py). Chromium, its driver and fonts come from
# Debian's packages, Selenium from PyPI into target/; both are installed where they are missing. The argument is the
# program; screenshots and printed pages are left in target/pages/.
#
#     scripts/test-page.sh target/release/buildout
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/${1:-target/release/buildout}

if ! { [ -x /usr/bin/chromium ] && [ -x /usr/bin/chromedriver ] && command -v pdftoppm >/dev/null; }; then
    bash scripts/packages.sh chromium chromium-driver fonts-dejavu-core poppler-utils
fi
python=$(bash scripts/venv.sh target/venv-page tests/page/requirements.txt)

pages=target/pages
rm -rf "$pages"
mkdir -p "$pages/runs" "$pages/shots"

# solve NAME ARGUMENTS...: a run that may end at its time limit, and its page.
solve() {
    local name=$1 code=0
    shift
    "$program" solve "$@" --threads 2 -o "$pages/runs/$name" >/dev/null 2>"$pages/runs/$name.err" || code=$?
    case $code in
    0 | 3 | 4) ;;
    *)
        cat "$pages/runs/$name.err" >&2
        exit 1
        ;;
    esac
    begun=$(date +%s%N)
    "$program" report "$pages/runs/$name" -o "$pages/$name.html" 2>/dev/null
    took=$((($(date +%s%N) - begun) / 1000000))
    cmp "$pages/$name.html" "$pages/runs/$name/report.html"
    echo "$name.html: written in $took ms"
    [ $took -lt 1000 ] || {
        echo "writing $name.html took a second or longer" >&2
        exit 1
    }
}

for scenario in inputs/*.yaml; do
    solve "$(basename "$scenario" .yaml)" "$scenario" --gap 2% --time-limit 20s
done
solve infeasible inputs/tutorial.yaml --set 'budget.capex.at_most=1 MUSD' \
    --set 'demand.city-chat.service_floor={$add: 100 %}'
# As large as pages have to be for sure: 30 sites, 12 periods, every one with something in it.
"$program" generate --sites 30 --chips 6 --periods 12 --markets 8 --workloads 2 --seed 1 --overwrite \
    -o "$pages/large.yaml" 2>/dev/null
solve large "$pages/large.yaml" --gap 5% --time-limit 60s

# Runs compared, a sweep, and a run with its studies.
solve tutorial-head-start inputs/tutorial.yaml --scenario head-start
"$program" report "$pages/runs/tutorial" "$pages/runs/tutorial-head-start" -o "$pages/comparison.html" 2>/dev/null
"$program" sweep inputs/tutorial.yaml --vary "budget.capex.at_most=*0.5..*1.5 in 6" --vary "demand.*.volume=*0.9,*1,*1.1" \
    -o "$pages/runs/sweep" >/dev/null 2>&1
"$program" report "$pages/runs/sweep" -o "$pages/sweep.html" 2>/dev/null

# study RUN VERB ARGUMENTS...: a study of a run, which its page then shows; it may end at its time limits.
study() {
    local run=$pages/runs/$1 verb=$2 code=0
    shift 2
    "$program" "$verb" "$run" "$@" --threads 2 --json >"$run/$verb.json" 2>"$pages/runs/study.err" || code=$?
    case $code in
    0 | 4) ;;
    *)
        cat "$pages/runs/study.err" >&2
        exit 1
        ;;
    esac
}
study tutorial sensitivity --step 20% --range 20% --input budget.capex.at_most --input "demand.*.volume" \
    --input chip_catalogue.air-pod.price --input "chip_catalogue.liquid-pod.power=0.8 MW..1.2 MW" --input operator.wacc="0 %..10 %"
study tutorial frontier --goal capex --points 6
study tutorial alternatives --within 5% --differ chips
"$program" report "$pages/runs/tutorial" -o "$pages/studies.html" 2>/dev/null
study whole-domain frontier --goal carbon --points 2 --gap 2% --time-limit 10s
study whole-domain alternatives --within 3% --count 2 --gap 2% --time-limit 10s
"$program" report "$pages/runs/whole-domain" -o "$pages/whole-domain-studies.html" 2>/dev/null

"$python" tests/page/check.py --screenshots "$pages/shots" "$pages"/*.html
