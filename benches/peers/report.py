"""Rows, tables, medians, the cross-check and the plot."""

from __future__ import annotations

import csv
import math
import statistics
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

import trajectory
from instances import Instance
from solvers import Outcome
from trajectory import Event

TOLERANCE = 1e-6

# A solver is stopped by its own clock and may be a little late; what it reports after this much more does not count.
LATE_SHARE, LATE_SECONDS = 0.05, 0.5

COLOURS = {"buildout": "C3", "highs": "C0", "highs-parallel": "C9", "scip": "C2", "cbc": "C1"}


class Row(NamedTuple):
    """One run, as in summary.csv. Costs are in the unit of the scenario; gap is a fraction."""

    instance: str
    size: str
    seed: str
    solver: str
    version: str
    threads: int
    limit: float
    first_plan_s: float | None
    plan: float | None
    bound: float | None
    gap: float
    pd_integral: float
    peak_mb: float
    seconds: float
    status: str


class Median(NamedTuple):
    """Medians over the seeds of a size, as in medians.csv.

    How far plan and bound are from the best of all solvers on the same instance is measured as a gap; without a plan
    or a bound it is 100 %. The first plan is left empty where half of the runs have none.
    """

    size: str
    solver: str
    runs: int
    with_plan: int
    first_plan_s: float | None
    plan_above_best_pct: float
    bound_below_best_pct: float
    gap_pct: float
    pd_integral: float
    peak_mb: float
    seconds: float


def in_time(events: Iterable[Event], limit: float) -> list[Event]:
    """The improvements that count."""
    return [event for event in trajectory.best_so_far(events) if event.seconds <= latest(limit)]


def latest(limit: float) -> float:
    """Seconds up to which a run is in time."""
    return limit + max(LATE_SHARE * limit, LATE_SECONDS)


def row(instance: Instance, solver: str, limit: float, outcome: Outcome) -> tuple[Row, list[Event]]:
    """The row of a run and the events it rests on."""
    events = in_time(outcome.events, limit)
    plan, bound = (events[-1].incumbent, events[-1].bound) if events else (None, None)
    return Row(
        instance.name,
        instance.size,
        instance.seed,
        solver,
        outcome.version,
        outcome.threads,
        limit,
        trajectory.first_plan(events),
        plan,
        bound,
        trajectory.gap(plan, bound),
        trajectory.primal_dual_integral(events, limit),
        outcome.peak_mb,
        outcome.seconds,
        outcome.status + (", late" if outcome.seconds > latest(limit) else ""),
    ), events


def append(path: Path, header: Iterable[str], rows: Iterable[Iterable]) -> None:
    """Appends to a CSV file, with the header first if the file is new."""
    new = not path.exists()
    with path.open("a", newline="") as file:
        writer = csv.writer(file)
        if new:
            writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> object:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else value


def number(value: float | None, decimals: int) -> str:
    """For tables: `-` for nothing."""
    return "-" if value is None else f"{value:,.{decimals}f}"


HEADER = (
    f"{'instance':<22} {'solver':<14} {'first plan s':>12} {'plan':>14} {'bound':>14} {'gap %':>8} "
    f"{'PD int. s':>9} {'peak MB':>8} {'seconds':>8}  status"
)


def line(row: Row) -> str:
    """One run as one line under HEADER."""
    return (
        f"{row.instance:<22} {row.solver:<14} {number(row.first_plan_s, 2):>12} {number(row.plan, 3):>14} "
        f"{number(row.bound, 3):>14} {100 * row.gap:>8.3f} {row.pd_integral:>9.2f} {row.peak_mb:>8,.0f} "
        f"{row.seconds:>8.1f}  {row.status}"
    )


def medians(rows: list[Row]) -> list[Median]:
    """One for each size and solver, in the order of the runs."""
    best_plan: dict[str, float] = {}
    best_bound: dict[str, float] = {}
    for row in rows:
        if row.plan is not None:
            best_plan[row.instance] = min(row.plan, best_plan.get(row.instance, math.inf))
        if row.bound is not None:
            best_bound[row.instance] = max(row.bound, best_bound.get(row.instance, -math.inf))

    def above(row: Row) -> float:
        return 100 * trajectory.gap(row.plan, best_plan.get(row.instance))

    def below(row: Row) -> float:
        return 100 * trajectory.gap(best_bound.get(row.instance), row.bound)

    result = []
    for size, solver in dict.fromkeys((row.size, row.solver) for row in rows):
        group = [row for row in rows if (row.size, row.solver) == (size, solver)]

        first = statistics.median(math.inf if row.first_plan_s is None else row.first_plan_s for row in group)
        result.append(
            Median(
                size,
                solver,
                len(group),
                sum(row.plan is not None for row in group),
                first if math.isfinite(first) else None,
                statistics.median(above(row) for row in group),
                statistics.median(below(row) for row in group),
                100 * statistics.median(row.gap for row in group),
                statistics.median(row.pd_integral for row in group),
                statistics.median(row.peak_mb for row in group),
                statistics.median(row.seconds for row in group),
            )
        )
    return result


def _by_instance(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.instance, []).append(row)
    return groups


def median_table(values: list[Median]) -> str:
    """The medians, aligned."""
    lines = [
        f"{'size':<8} {'solver':<14} {'plans':>7} {'first plan s':>12} {'plan above best %':>17} "
        f"{'bound below best %':>18} {'gap %':>8} {'PD int. s':>9} {'peak MB':>8} {'seconds':>8}"
    ]
    for m in values:
        plans = f"{m.with_plan}/{m.runs}"
        lines.append(
            f"{m.size:<8} {m.solver:<14} {plans:>7} {number(m.first_plan_s, 2):>12} "
            f"{number(m.plan_above_best_pct, 3):>17} {number(m.bound_below_best_pct, 3):>18} {m.gap_pct:>8.3f} "
            f"{m.pd_integral:>9.2f} {m.peak_mb:>8,.0f} {m.seconds:>8.1f}"
        )
    return "\n".join(lines)


def contradictions(rows: list[Row]) -> list[str]:
    """Pairs on one instance where a bound lies above a plan: one of the two must be wrong."""
    found = []
    for name, group in _by_instance(rows).items():
        for low in group:
            for high in group:
                if low.bound is None or high.plan is None:
                    continue
                excess = low.bound - high.plan
                if excess > TOLERANCE * max(1.0, abs(high.plan)):
                    found.append(
                        f"{name}: the bound of {low.solver} ({low.bound:.8g}) is above the plan of {high.solver} "
                        f"({high.plan:.8g}), by {excess / max(1.0, abs(high.plan)):.1e} of it"
                    )
    return found


def plot(rows: list[Row], events: dict[tuple[str, str], list[Event]], folder: Path) -> None:
    """Gap over time, one panel an instance, as gap.svg and gap.png."""
    import matplotlib  # only now: it is large, and see measure.run

    matplotlib.use("Agg")
    from matplotlib import pyplot

    groups = _by_instance(rows)
    columns = min(3, len(groups))
    lines = math.ceil(len(groups) / columns)
    figure, axes = pyplot.subplots(
        lines, columns, figsize=(4.2 * columns, 3.0 * lines + 0.5), squeeze=False, layout="constrained"
    )
    floor = 1e-3  # percent; a closed gap is drawn here
    for axis, (name, group) in zip(axes.flat, groups.items(), strict=False):
        limit = group[0].limit
        for row in group:
            run = events[row.instance, row.solver]
            end = max([min(row.seconds, limit), *(event.seconds for event in run)])
            times = [1e-3, *(max(event.seconds, 1e-3) for event in run), end]
            gaps = [1.0, *(trajectory.gap(event.incumbent, event.bound) for event in run), row.gap]
            heights = [max(100 * value, floor) for value in gaps]
            style = {"color": COLOURS[row.solver], "linewidth": 2.2 if row.solver == "buildout" else 1.4}
            axis.step(times, heights, where="post", label=row.solver, **style)
            axis.plot(times[-1:], heights[-1:], "o", color=COLOURS[row.solver], markersize=4)
        axis.set(xscale="log", yscale="log", xlim=(limit / 1000, limit * 1.2), ylim=(floor / 1.5, 150), title=name)
        axis.xaxis.set_major_formatter("{x:g}")
        axis.yaxis.set_major_formatter("{x:g}")
        axis.grid(alpha=0.3)
        axis.title.set_fontsize(10)
    for axis in list(axes.flat)[len(groups) :]:
        axis.set_visible(False)
    figure.supxlabel("seconds", fontsize=10)
    figure.supylabel("gap, %", fontsize=10)
    handles = {h.get_label(): h for axis in axes.flat for h in axis.get_lines() if not h.get_label().startswith("_")}
    figure.legend(handles.values(), handles.keys(), loc="outside upper center", ncols=len(handles), frameon=False)
    for kind in ("svg", "png"):
        figure.savefig(folder / f"gap.{kind}", dpi=130)
    pyplot.close(figure)
