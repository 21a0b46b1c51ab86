#!/usr/bin/env bash
# A virtual environment with what a requirements file asks for, made anew when that file changes, and Python itself where
# it is missing (Debian packages, as root). Prints the path of its Python.
#
#     python=$(bash scripts/venv.sh target/venv docs/scripting/requirements.txt)
set -euo pipefail
[ $# -eq 2 ] || {
    echo "usage: scripts/venv.sh DIRECTORY REQUIREMENTS" >&2
    exit 2
}
here=$(cd "$(dirname "$0")" && pwd)
venv=$1
requirements=$2
if ! cmp -s "$requirements" "$venv/requirements.txt"; then
    # Debian has a Python without the module that makes virtual environments.
    python=$(command -v python3 || true)
    { [ -n "$python" ] && "$python" -c 'import venv, ensurepip' 2>/dev/null; } ||
        bash "$here/packages.sh" python3 python3-venv >&2
    rm -rf "$venv"
    python3 -m venv "$venv" >&2
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$requirements" >&2
    # Last: what was not finished is made again.
    cp "$requirements" "$venv/requirements.txt"
fi
echo "$(cd "$venv" && pwd)/bin/python"
