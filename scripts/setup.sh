#!/bin/sh
# Makes sure that what the HiGHS build needs is there: cmake, a C++ compiler, libclang (for bindgen).
# As root on Debian or Ubuntu the missing packages are installed; elsewhere the one line to run is printed.
# Running it again costs nothing.
set -eu

missing=""
command -v cargo >/dev/null 2>&1 || {
    echo "buildout needs Rust (cargo); install it with rustup, then run this again." >&2
    exit 1
}
command -v cmake >/dev/null 2>&1 || missing="$missing cmake"
command -v c++ >/dev/null 2>&1 || command -v g++ >/dev/null 2>&1 || command -v clang++ >/dev/null 2>&1 ||
    missing="$missing g++"

have_libclang() {
    [ -n "${LIBCLANG_PATH:-}" ] && return 0
    for dir in /usr/lib /usr/lib64 /usr/local/lib /usr/lib/llvm-*/lib /usr/lib/*-linux-gnu \
        /opt/homebrew/opt/llvm/lib /usr/local/opt/llvm/lib /Library/Developer/CommandLineTools/usr/lib; do
        for lib in "$dir"/libclang.so "$dir"/libclang-*.so "$dir"/libclang-*.so.* "$dir"/libclang.so.* \
            "$dir"/libclang.dylib; do
            case "$lib" in *libclang-cpp*) continue ;; esac
            [ -e "$lib" ] && return 0
        done
    done
    return 1
}
have_libclang || missing="$missing libclang-dev"

[ -z "$missing" ] && exit 0

if command -v apt-get >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then
        echo "installing:$missing" >&2
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
        exit 0
    fi
    echo "missing:$missing. Run this, then try again:" >&2
    echo "  sudo apt-get install -y$missing" >&2
elif command -v dnf >/dev/null 2>&1; then
    echo "missing:$missing. Run this, then try again:" >&2
    echo "  sudo dnf install -y cmake gcc-c++ clang-devel" >&2
elif command -v brew >/dev/null 2>&1; then
    echo "missing:$missing. Run this, then try again:" >&2
    echo "  brew install cmake llvm" >&2
else
    echo "missing:$missing. Install cmake, a C++ compiler and libclang with your package manager." >&2
fi
exit 1
