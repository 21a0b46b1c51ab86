#!/usr/bin/env sh
# Compares buildout with HiGHS alone, SCIP and CBC on this machine; `run.sh --help` lists the options.
# The solvers live in target/peers/venv, made again whenever requirements.txt changes.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
venv=$here/../../target/peers/venv
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    echo "making target/peers/venv" >&2
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi
exec "$venv/bin/python" -B "$here/run.py" "$@"
