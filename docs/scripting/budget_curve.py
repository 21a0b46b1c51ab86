"""Draws what a sweep of one input comes to: cost with what the gap leaves open, and demand not served.

    python docs/scripting/budget_curve.py RESULTS.parquet CURVE.png [INPUT]

INPUT is the column of the input, such as "budget.capex.at_most [times]"; without it, the sweep's first one.
Needs pandas, pyarrow and matplotlib (docs/scripting/requirements.txt).
"""

import sys

import matplotlib

matplotlib.use("Agg")  # a file, no window
import matplotlib.pyplot as plt
import pandas as pd

EDGES = ("number", "case", "scenario")  # what stands before the inputs; they end at "status"


def inputs(rows: pd.DataFrame) -> list[str]:
    """The columns of what was varied and is a quantity."""
    names = list(rows.columns[: rows.columns.get_loc("status")])
    return [name for name in names if name not in EDGES and pd.api.types.is_numeric_dtype(rows[name])]


def draw(rows: pd.DataFrame, varied: str) -> plt.Figure:
    rows = rows.sort_values(varied)
    planned = rows[rows["objective_musd"].notna()]
    without = rows[rows["objective_musd"].isna()]
    unmet = [name for name in rows.columns if name.startswith("unmet_") and name.endswith("_percent")]

    figure, (cost, demand) = plt.subplots(2, 1, sharex=True, figsize=(8, 7), height_ratios=(2, 1), layout="constrained")
    cost.fill_between(planned[varied], planned["best_bound_musd"], planned["objective_musd"],
                      alpha=0.25, linewidth=0, label="between bound and plan")
    cost.plot(planned[varied], planned["objective_musd"], marker="o", label="best plan found")
    if len(without):
        # On the axis itself: there is no cost to draw.
        cost.plot(without[varied], [0] * len(without), "x", color="tab:red", clip_on=False,
                  transform=cost.get_xaxis_transform(), label="no plan: " + ", ".join(sorted(set(without["status"]))))
    cost.set_ylabel("objective, MUSD of present value")
    cost.legend()
    for name in unmet:
        label = name.removeprefix("unmet_").removesuffix("_percent")
        demand.plot(planned[varied], planned[name], marker="o", label=label)
    demand.set_ylabel("demand not served, %")
    demand.set_ylim(bottom=0)
    demand.set_xlabel(varied)
    if unmet:
        demand.legend()
    for axes in (cost, demand):
        axes.grid(alpha=0.3)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(f"{len(rows)} cases, {len(planned)} with a plan")
    return figure


def main() -> int:
    if len(sys.argv) not in (3, 4):
        print(__doc__, file=sys.stderr)
        return 2
    rows = pd.read_parquet(sys.argv[1])
    known = inputs(rows)
    varied = sys.argv[3] if len(sys.argv) == 4 else next(iter(known), None)
    if varied not in known:
        print(f"no such input: {varied}; there are {', '.join(known) or 'none with numbers'}", file=sys.stderr)
        return 2
    draw(rows, varied).savefig(sys.argv[2], dpi=120)
    print(f"{varied}: {len(rows)} cases drawn to {sys.argv[2]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
