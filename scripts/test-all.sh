#!/usr/bin/env bash
# The tests that need services: a real Slurm of one node, zsh, fish and man, and Python with what the examples in
# docs/scripting/ import (tests/suite/services/), then pages in a real browser (scripts/test-page.sh). Everything is
# installed where it is missing (Debian packages, as root; virtual environments in target/), listens on 127.0.0.1 and is
# ended however the tests end. The arguments are the test command.
#
#     scripts/test-all.sh cargo test --release --locked
#
# Without services these tests are shown as ignored, with what they need. Here none may be left out.
set -euo pipefail
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- cargo test --release --locked

missing=""
for need in zsh:zsh fish:fish man:man-db; do
    command -v "${need%%:*}" >/dev/null || missing="$missing ${need##*:}"
done
# shellcheck disable=SC2086
[ -z "$missing" ] || bash scripts/packages.sh $missing
BUILDOUT_PYTHON=$(bash scripts/venv.sh target/venv docs/scripting/requirements.txt)
export BUILDOUT_PYTHON

# Built first: what is started below waits for nothing.
"$@" --test suite --no-run
log=$(mktemp)
trap 'rm -f "$log"' EXIT
# One at a time: they share two processors, and some of them take all.
scripts/slurm.sh "$@" --test suite services:: -- --ignored --test-threads=1 2>&1 | tee "$log"
# A filter that matches nothing passes as well.
grep -qE '^test result: ok\. [1-9][0-9]* passed; 0 failed; 0 ignored;' "$log" || {
    echo "the tests that need services did not run" >&2
    exit 1
}

# Pages in a real browser, written by the program that was built with the tests.
case " $* " in
*" --release "*) profile=release ;;
*) profile=debug ;;
esac
bash scripts/test-page.sh "target/$profile/buildout"
