//! Stages of sites and halls, conversions of halls.

use super::{Checker, Kind, Limit, kind};
use crate::scenario::{Period, SiteId};

const STAGE_ORDER: Kind = kind("construction_stages", "stage_order");
const STAGE_EARLIEST: Kind = kind("construction_stages", "stage_earliest");
const STAGE_OPEN: Kind = kind("construction_stages", "stage_open");
const HALL_STAGE: Kind = kind("construction_stages", "hall_stage");
const STAGE_CONTRACTOR: Kind = kind("construction_stages", "stage_contractor");
const RETROFIT_STOCK: Kind = kind("retrofit", "retrofit_stock");
const RETROFIT_LIMIT: Kind = kind("retrofit", "retrofit_limit");

pub(super) fn check(checker: &mut Checker<'_>) {
    for r in checker.facts.sites() {
        site_stages(checker, r);
        hall_stages(checker, r);
        contractors(checker, r);
        retrofits(checker, r);
    }
}

fn site_stages(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    let stages = &site.construction.stages;
    for (k, stage) in stages.iter().enumerate() {
        let subject = || format!("{},{}", site.id, stage.id);
        let started = facts.plan.construction.stages[r.index()][k];
        let when = started.map_or("never".to_owned(), |t| format!("in {}", facts.label(t)));
        if stage.finishes.is_some() {
            let begun = started == Some(Period(0));
            checker.require(begun, STAGE_EARLIEST, subject, started, || {
                format!(
                    "{} of {} began before the horizon, the plan starts it {when}",
                    stage.id, site.id
                )
            });
        } else if let Some(t) = started {
            checker.require(t >= stage.earliest, STAGE_EARLIEST, subject, started, || {
                format!(
                    "{} of {} starts {when}, its earliest period is {}",
                    stage.id,
                    site.id,
                    facts.label(stage.earliest)
                )
            });
            let ready = k
                .checked_sub(1)
                .is_none_or(|before| facts.stage_complete(r, before, t));
            checker.require(ready, STAGE_ORDER, subject, started, || {
                format!(
                    "{} of {} starts {when}, before the stage ahead of it is complete",
                    stage.id, site.id
                )
            });
        }
        if let Some(by) = stage.committed {
            checker.require(
                facts.stage_started(r, k, by),
                STAGE_EARLIEST,
                subject,
                Some(by),
                || {
                    format!(
                        "{} of {} is committed by {}, the plan starts it {when}",
                        stage.id,
                        site.id,
                        facts.label(by)
                    )
                },
            );
        }
    }
    if let Some(last) = stages.len().checked_sub(1) {
        let early = facts
            .periods()
            .find(|&t| facts.open(r, t) && !facts.stage_complete(r, last, t));
        checker.require(
            early.is_none(),
            STAGE_OPEN,
            || site.id.clone(),
            early,
            || {
                format!(
                    "{} opens before its stage {} is complete",
                    site.id, stages[last].id
                )
            },
        );
    }
}

fn hall_stages(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for (i, hall) in site.halls.iter().enumerate() {
        let design = &facts.scenario.halls[hall.design.index()].id;
        for (k, stage) in hall.construction.stages.iter().enumerate() {
            let subject = || format!("{},{design},{}", site.id, stage.id);
            if k == 0 {
                let idle = facts.plan.construction.entered[r.index()][i][0]
                    .iter()
                    .all(|&n| n == 0);
                checker.require(idle, HALL_STAGE, subject, None, || {
                    format!(
                        "the first stage of {design} at {} is the start of its halls",
                        site.id
                    )
                });
                continue;
            }
            for t in facts.periods() {
                let limit = Limit {
                    kind: HALL_STAGE,
                    period: Some(t),
                    what: "halls that entered the stage",
                    limit: "halls that completed the stage before",
                    unit: "hall",
                };
                let (entered, ready) = (facts.entered(r, i, k, t), facts.handed_over(r, i, k - 1, t));
                checker.within(&limit, subject, entered, ready);
            }
        }
    }
}

fn contractors(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for (id, most) in &site.construction.contractors {
        for t in facts.periods() {
            let mut starts = 0.0;
            for (i, hall) in site.halls.iter().enumerate() {
                for (k, _) in hall
                    .construction
                    .stages
                    .iter()
                    .enumerate()
                    .filter(|(_, stage)| stage.id == *id)
                {
                    let before =
                        t.0.checked_sub(1)
                            .map_or(0.0, |before| facts.entered(r, i, k, Period(before)));
                    starts += facts.entered(r, i, k, t) - before;
                }
            }
            let limit = Limit {
                kind: STAGE_CONTRACTOR,
                period: Some(t),
                what: "halls that enter the stage",
                limit: "contractor's halls per period",
                unit: "hall",
            };
            checker.at_most(&limit, || format!("{},{id}", site.id), starts, *most);
        }
    }
}

fn retrofits(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for (f, retrofit) in site.construction.retrofits.iter().enumerate() {
        let subject = || format!("{},{}", site.id, retrofit.id);
        let row = &facts.plan.construction.retrofits[r.index()][f];
        let early = facts
            .periods()
            .find(|&t| row[t.index()] > 0 && t < retrofit.earliest);
        checker.require(early.is_none(), RETROFIT_LIMIT, subject, early, || {
            format!(
                "{} of {} starts before {}",
                retrofit.id,
                site.id,
                facts.label(retrofit.earliest)
            )
        });
        if let (Some(most), Some(last)) = (retrofit.at_most, facts.periods().last()) {
            let limit = Limit {
                kind: RETROFIT_LIMIT,
                period: None,
                what: "halls converted",
                limit: "halls that may be converted",
                unit: "hall",
            };
            checker.at_most(&limit, subject, facts.converted(r, f, last), f64::from(most));
        }
    }
    if site.construction.retrofits.is_empty() {
        return;
    }
    for (i, hall) in site.halls.iter().enumerate() {
        let design = &facts.scenario.halls[hall.design.index()].id;
        for t in facts.periods() {
            let limit = Limit {
                kind: RETROFIT_STOCK,
                period: Some(t),
                what: "halls whose conversion has started",
                limit: "halls of the design finished so far",
                unit: "hall",
            };
            let subject = || format!("{},{design}", site.id);
            checker.within(
                &limit,
                subject,
                facts.taken_out(r, i, t),
                facts.completed(r, i, t),
            );
        }
    }
}
