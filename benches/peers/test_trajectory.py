"""python -m unittest, in this folder; the numbers are worked out by hand."""

import tempfile
import unittest
from pathlib import Path

import report
import trajectory
from solvers.cbc import Log, rounded
from trajectory import Event


class Integral(unittest.TestCase):
    def test_gap(self) -> None:
        self.assertEqual(trajectory.gap(None, 5.0), 1.0)
        self.assertEqual(trajectory.gap(200.0, 150.0), 0.25)
        self.assertEqual(trajectory.gap(10.0, -10.0), 1.0)
        self.assertEqual(trajectory.gap(0.0, 0.0), 0.0)

    def test_area(self) -> None:
        # No plan for 2 s (area 2), gap 50 % for 3 s (1.5), 25 % for 5 s (1.25): 4.75 of 10 s.
        events = [Event(1, None, 100), Event(2, 200, 100), Event(5, 200, 150)]
        self.assertAlmostEqual(trajectory.primal_dual_integral(events, 10), 4.75)

    def test_area_stops_at_the_limit_and_goes_on_after_an_early_end(self) -> None:
        self.assertAlmostEqual(trajectory.primal_dual_integral([], 10), 10)
        self.assertAlmostEqual(trajectory.primal_dual_integral([Event(4, 100, 100)], 10), 4)
        self.assertAlmostEqual(trajectory.primal_dual_integral([Event(12, 100, 100)], 10), 10)

    def test_worse_and_late_reports_change_nothing(self) -> None:
        events = [Event(3, 120, None), Event(1, None, 50), Event(4, 130, 40), Event(2, 100, 1), Event(5, 1e50, -1e20)]
        self.assertEqual(trajectory.best_so_far(events), [Event(1, None, 50), Event(2, 100, 50)])
        self.assertEqual(trajectory.first_plan(events), 2)

    def test_reads_what_a_killed_run_left(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "trajectory.csv"
            file.write_text("seconds,incumbent,bound,source\n0.5,,10,root\n1.5,20,,dive\n2.5,1")
            self.assertEqual(trajectory.read(file, shift=0.5), [Event(1, None, 10), Event(2, 20, None)])


class Cbc(unittest.TestCase):
    LOG = """Version: 2.10.3
Continuous objective value is 1029.99 - 0.07 seconds
Cbc0038I Mini branch and bound improved solution from 1e+50 to 1720.85 (1.09 seconds)
Cbc0012I Integer solution of 1318.3237 found by feasibility pump after 0 iterations and 0 nodes (2.34 seconds)
Cbc0013I At root node, 41 cuts changed objective from 1030.7025 to 1068.9739 in 8 passes
Cbc0010I After 0 nodes, 1 on tree, 1e+50 best solution, best possible 1069.5 (3.12 seconds)
Cbc0005I Partial search - best objective 1318.3237 (best possible 1070), took 2641 iterations and 6 nodes (6.07 seconds)
"""

    def read(self, text: str) -> Log:
        log = Log()
        for second, line in enumerate(text.splitlines()):
            log.line(float(second), line)
        return log

    def test_log(self) -> None:
        log = self.read(self.LOG + "Result - Stopped on time limit\nObjective value:                1318.32365435\n")
        expected = [
            Event(1, None, 1029.985),
            Event(3, 1318.32375, 1029.985),
            Event(4, 1318.32375, 1068.97385),
            Event(5, 1318.32375, 1069.45),
            Event(6, 1318.32375, 1069.5),
            Event(8, 1318.323654355, 1069.5),
        ]
        self.assertEqual(trajectory.best_so_far(log.events), expected)
        self.assertEqual((log.version, log.status), ("2.10.3", "limit"))

    def test_an_optimum_is_its_own_bound(self) -> None:
        proven = "Result - Optimal solution found\n\nObjective value:      -20.5\nEnumerated nodes:     0"
        last = trajectory.best_so_far(self.read(proven).events)[-1]
        self.assertAlmostEqual(last.incumbent, -20.45)
        self.assertEqual(last.incumbent, last.bound)

    def test_within_the_gap_is_not_an_optimum(self) -> None:
        near = (
            "Result - Optimal solution found (within gap tolerance)\n\n"
            "Objective value:      100.5\nLower bound:      100.25\nEnumerated nodes:     0"
        )
        last = trajectory.best_so_far(self.read(near).events)[-1]
        self.assertAlmostEqual(last.bound, 100.245)

    def test_rounding_is_to_the_safe_side(self) -> None:
        self.assertAlmostEqual(rounded("12030.7", up=False), 12030.65)
        self.assertAlmostEqual(rounded("1.25e+06", up=True), 1255000)


class Contradictions(unittest.TestCase):
    def row(self, solver: str, plan: float | None, bound: float | None) -> report.Row:
        return report.Row("S-1", "S", "1", solver, "", 2, 10.0, 0.1, plan, bound, 0.0, 0.0, 1.0, 1.0, "limit")

    def test_a_bound_above_a_plan_names_both(self) -> None:
        fine = [self.row("scip", 100.0, 99.0), self.row("cbc", None, 100.00005), self.row("highs", 101.0, None)]
        self.assertEqual(report.contradictions(fine), [])
        [sentence] = report.contradictions([*fine, self.row("buildout", 102.0, 100.5)])
        self.assertIn("bound of buildout", sentence)
        self.assertIn("plan of scip", sentence)


if __name__ == "__main__":
    unittest.main()
