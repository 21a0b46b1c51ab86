//! Training jobs: one chip type at one site, enough chips at once, inside the window, all of the work.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::plan::{JobRun, select};
use crate::scenario::{ChipId, JobId, SiteId, TrainingJob, ZettaFlop};

const PLACE: Kind = kind("training_cluster", "job_place");
const LEAST: Kind = kind("training_cluster", "job_least");
const WINDOW: Kind = kind("training_cluster", "job_window");
const WORK: Kind = kind("training_cluster", "job_work");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for j in JobId::all(facts.scenario.jobs.len()) {
        let job = &facts.scenario.jobs[j.index()];
        if let Some(run) = &facts.plan.jobs[j.index()] {
            run_is_allowed(checker, job, run);
        }
        if job.unmet_penalty.is_none() {
            let limit = Limit {
                kind: WORK,
                period: None,
                what: "training work done",
                limit: "work due",
                unit: ZettaFlop::UNIT,
            };
            let done = (job.work - facts.work_missing(j)).value();
            checker.at_least(&limit, || job.id.clone(), done, job.work.value());
        }
    }
}

fn run_is_allowed(checker: &mut Checker<'_>, job: &TrainingJob, run: &JobRun) {
    let facts = checker.facts;
    let scenario = facts.scenario;
    let chip = &scenario.chips[usize::from(run.chip)];
    let site = &scenario.sites[usize::from(run.site)];
    let subject = || job.id.clone();
    let may_use = chip.training.is_some() && select::chip(scenario, &job.chips, ChipId(run.chip));
    checker.require(may_use, PLACE, subject, None, || {
        format!("{} runs on {}, which it may not or cannot use", job.id, chip.id)
    });
    let may_be = select::place(scenario, &job.places, SiteId(run.site));
    checker.require(may_be, PLACE, subject, None, || {
        format!("{} runs at {}, where it may not", job.id, site.id)
    });
    for (t, h) in facts.blocks() {
        let units = run.units[t.index()][h];
        if units <= TOLERANCE {
            continue;
        }
        let inside = job.start <= t && t <= job.deadline;
        checker.require(inside, WINDOW, subject, Some(t), || {
            format!("{} runs on {} units outside its window", job.id, number(units))
        });
        let limit = Limit {
            kind: LEAST,
            period: Some(t),
            what: "chips at work at once",
            limit: "chips needed at once",
            unit: "chip",
        };
        let chips = units * f64::from(chip.chips_per_unit);
        let subject = || facts.in_block(job.id.clone(), h);
        checker.at_least(&limit, subject, chips, job.min_chips);
    }
}
