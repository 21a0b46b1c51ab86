//! Demand served, rented and unmet; training jobs.

use super::{Cell, Table, percent};
use crate::plan::JobRun;
use crate::plan::facts::Facts;
use crate::scenario::{DemandId, JobId, Period, ZettaFlop};

/// Demand by line and period.
pub(super) fn demand(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "demand",
        "Demand: volume, served from sites, rented, unmet",
        &["demand", "period"],
        &["volume", "served", "rented", "unmet", "met_percent"],
    );
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        let unit = &facts.scenario.workloads[line.workload.index()].unit;
        for t in facts.periods() {
            let volume = facts.mean(|h| facts.asked(d, t, h));
            let served = facts.mean(|h| facts.served(d, t, h));
            let rented = facts.mean(|h| facts.plan.rented[d.index()][t.index()][h]);
            let unmet = facts.mean(|h| facts.plan.unmet[d.index()][t.index()][h]);
            table.push(
                [&line.id, facts.label(t)],
                met(volume, served, rented, unmet),
                unit,
            );
        }
    }
    table
}

/// The columns `volume`, `served`, `rented`, `unmet`, `met_percent`.
pub(super) fn met(volume: f64, served: f64, rented: f64, unmet: f64) -> [Cell; 5] {
    [
        volume.into(),
        served.into(),
        rented.into(),
        unmet.into(),
        percent(served + rented, volume),
    ]
}

/// Volume by line, site and period.
pub(super) fn served(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "served",
        "Where demand is served from",
        &["demand", "site", "period"],
        &["volume"],
    );
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        let unit = &facts.scenario.workloads[line.workload.index()].unit;
        for r in facts.sites() {
            for t in facts.periods() {
                let volume = facts.mean(|h| facts.plan.served[d.index()][r.index()][t.index()][h]);
                if volume > 0.0 {
                    let keys = [&line.id, &facts.scenario.sites[r.index()].id, facts.label(t)];
                    table.push(keys, [volume.into()], unit);
                }
            }
        }
    }
    table
}

/// Training jobs: where, on what, how much gets done.
pub(super) fn jobs(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "jobs",
        "Training jobs: where and on what they run, work due and done",
        &["job"],
        &["chip", "site", "first", "last", "work", "done", "done_percent"],
    );
    for j in JobId::all(facts.scenario.jobs.len()) {
        let job = &facts.scenario.jobs[j.index()];
        let run = facts.plan.jobs[j.index()].as_ref();
        let runs = |run: &JobRun, t: Period| run.units[t.index()].iter().any(|&units| units > 0.0);
        let first = run.and_then(|run| facts.periods().find(|&t| runs(run, t)));
        let last = run.and_then(|run| facts.periods().rev().find(|&t| runs(run, t)));
        let done = (job.work - facts.work_missing(j)).value();
        table.push(
            [&job.id],
            [
                run.map(|run| facts.scenario.chips[usize::from(run.chip)].id.as_str())
                    .into(),
                run.map(|run| facts.scenario.sites[usize::from(run.site)].id.as_str())
                    .into(),
                first.map(|t| facts.label(t)).into(),
                last.map(|t| facts.label(t)).into(),
                job.work.value().into(),
                done.into(),
                percent(done, job.work.value()),
            ],
            ZettaFlop::UNIT,
        );
    }
    table
}

/// Training by period.
pub(super) fn training(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "training",
        "Training jobs by period: chips at work on average, work done",
        &["job", "period"],
        &["chips", "work_zflop"],
    );
    for j in JobId::all(facts.scenario.jobs.len()) {
        let Some(run) = &facts.plan.jobs[j.index()] else {
            continue;
        };
        let per_unit = f64::from(facts.scenario.chips[usize::from(run.chip)].chips_per_unit);
        for t in facts.periods() {
            let units = facts.mean(|h| run.units[t.index()][h]);
            if units > 0.0 {
                table.push(
                    [&facts.scenario.jobs[j.index()].id, facts.label(t)],
                    [(units * per_unit).into(), facts.work_in(j, t).value().into()],
                    "chip",
                );
            }
        }
    }
    table
}
