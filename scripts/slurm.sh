#!/usr/bin/env bash
# A real Slurm of one node, for as long as a command runs:
#
#     scripts/slurm.sh COMMAND [ARGUMENT...]
#
# SLURM_CONF in the command's environment leads its sbatch, squeue and scancel here. Key, sockets, state and logs live in
# a folder of their own, both daemons listen on 127.0.0.1 (or where else in 127.0.0.0/8 the machine's name leads) on ports
# that were free, and all of it is ended and removed however the command ends; its exit code is this script's. A Slurm
# that the machine already has is not touched. Missing Debian packages are installed as root. No systemd is needed.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -gt 0 ] || {
    echo "usage: scripts/slurm.sh COMMAND [ARGUMENT...]" >&2
    exit 2
}
PATH=$PATH:/usr/sbin:/sbin

missing=""
for need in sbatch:slurm-client slurmctld:slurmctld slurmd:slurmd munged:munge; do
    command -v "${need%%:*}" >/dev/null || missing="$missing ${need##*:}"
done
[ -z "$missing" ] || bash "$here/packages.sh" slurm-wlm munge

# Slurm binds to the address of the machine's name. Where that is not one of this machine's own alone, the name gets
# one: in a view of the file system that only this script has, or in a container that forbids that in its own file.
name=$(hostname)
address() { { getent ahostsv4 "$name" || true; } | awk 'NR == 1 {print $1}'; }
restore_hosts=""
case "$(address)" in
127.*) ;;
*)
    line="127.0.0.1 localhost $name"
    if [ -z "${BUILDOUT_SLURM_HOSTS:-}" ] && unshare --mount true 2>/dev/null; then
        export BUILDOUT_SLURM_HOSTS=$line
        exec unshare --mount bash "$0" "$@"
    elif [ -n "${BUILDOUT_SLURM_HOSTS:-}" ]; then
        hosts=$(mktemp)
        { echo "$line" && cat /etc/hosts; } >"$hosts" 2>/dev/null || true
        mount --bind "$hosts" /etc/hosts
        rm -f "$hosts"
    elif [ -w /etc/hosts ]; then
        restore_hosts=$(cat /etc/hosts; echo .)
        # In place: a container's own file cannot be replaced.
        printf '%s\n%s' "$line" "${restore_hosts%.}" >/etc/hosts
    fi
    ;;
esac
restore() { [ -z "$restore_hosts" ] || printf '%s' "${restore_hosts%.}" >/etc/hosts; }
trap restore EXIT
address=$(address)
case "$address" in
127.*) ;;
*)
    echo "the name of this machine must lead to itself: put '127.0.0.1 $name' into /etc/hosts" >&2
    exit 1
    ;;
esac

dir=$(mktemp -d "${TMPDIR:-/tmp}/slurm.XXXXXX")
# Whoever asks munged for a credential must be able to reach its socket.
chmod 755 "$dir"
mkdir -m 755 "$dir/munge"
mkdir "$dir/state" "$dir/spool"
pids=()
finish() {
    local code=$?
    trap - EXIT INT TERM
    if [ -n "${started:-}" ]; then
        scancel --user="$(id -un)" --signal=KILL --full >/dev/null 2>&1 || true
        for _ in $(seq 50); do
            [ -n "$(squeue --noheader 2>/dev/null)" ] || break
            sleep 0.1
        done
    fi
    # In the order in which they need one another.
    local pid
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${pids[@]}"; do
        for _ in $(seq 50); do
            kill -0 "$pid" 2>/dev/null || break
            sleep 0.1
        done
        kill -KILL "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    if [ "$code" -ne 0 ]; then
        echo "== the last lines of Slurm's own logs" >&2
        tail -n 12 "$dir"/slurm*.log >&2 || true
    fi
    rm -rf "$dir"
    restore
    exit "$code"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

free_port() {
    local port
    while :; do
        port=$((20000 + RANDOM % 12000))
        # A port that refuses a connection has no listener.
        (exec 3<>"/dev/tcp/$address/$port") 2>/dev/null || break
    done
    echo "$port"
}
ctld_port=$(free_port)
d_port=$ctld_port
while [ "$d_port" = "$ctld_port" ]; do d_port=$(free_port); done
memory=$(awk '/^MemTotal:/ {print int($2 / 1024)}' /proc/meminfo)
sed -e "s|@DIR@|$dir|g" -e "s|@HOST@|${name%%.*}|g" -e "s|@ADDRESS@|$address|g" -e "s|@USER@|$(id -un)|g" \
    -e "s|@CPUS@|$(nproc)|g" -e "s|@MEMORY@|$memory|g" -e "s|@CTLD_PORT@|$ctld_port|g" -e "s|@D_PORT@|$d_port|g" \
    "$here/slurm.conf.in" >"$dir/slurm.conf"
export SLURM_CONF=$dir/slurm.conf

(umask 077 && head -c 1024 /dev/urandom >"$dir/munge/key")
munged --foreground --key-file="$dir/munge/key" --socket="$dir/munge/socket" --pid-file="$dir/munge/pid" \
    --log-file="$dir/munge/log" --seed-file="$dir/munge/seed" >"$dir/munged.log" 2>&1 &
munged=$!
pids=("$munged")
for _ in $(seq 100); do
    [ -S "$dir/munge/socket" ] && break
    kill -0 "$munged" 2>/dev/null || break
    sleep 0.1
done
slurmctld -D >/dev/null 2>&1 &
slurmctld=$!
slurmd -D >/dev/null 2>&1 &
slurmd=$!
pids=("$slurmd" "$slurmctld" "$munged")
started=yes

for _ in $(seq 300); do
    case "$(sinfo --noheader --format=%t 2>/dev/null)" in idle) break ;; esac
    for pid in "${pids[@]}"; do
        kill -0 "$pid" 2>/dev/null || {
            echo "a daemon of Slurm ended while starting" >&2
            exit 1
        }
    done
    sleep 0.2
done
[ "$(sinfo --noheader --format=%t 2>/dev/null)" = idle ] || {
    echo "the node of Slurm is not idle after a minute: $(sinfo --noheader 2>&1)" >&2
    exit 1
}
# In the background, so that a signal to this script is seen at once and ends everything. Jobs in the background of a
# script read nothing from the terminal.
"$@" </dev/null &
command=$!
trap 'kill -INT "$command" 2>/dev/null; exit 130' INT
trap 'kill -TERM "$command" 2>/dev/null; exit 143' TERM
wait "$command"
