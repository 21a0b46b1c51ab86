"""HiGHS alone, through highspy, with its defaults; as `highs-parallel` with its parallel tree search switched on.

By default HiGHS uses further threads for little beside the root; buildout calls it the same way.
"""

from __future__ import annotations

import solvers


def solve(task: solvers.Task) -> solvers.Outcome:
    return solvers.in_python("highs", task, task.threads, "choose")


def solve_parallel(task: solvers.Task) -> solvers.Outcome:
    return solvers.in_python("highs", task, task.threads, "on")


def main() -> None:
    import highspy

    program, recorder, result, limit, threads, gap, parallel = solvers.arguments()
    highs = highspy.Highs()
    highs.setOptionValue("log_to_console", False)
    if highs.readModel(program) == highspy.HighsStatus.kError:
        raise SystemExit(f"HiGHS cannot read {program}")
    highs.setOptionValue("threads", threads)
    highs.setOptionValue("parallel", parallel)
    highs.setOptionValue("mip_rel_gap", gap)
    highs.setOptionValue("time_limit", max(0.0, limit - recorder.seconds()))

    def note(event) -> None:
        recorder.add(event.data_out.mip_primal_bound, event.data_out.mip_dual_bound)

    # New plans, and the places where HiGHS asks whether to stop or prints a line: there the bound is known.
    highs.cbMipImprovingSolution += note
    highs.cbMipInterrupt += note
    highs.cbMipLogging += note
    highs.run()

    info, status = highs.getInfo(), highs.getModelStatus()
    if info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible:
        recorder.add(info.objective_function_value, None)
    recorder.add(None, info.mip_dual_bound)
    names = {
        highspy.HighsModelStatus.kOptimal: "optimal",
        highspy.HighsModelStatus.kTimeLimit: "limit",
        highspy.HighsModelStatus.kInfeasible: "infeasible",
    }
    solvers.finish(recorder, result, names.get(status, highs.modelStatusToString(status)), highs.version())


if __name__ == "__main__":
    main()
