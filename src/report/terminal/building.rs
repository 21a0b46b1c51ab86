//! What is built and bought, where and when.

use super::{View, section};
use crate::report::grid::Page;
use crate::report::numbers::{percent, short};
use crate::report::timetable::{Over, Timetable};
use crate::scenario::Period;

/// Sites opened, halls started, tranches committed, lease blocks signed.
pub fn programme(view: &View<'_>, page: Page) -> String {
    let scenario = view.scenario;
    let periods = scenario.horizon.len();
    let once = |when: Option<Period>| -> Vec<f64> {
        (0..periods)
            .map(|t| f64::from(u8::from(when.is_some_and(|when| when.index() == t))))
            .collect()
    };
    let counts = |row: Option<&Vec<u32>>| -> Vec<f64> {
        row.map(|row| row.iter().map(|&count| f64::from(count)).collect())
            .unwrap_or_default()
    };
    let mut table = Timetable::new(&["site", "item"], Over::Sum);
    for (r, site) in scenario.sites.iter().enumerate() {
        let id = site.id.as_str();
        if !site.existing {
            table.row([id, "open"], once(view.plan.opened.get(r).copied().flatten()));
        }
        let connected = view.plan.connected.get(r);
        for (g, tranche) in site.tranches.iter().enumerate() {
            let when = connected.and_then(|row| row.get(g)).copied().flatten();
            let item = format!("power {} ({} MW)", tranche.id, short(tranche.capacity.value()));
            table.row([id, &item], once(when));
        }
        let halls = view.plan.halls_started.get(r);
        for (k, hall) in site.halls.iter().enumerate() {
            if let Some(design) = scenario.halls.get(hall.design.index()) {
                let item = format!("hall {} ({} MW)", design.id, short(design.it_power.value()));
                table.row([id, &item], counts(halls.and_then(|rows| rows.get(k))));
            }
        }
        let leased = view.plan.leased.get(r);
        for (b, lease) in site.leases.iter().enumerate() {
            let item = format!("lease {} ({} MW)", lease.id, short(lease.it_power.value()));
            table.row([id, &item], counts(leased.and_then(|rows| rows.get(b))));
        }
    }
    if table.rows.is_empty() {
        return section(
            page,
            "Build programme",
            "  Nothing is built: what exists is enough.\n",
        );
    }
    let title = "Build programme: sites opened, power committed, halls started, blocks leased";
    section(page, title, &table.render(&scenario.horizon, page))
}

/// Units deployed by chip and site.
pub fn chips(view: &View<'_>, page: Page) -> String {
    let scenario = view.scenario;
    let mut table = Timetable::new(&["chip", "site"], Over::Sum);
    for (chip, by_site) in scenario.chips.iter().zip(&view.plan.deployed) {
        let mut sum = vec![0.0; scenario.horizon.len()];
        let before = table.rows.len();
        for (site, units) in scenario.sites.iter().zip(by_site) {
            for (total, count) in sum.iter_mut().zip(units) {
                *total += count;
            }
            table.row([&chip.id, &site.id], units.clone());
        }
        if table.rows.len() > before + 1 {
            table.row([chip.id.as_str(), "all sites"], sum);
        }
    }
    if table.rows.is_empty() {
        return section(page, "Chips bought", "  None: the fleet in place is enough.\n");
    }
    section(
        page,
        "Chips bought: units put in service",
        &table.render(&scenario.horizon, page),
    )
}

/// Training jobs: where, on what, when, how much of the work.
pub fn training(view: &View<'_>, page: Page) -> String {
    let scenario = view.scenario;
    let labels = &scenario.horizon.labels;
    let mut lines = String::new();
    for (job, run) in scenario.jobs.iter().zip(&view.plan.jobs) {
        let Some(run) = run else {
            lines.push_str(&format!("  {}: {}\n", job.id, page.alert("not run")));
            continue;
        };
        let (chip, site) = (usize::from(run.chip), usize::from(run.site));
        let (Some(chip), Some(site)) = (scenario.chips.get(chip), scenario.sites.get(site)) else {
            continue;
        };
        let running: Vec<usize> = (0..run.units.len().min(labels.len()))
            .filter(|&t| run.units[t].iter().any(|&units| units > 0.0))
            .collect();
        let span = match (running.first(), running.last()) {
            (Some(&first), Some(&last)) if first == last => labels[first].clone(),
            (Some(&first), Some(&last)) => format!("{} to {}", labels[first], labels[last]),
            _ => "never".into(),
        };
        let most = run.units.iter().flatten().copied().fold(0.0, f64::max);
        let done: f64 = chip.training.map_or(0.0, |speed| {
            let periods = scenario.horizon.length.iter().zip(&run.units);
            periods
                .map(|(&length, units)| (speed * length).value() * scenario.hours.mean(units))
                .sum()
        });
        let work = job.work.value();
        let share = if work > 0.0 {
            percent((done / work).min(1.0))
        } else {
            "all".into()
        };
        lines.push_str(&format!(
            "  {}: {share} of the work, on up to {} units of {} at {}, {span}\n",
            job.id,
            short(most),
            chip.id,
            site.id
        ));
    }
    section(page, "Training jobs", &lines)
}
