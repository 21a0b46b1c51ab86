#!/bin/sh
# Builds the book (docs/) into target/book and fails on any warning. mdBook itself is built once, from
# its published crate, into target/tools: a pinned version, without the web server it can also be.
set -eu
cd "$(dirname "$0")/.."

version=0.5.4
tool=target/tools/bin/mdbook
if [ ! -x "$tool" ] || [ "$("$tool" --version)" != "mdbook v$version" ]; then
    echo "building mdBook $version (once)" >&2
    cargo install mdbook --version "$version" --locked --no-default-features --root target/tools --quiet
fi
log=$(mktemp)
trap 'rm -f "$log"' EXIT
"$tool" build docs --dest-dir "$PWD/target/book" 2>"$log" || {
    cat "$log" >&2
    exit 1
}
if grep -qE 'WARN|ERROR' "$log"; then
    cat "$log" >&2
    exit 1
fi
