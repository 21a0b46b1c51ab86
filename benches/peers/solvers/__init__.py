"""One module a solver, each with `solve(task) -> Outcome`."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import measure
import trajectory
from trajectory import Event

PEERS = Path(__file__).resolve().parent.parent

# Marks a run of which only the end is known: its first plan and its integral are too late and too large.
END_ONLY = ", end only"


class Task(NamedTuple):
    """One run: an instance and the conditions that are the same for all solvers."""

    scenario: Path  # YAML, for buildout
    program: Path  # MPS, for the others
    limit: float
    threads: int
    gap: float  # relative, 1e-4 is 0.01 %
    files: Path  # prefix of what this run may write
    buildout: Path  # the program

    def file(self, suffix: str) -> Path:
        return self.files.with_name(self.files.name + suffix)


class Outcome(NamedTuple):
    """What came back. `status`: optimal (within the gap), limit, infeasible, failed, killed or the solver's word."""

    events: list[Event]
    status: str
    version: str
    threads: int
    seconds: float
    peak_mb: float


def ended(finished: measure.Finished, status: str | None) -> str:
    """The solver's own status, unless it did not live to give one."""
    if finished.killed:
        return "killed"
    return status if status and finished.code == 0 else f"failed ({finished.code})"


def in_python(name: str, task: Task, threads: int, *options: str) -> Outcome:
    """Runs the module `solvers.<name>` as a process of its own; its clock starts when it starts to read the program."""
    events, result = task.file(".events.csv"), task.file(".result.json")
    command = [sys.executable, "-B", "-m", f"solvers.{name}", str(task.program), str(events), str(result)]
    command += [repr(task.limit), str(threads), repr(task.gap), *options]
    finished = measure.run(command, task.file(".log"), task.limit, folder=PEERS)
    said = json.loads(result.read_text()) if result.exists() else {}
    return Outcome(
        trajectory.read(events),
        ended(finished, said.get("status")),
        said.get("version", ""),
        threads,
        said.get("seconds", finished.seconds),
        finished.peak_mb,
    )


def arguments() -> tuple:
    """In such a process: program, recorder (whose clock starts now), result file, limit, threads, gap, options."""
    program, events, result, limit, threads, gap, *options = sys.argv[1:]
    return program, trajectory.Recorder(Path(events)), Path(result), float(limit), int(threads), float(gap), *options


def finish(recorder: trajectory.Recorder, result: Path, status: str, version: str) -> None:
    """In such a process: the last lines."""
    seconds = recorder.seconds()
    recorder.close()
    result.write_text(json.dumps({"status": status, "version": version, "seconds": seconds}))


def output(command: list[str]) -> str:
    """What a short command prints on stdout."""
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
