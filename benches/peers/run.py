"""Compares buildout with HiGHS alone, SCIP and CBC on this machine; see README.md beside this file."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import time
from importlib import metadata
from pathlib import Path

import instances
import report
import solvers
from instances import SHIPPED, SIZES, Instance
from solvers import buildout, cbc, highs, scip
from trajectory import Event

ROOT = Path(__file__).resolve().parents[2]
SOLVERS = {
    "buildout": buildout.solve,
    "highs": highs.solve,
    "highs-parallel": highs.solve_parallel,
    "scip": scip.solve,
    "cbc": cbc.solve,
}
SECONDS = {"S": 10.0, "M": 20.0, "L": 120.0, "XL": 300.0, "XXL": 900.0, SHIPPED: 60.0}

Events = dict[tuple[str, str], list[Event]]  # by instance and solver


def one_of(known: list[str], what: str):
    """Parser of a comma-separated list of names."""

    def parse(text: str) -> list[str]:
        names = list(dict.fromkeys(name.strip() for name in text.split(",")))
        for name in names:
            if name not in known:
                raise argparse.ArgumentTypeError(f"no {what} is called `{name}`; there are {', '.join(known)}")
        return names

    return parse


def seeds(text: str) -> list[int]:
    try:
        values = list(dict.fromkeys(int(seed) for seed in text.split(",")))
    except ValueError:
        values = [-1]
    if min(values) < 0:
        raise argparse.ArgumentTypeError(f"`{text}` is no list of seeds; whole numbers from 0, as in 1,2,3")
    return values


def limits(text: str) -> dict[str, float]:
    """`S=10,L=60` over the defaults."""
    result = dict(SECONDS)
    for part in text.split(","):
        size, _, seconds = part.partition("=")
        try:
            result[size.strip()] = float(seconds.strip().removesuffix("s"))
        except ValueError:
            raise argparse.ArgumentTypeError(f"`{part}` is no time limit; write SIZE=SECONDS, as in S=10") from None
        if size.strip() not in SECONDS:
            raise argparse.ArgumentTypeError(f"no size is called `{size}`; there are {', '.join(SECONDS)}")
        if not 0 < result[size.strip()] < float("inf"):
            raise argparse.ArgumentTypeError(f"`{part}`: the time limit must be above 0 seconds")
    return result


def percentage(text: str) -> float:
    try:
        value = float(text.removesuffix("%")) / 100
    except ValueError:
        value = -1.0
    if not text.endswith("%") or not 0 <= value < 1:
        raise argparse.ArgumentTypeError(f"`{text}` is no gap; write percent, as in 0.01%")
    return value


def threads(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"`{text}` is no number of threads; 1 or more")
    return int(text)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="benches/peers/run.sh",
        description="Runs buildout, HiGHS alone, SCIP and CBC on the same programs at equal time and threads.",
        epilog="Runs are always one after the other, never at once: on a shared machine they would measure each "
        "other. Without --sizes and --shipped: sizes S, M, L, XL and the shipped scenarios. Exit codes: 0; 1 if a "
        "solver failed or two contradict each other; 2 wrong arguments; 130 interrupted, what was measured is kept.",
    )
    default_times = ",".join(f"{size}={seconds:g}" for size, seconds in SECONDS.items())
    add = parser.add_argument
    add("--sizes", type=one_of(SIZES, "size"), metavar="S,M,..", help=f"synthetic instances: {', '.join(SIZES)}")
    add("--seeds", type=seeds, default=[1, 2, 3], metavar="1,2,..", help="one instance a size and seed (1,2,3)")
    add("--shipped", action="store_true", help="the scenarios in inputs/")
    add(
        "--solvers",
        type=one_of(list(SOLVERS), "solver"),
        default=["buildout", "highs", "scip", "cbc"],
        metavar="A,B,..",
        help=f"of {', '.join(SOLVERS)} (all but highs-parallel)",
    )
    add("--threads", type=threads, default=2, metavar="N", help="for each solver (2); SCIP always works on one")
    add("--time", type=limits, default=SECONDS, metavar="S=10,..", help=f"seconds by size ({default_times})")
    add("--gap", type=percentage, default=1e-4, metavar="PERCENT", help="relative gap at which to stop (0.01%%)")
    add("--buildout", type=Path, default=ROOT / "target/release/buildout", metavar="FILE", help="the program")
    add("--out", type=Path, metavar="DIR", help="folder for the results (target/peers/<date>)")
    options = parser.parse_args()
    if options.sizes is None:
        options.sizes = [] if options.shipped else ["S", "M", "L", "XL"]
        options.shipped = True
    if not options.buildout.exists():
        parser.error(f"there is no {options.buildout.name} to run; build it first: make build")
    options.buildout = options.buildout.resolve()
    options.out = (options.out or ROOT / "target/peers" / time.strftime("%Y-%m-%dT%H%M%S")).resolve()
    if (options.out / "summary.csv").exists():
        parser.error(f"{options.out.name} already has results; give another --out")
    return options


def machine() -> dict:
    """What the numbers depend on, without names of people, hosts or folders."""
    cpu = platform.processor()
    info = Path("/proc/cpuinfo")
    if info.exists():
        models = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        cpu = models[0] if models else cpu
    git = ["git", "-C", str(ROOT)]
    try:
        commit = solvers.output([*git, "rev-parse", "HEAD"])
        changed = bool(solvers.output([*git, "status", "--porcelain", "--", "src", "Cargo.toml", "Cargo.lock"]))
    except (OSError, subprocess.CalledProcessError):
        commit, changed = "unknown", None
    return {
        "cpu": cpu,
        "cores": os.cpu_count(),
        "memory_gb": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9, 1),
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "load_before": os.getloadavg()[0],
        "commit": commit,
        "source_changed_since_commit": changed,
        "packages": {name: metadata.version(name) for name in ("highspy", "PySCIPOpt", "PuLP", "matplotlib")},
    }


def prepare(options: argparse.Namespace) -> list[Instance]:
    folder = options.out / "instances"
    folder.mkdir(parents=True)
    found = [
        instances.synthetic(options.buildout, folder, size, seed) for size in options.sizes for seed in options.seeds
    ]
    if options.shipped:
        files = sorted((ROOT / "inputs").glob("*.yaml"))
        found += [instances.shipped(options.buildout, folder, file) for file in files]
    return found


def measure_all(options: argparse.Namespace, rows: list[report.Row], events: Events) -> None:
    """Fills `rows` and `events`, and the CSV files, run by run."""
    runs = options.out / "runs"
    runs.mkdir()
    for instance in prepare(options):
        limit = options.time[instance.size]
        for name in options.solvers:
            task = solvers.Task(
                instance.scenario,
                instance.program,
                limit,
                options.threads,
                options.gap,
                runs / f"{instance.name}.{name}",
                options.buildout,
            )
            row, found = report.row(instance, name, limit, SOLVERS[name](task))
            rows.append(row)
            events[instance.name, name] = found
            report.append(options.out / "summary.csv", report.Row._fields, [row])
            header = ("instance", "solver", *Event._fields)
            report.append(options.out / "trajectory.csv", header, [(instance.name, name, *event) for event in found])
            print(report.line(row), flush=True)


def conclude(options: argparse.Namespace, rows: list[report.Row], events: Events) -> bool:
    """Medians, plot and checks over what was measured; true if nothing is wrong."""
    if not rows:
        return True
    middle = report.medians(rows)
    report.append(options.out / "medians.csv", report.Median._fields, middle)
    report.plot(rows, events, options.out)
    print(f"\nMedians over the instances of a size\n{report.median_table(middle)}\n")
    right = True
    for row in rows:
        if row.status.startswith(("failed", "killed")):
            print(f"FAILED: {row.solver} on {row.instance}: {row.status}; see runs/{row.instance}.{row.solver}.log")
            right = False
    for sentence in report.contradictions(rows):
        print(f"CONTRADICTION: {sentence}")
        right = False
    if right:
        print("No bound of any solver is above a plan of another on the same instance.")
    return right


def main() -> int:
    options = arguments()
    options.out.mkdir(parents=True, exist_ok=True)
    about = machine()
    about |= {"threads": options.threads, "gap": options.gap}
    about |= {"buildout": solvers.output([str(options.buildout), "--version"])}
    (options.out / "machine.json").write_text(json.dumps(about, indent=2) + "\n")
    print(f"{about['cpu']}, {about['cores']} cores, {about['memory_gb']} GB; {options.threads} threads", end="")
    print(f", gap {100 * options.gap:g} %")
    if about["load_before"] > 0.5:
        print(f"warning: the machine is busy (load {about['load_before']:.1f}): times will be too long and uneven")
    count = len(options.seeds) * len(options.solvers)
    most = sum(count * options.time[size] for size in options.sizes)
    most += len(options.solvers) * options.time[SHIPPED] * len(list((ROOT / "inputs").glob("*.yaml"))) * options.shipped
    print(f"at most about {most / 60:.0f} min\n\n{report.HEADER}", flush=True)

    rows: list[report.Row] = []
    events: Events = {}
    interrupted = False
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # a polite kill is a Ctrl-C: no solver is left behind
    try:
        measure_all(options, rows, events)
    except KeyboardInterrupt:
        interrupted = True
        print("\ninterrupted; what follows is what was measured until then")
    right = conclude(options, rows, events)
    linked = {row.version.rpartition(" ")[2] for row in rows if row.solver == "buildout" and row.version}
    alone = {row.version for row in rows if row.solver.startswith("highs") and row.version}
    if linked and alone and linked != alone:
        print(
            f"warning: buildout links HiGHS {', '.join(linked)} but HiGHS alone is {', '.join(alone)}; "
            "make them equal in requirements.txt"
        )
    if "scip" in options.solvers and options.threads > 1:
        print("note: SCIP works on one thread")
    if any(solvers.END_ONLY in row.status for row in rows):
        print(
            "note: `end only`: this buildout writes no trajectory.csv, so its first plan and PD integral are upper "
            "limits, not measurements"
        )
    print(f"results in {os.path.relpath(options.out)}")
    return 130 if interrupted else 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
