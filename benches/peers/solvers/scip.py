"""SCIP, through PySCIPOpt, with its defaults.

SCIP's branch and bound is sequential: one thread, whatever `--threads` says. Its concurrent mode races copies of
itself and tells the outside nothing until they meet, so there would be no gap over time.
"""

from __future__ import annotations

import solvers


def solve(task: solvers.Task) -> solvers.Outcome:
    return solvers.in_python("scip", task, 1)


def main() -> None:
    import pyscipopt

    program, recorder, result, limit, _, gap = solvers.arguments()
    watched = pyscipopt.SCIP_EVENTTYPE.BESTSOLFOUND | pyscipopt.SCIP_EVENTTYPE.DUALBOUNDIMPROVED

    class Watch(pyscipopt.Eventhdlr):
        def eventinit(self) -> None:
            self.model.catchEvent(watched, self)

        def eventexit(self) -> None:
            self.model.dropEvent(watched, self)

        def eventexec(self, event) -> None:
            # SCIP updates its primal bound only after this event, so the plan is asked for its cost.
            best = self.model.getBestSol() if self.model.getNSols() else None
            plan = self.model.getSolObjVal(best) if best is not None else None
            recorder.add(plan, self.model.getDualbound())

    scip = pyscipopt.Model()
    scip.hideOutput()
    scip.includeEventhdlr(Watch(), "watch", "records plans and bounds")
    scip.readProblem(program)
    scip.setParam("limits/gap", gap)
    scip.setParam("limits/time", max(0.0, limit - recorder.seconds()))
    scip.optimize()

    if scip.getNSols():
        recorder.add(scip.getObjVal(), None)
    recorder.add(None, scip.getDualbound())
    names = {"optimal": "optimal", "gaplimit": "optimal", "timelimit": "limit"}
    status = scip.getStatus()
    version = f"{scip.getMajorVersion()}.{scip.getMinorVersion()}.{scip.getTechVersion()}"
    solvers.finish(recorder, result, names.get(status, status), version)


if __name__ == "__main__":
    main()
