"""buildout itself, on the scenario: its time includes reading the YAML and building the program."""

from __future__ import annotations

import json

import measure
import solvers
import trajectory
from trajectory import Event

STATUS = {0: "optimal", 3: "infeasible", 4: "limit", 5: "limit"}  # docs/exit-codes.md


def solve(task: solvers.Task) -> solvers.Outcome:
    run = task.file(".run")
    command = [str(task.buildout), "solve", str(task.scenario), "--time-limit", f"{task.limit:.10g}s"]
    command += ["--threads", str(task.threads), "--gap", f"{100 * task.gap:.10g}%", "-o", str(run)]
    finished = measure.run(command, task.file(".log"), task.limit)
    status = "killed" if finished.killed else STATUS.get(finished.code, f"failed ({finished.code})")
    manifest_file = run / "manifest.json"
    manifest = json.loads(manifest_file.read_text()) if manifest_file.exists() else {}
    versions = manifest.get("versions", {})
    version = f"{versions.get('buildout', '')} HiGHS {versions.get('highs', '')}" if versions else ""
    if manifest and not (run / "trajectory.csv").exists():
        status += solvers.END_ONLY
    return solvers.Outcome(
        events(task, manifest), status, version, task.threads, finished.seconds, finished.peak_mb
    )


def events(task: solvers.Task, manifest: dict) -> list[Event]:
    """What the run directory says; its trajectory counts from the start of the solve, ours from that of the process.

    A run directory without a trajectory still has the last plan and bound, which then seem to come at the end; the
    status says so.
    """
    seconds = manifest.get("seconds", {})
    before = seconds.get("load", 0.0) + seconds.get("build", 0.0)
    found = trajectory.read(task.file(".run") / "trajectory.csv", shift=before)
    if manifest:
        end = before + seconds.get("solve", 0.0)
        found.append(Event(end, manifest.get("objective"), manifest.get("best_bound")))
    return found
