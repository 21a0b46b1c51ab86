"""What a solver knew when: events, the gap between plan and bound, and the area under it.

Every program here is a minimisation, so incumbents fall and bounds rise.
"""

from __future__ import annotations

import csv
import math
import time
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

# A solver that polishes its bound a thousand times a second would fill the disk, not the picture.
BOUND_EVERY = 0.05


class Event(NamedTuple):
    """Best plan and best bound known after so many seconds; None where there is none yet."""

    seconds: float
    incumbent: float | None
    bound: float | None


def known(value: float | None) -> float | None:
    """The value, or None where a solver's "infinity" (1e20, 1e50, inf) says that it knows nothing."""
    return value if value is not None and math.isfinite(value) and abs(value) < 1e20 else None


def best_so_far(events: Iterable[Event]) -> list[Event]:
    """Events in time order, each with the best of both sides up to then; those that improve nothing are left out.

    Threads report out of order, and a heuristic may report a plan that is worse than the incumbent.
    """
    result: list[Event] = []
    plan: float | None = None
    bound: float | None = None
    for event in sorted(events, key=lambda event: event.seconds):
        incumbent, dual = known(event.incumbent), known(event.bound)
        better_plan = incumbent is not None and (plan is None or incumbent < plan)
        better_bound = dual is not None and (bound is None or dual > bound)
        plan = incumbent if better_plan else plan
        bound = dual if better_bound else bound
        if better_plan or better_bound:
            result.append(Event(event.seconds, plan, bound))
    return result


def gap(plan: float | None, bound: float | None) -> float:
    """|p - d| / max(|p|, |d|), at most 1, and 1 while either is missing."""
    if plan is None or bound is None:
        return 1.0
    if plan == bound:
        return 0.0
    return min(1.0, abs(plan - bound) / max(abs(plan), abs(bound)))


def primal_dual_integral(events: Iterable[Event], limit: float) -> float:
    """Area under the gap over [0, limit], in seconds: 0 is perfect at once, `limit` is nothing ever.

    After the last event the gap stays where it is, also when the solver stopped early. The primal integral of
    Berthold, "Measuring the impact of primal heuristics", Operations Research Letters 41 (2013), with the gap to the
    solver's own bound in place of the gap to the optimum, as solvers and the MIPLIB benchmarks report it.
    """
    area, since, height = 0.0, 0.0, 1.0
    for event in best_so_far(events):
        now = min(max(event.seconds, 0.0), limit)
        area += height * (now - since)
        since, height = now, gap(event.incumbent, event.bound)
    return area + height * (limit - since)


def first_plan(events: Iterable[Event]) -> float | None:
    """Seconds to the first plan."""
    return min((event.seconds for event in events if known(event.incumbent) is not None), default=None)


def read(path: Path, shift: float = 0.0) -> list[Event]:
    """Events from a CSV file with columns seconds, incumbent, bound (others are ignored, empty means unknown).

    `shift` seconds are added to each; a last line cut short by a kill is left out.
    """
    if not path.exists():
        return []
    whole = path.read_text().rpartition("\n")[0]
    events = []
    for row in csv.DictReader(whole.splitlines()):
        seconds, incumbent, bound = (float(row[key]) if row[key] else None for key in Event._fields)
        events.append(Event(seconds + shift, incumbent, bound))
    return events


class Recorder:
    """Writes events as they happen, so that a run that is killed keeps what it had."""

    def __init__(self, path: Path) -> None:
        self.start = time.monotonic()
        self.plan: float | None = None
        self.bound: float | None = None
        self._file = path.open("w", newline="")
        self._writer = csv.writer(self._file)
        self._writer.writerow(Event._fields)
        self._waiting: Event | None = None
        self._written = -BOUND_EVERY

    def seconds(self) -> float:
        """Seconds since the recorder was made: the clock of the run."""
        return time.monotonic() - self.start

    def add(self, incumbent: float | None, bound: float | None) -> None:
        """Takes note of a plan and a bound; only improvements are written, bounds not too often."""
        incumbent, bound = known(incumbent), known(bound)
        better_plan = incumbent is not None and (self.plan is None or incumbent < self.plan)
        better_bound = bound is not None and (self.bound is None or bound > self.bound)
        if self._file.closed or not (better_plan or better_bound):
            return  # closed: solvers still report while they are taken apart
        self.plan = incumbent if better_plan else self.plan
        self.bound = bound if better_bound else self.bound
        event = Event(self.seconds(), self.plan, self.bound)
        if better_plan or event.seconds >= self._written + BOUND_EVERY:
            self._write(event)
        else:
            self._waiting = event

    def close(self) -> None:
        """Writes what was held back."""
        if self._waiting is not None:
            self._write(self._waiting)
        self._file.close()

    def _write(self, event: Event) -> None:
        self._waiting = None
        self._written = event.seconds
        self._writer.writerow([f"{event.seconds:.3f}", *("" if x is None else repr(x) for x in event[1:])])
        self._file.flush()
