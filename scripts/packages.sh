#!/usr/bin/env bash
# Installs Debian packages for tests if this is root on Debian or Ubuntu; else says which line to run.
set -euo pipefail
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "installing: $*" >&2
    # Nothing that is installed here may start a service.
    export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1
    wait_for_others="-o DPkg::Lock::Timeout=300"
    # shellcheck disable=SC2086
    apt-get $wait_for_others update -qq
    # shellcheck disable=SC2086
    apt-get $wait_for_others install -y -qq --no-install-recommends "$@" >/dev/null
else
    echo "missing: $*. Install them, on Debian or Ubuntu so, then try again:" >&2
    echo "  sudo apt-get install -y --no-install-recommends $*" >&2
    exit 1
fi
