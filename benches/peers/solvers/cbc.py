"""CBC, the executable that PuLP brings along, with its defaults; plans and bounds are read off its log."""

from __future__ import annotations

import re
import sys
from decimal import Decimal

import measure
import solvers
from trajectory import Event

NUMBER = r"(-?[\d.]+(?:e[+-]?\d+)?)"
PLANS = [
    re.compile(rf"Integer solution of {NUMBER} found"),
    re.compile(rf"^Objective value: +{NUMBER}$"),
]
BOUNDS = [
    re.compile(rf"^Continuous objective value is {NUMBER}"),
    re.compile(rf"cuts changed objective from \S+ to {NUMBER} in"),
    re.compile(rf"best possible {NUMBER}"),
    re.compile(rf"^Lower bound: +{NUMBER}$"),
]
RESULTS = {"Optimal": "optimal", "Stopped on": "limit", "Problem proven infeasible": "infeasible"}


class Log:
    """Reads the log line by line."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.status: str | None = None
        self.version = ""
        self._bounded = False

    def line(self, seconds: float, text: str) -> None:
        if found := re.match(r"Version: (\S+)", text):
            self.version = found[1]
        if text.startswith("Result - "):
            said = text.removeprefix("Result - ")
            self.status = next((name for start, name in RESULTS.items() if said.startswith(start)), said)
        for pattern in PLANS:
            if found := pattern.search(text):
                self.events.append(Event(seconds, rounded(found[1], up=True), None))
        for pattern in BOUNDS:
            if found := pattern.search(text):
                self.events.append(Event(seconds, None, rounded(found[1], up=False)))
        self._bounded = self._bounded or text.startswith("Lower bound:")
        if self.status == "optimal" and text.startswith("Enumerated nodes:") and not self._bounded:
            # Printed after the block with the lower bound, which CBC leaves out where it equals the plan.
            plans = [event.incumbent for event in self.events if event.incumbent is not None]
            self.events.append(Event(seconds, None, min(plans)))


def rounded(text: str, up: bool) -> float:
    """A printed number, half a unit of its last digit to the safe side: the log shows 6 to 8 digits of it."""
    number = Decimal(text)
    half = Decimal((0, (5,), number.as_tuple().exponent - 1))
    return float(number + half if up else number - half)


def executable() -> str:
    """Asked in another process, so that this one stays small."""
    return solvers.output([sys.executable, "-c", "import pulp; print(pulp.PULP_CBC_CMD().path)"])


def solve(task: solvers.Task) -> solvers.Outcome:
    command = [executable(), str(task.program), "-timeMode", "elapsed", "-sec", repr(task.limit)]
    command += ["-threads", str(task.threads)] if task.threads > 1 else []
    command += ["-ratioGap", repr(task.gap), "-solve", "-quit"]
    log = Log()
    finished = measure.run(command, task.file(".log"), task.limit, log.line)
    status = solvers.ended(finished, log.status)
    return solvers.Outcome(log.events, status, log.version, task.threads, finished.seconds, finished.peak_mb)
