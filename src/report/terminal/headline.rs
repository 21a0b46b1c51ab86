//! What the plan is worth, how sure that is, and how much of the demand it serves.

use super::{View, section};
use crate::plan::ledger::{Class, Component};
use crate::report::grid::{Grid, Page};
use crate::report::numbers::{self, cell, column_decimals, percent, short};
use crate::run::manifest::Sense;
use crate::scenario::WorkloadId;
use crate::solver::Status;

/// Name of the scenario, status, objective, bound, gap.
pub fn status(view: &View<'_>, page: Page) -> String {
    let manifest = view.manifest;
    let horizon = &view.scenario.horizon.labels;
    let span = match (horizon.first(), horizon.last()) {
        (Some(first), Some(last)) if first != last => format!("{first} to {last}"),
        (Some(only), _) => only.clone(),
        _ => String::new(),
    };
    let mut text = page.lines(
        "  ",
        &[
            page.heading(&view.scenario.name),
            format!("{}, {span}", view.scenario.operator.name),
        ],
    );
    let status = match manifest.status {
        Status::Optimal => page.good("optimal"),
        Status::Feasible => page.alert("feasible, stopped before the gap was reached"),
        Status::Infeasible => page.alert("infeasible"),
        Status::Unknown => page.alert("unknown"),
    };
    let gap = manifest.gap.map_or("unknown".into(), numbers::gap);
    let verified = if manifest.verified {
        page.good("verified")
    } else {
        page.alert("not verified")
    };
    let solved = format!("{} in the solver", numbers::seconds(manifest.seconds.solve));
    text.push_str(&page.lines(", ", &[status, format!("gap {gap}"), verified, solved]));
    let currency = view.currency();
    let what = match manifest.sense {
        Sense::Minimise => "Net present cost",
        Sense::Maximise => "Net present profit",
    };
    if let Some(objective) = manifest.objective {
        let value = page.heading(&format!(
            "{} {}",
            short(currency.present(objective)),
            currency.code
        ));
        let proven = match (manifest.best_bound, manifest.sense) {
            (Some(bound), Sense::Minimise) => Some(format!(
                "no plan costs less than {}",
                short(currency.present(bound))
            )),
            (Some(bound), Sense::Maximise) => Some(format!(
                "no plan earns more than {}",
                short(currency.present(bound))
            )),
            (None, _) => None,
        };
        let parts: Vec<String> = std::iter::once(format!("{what} {value}")).chain(proven).collect();
        text.push_str(&page.lines("; ", &parts));
    }
    text
}

/// Cost or profit by component, largest first.
pub fn components(view: &View<'_>, page: Page) -> String {
    let currency = view.currency();
    let profit = view.manifest.sense == Sense::Maximise;
    let mut rows: Vec<(&str, f64)> = Component::ALL
        .iter()
        .filter(|component| component.class() != Class::Revenue)
        .map(|&component| {
            let amount = currency.present(view.ledger.total(component).present);
            let received = component.class() == Class::Income;
            (title(component), if received { 0.0 - amount } else { amount })
        })
        .filter(|(_, amount)| *amount != 0.0)
        .collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let cost: f64 = rows.iter().map(|(_, amount)| amount).sum();
    let revenue = currency.present(view.ledger.class_total(Class::Revenue).present);
    let decimals = column_decimals(rows.iter().map(|row| row.1).chain(profit.then_some(revenue)));
    let share = |amount: f64| {
        if cost > 0.0 {
            percent(amount / cost)
        } else {
            String::new()
        }
    };
    let mut grid = Grid::new(["component", currency.code, "of cost"], 1);
    if profit {
        grid.row(["revenue", &cell(revenue, decimals), ""]);
    }
    for (name, amount) in rows {
        let signed = if profit { 0.0 - amount } else { amount };
        grid.row([name, &cell(signed, decimals), &share(amount)]);
    }
    let (name, total) = if profit {
        ("profit", revenue - cost)
    } else {
        ("cost", cost)
    };
    grid.total_row([name, &cell(total, decimals), ""]);
    section(page, "Present value by component", &grid.render(page))
}

/// Name of a component for people.
pub fn title(component: Component) -> &'static str {
    match component {
        Component::Sites => "opening sites",
        Component::SiteStages => "land and permits",
        Component::Halls => "building halls",
        Component::Retrofit => "converting halls",
        Component::Power => "power deposits",
        Component::Chips => "buying chips",
        Component::Orders => "placing orders",
        Component::Cancellation => "cancelling orders",
        Component::Installation => "installing chips",
        Component::ImportDuty => "import duty",
        Component::Licences => "licence applications",
        Component::Porting => "porting software",
        Component::MoveDuty => "import duty on moves",
        Component::Fixed => "sites, fixed",
        Component::HallRunning => "running halls",
        Component::PowerCharge => "power charges",
        Component::Energy => "energy",
        Component::BridgingEnergy => "on-site generation",
        Component::Ppa => "power-purchase agreements",
        Component::Waiting => "guarding idle stages",
        Component::CarbonPrice => "price of emissions",
        Component::Maintenance => "maintenance",
        Component::Hub => "keeping chips in hubs",
        Component::Leases => "leases",
        Component::UnitRental => "rented accelerators",
        Component::Serving => "serving",
        Component::Rental => "rented capacity",
        Component::Unmet => "unmet demand (penalty)",
        Component::TrainingShortfall => "training undone (penalty)",
        Component::Risk => "legal risk (priced)",
        Component::Interest => "interest",
        Component::Loans => "loans repaid less drawn",
        Component::Settlement => "loans repaid at the end",
        Component::Tax => "tax",
        Component::Incentives => "grants and rebates",
        Component::BrokenLimits => "broken limits (penalty)",
        Component::TerminalValue => "worth at the end",
        Component::WriteOff => "written off at early retirement",
        Component::Resale => "sale of retired chips",
        Component::Moves => "moves between sites",
        Component::DepositRefund => "deposits returned",
        Component::Salvage => "land and permits sold",
        Component::Revenue => "revenue",
    }
}

/// Demand by workload over the horizon: mean volume and where it was served.
pub fn demand(view: &View<'_>, page: Page) -> String {
    let scenario = view.scenario;
    let years = &scenario.horizon.length;
    let span: f64 = years.iter().map(|length| length.value()).sum();
    // Mean over the horizon of a volume by period.
    let mean = |volume: &dyn Fn(usize) -> f64| -> f64 {
        let weighted = years
            .iter()
            .enumerate()
            .map(|(t, length)| volume(t) * length.value());
        weighted.sum::<f64>() / span
    };
    let mut grid = Grid::new(
        ["workload", "unit", "mean demand", "own sites", "rented", "unmet"],
        2,
    );
    for (w, workload) in WorkloadId::all(scenario.workloads.len()).zip(&scenario.workloads) {
        let lines = scenario
            .demand
            .iter()
            .enumerate()
            .filter(|(_, line)| line.workload == w);
        let mut sums = [0.0; 3];
        for (d, line) in lines {
            let at = |rows: &[Vec<Vec<f64>>], t: usize| {
                let blocks = rows.get(d).and_then(|row| row.get(t));
                blocks.map_or(0.0, |blocks| scenario.hours.mean(blocks))
            };
            let wanted = |t: usize| line.volume.get(t).map_or(0.0, |volume| volume.value());
            sums[0] += match (&line.side.price, view.plan.served.get(d)) {
                // What is asked for at the price.
                (Some(_), Some(sites)) => {
                    let served = |t: usize| -> f64 {
                        let blocks = sites.iter().filter_map(|site| site.get(t));
                        blocks.map(|blocks| scenario.hours.mean(blocks)).sum()
                    };
                    mean(&|t| served(t) + at(&view.plan.rented, t) + at(&view.plan.unmet, t))
                }
                _ => mean(&wanted),
            };
            sums[1] += mean(&|t| at(&view.plan.rented, t));
            sums[2] += mean(&|t| at(&view.plan.unmet, t));
        }
        let [volume, rented, unmet] = sums;
        if volume > 0.0 {
            let own = (volume - rented - unmet).max(0.0);
            // Below a millionth it is the solver's noise.
            let share = |part: f64| match (part / volume * 1e6).round() / 1e6 {
                0.0 => numbers::NOTHING.into(),
                share => percent(share),
            };
            grid.row([
                workload.id.clone(),
                workload.unit.clone(),
                short(volume),
                share(own),
                share(rented),
                share(unmet),
            ]);
        }
    }
    if grid.rows.is_empty() {
        return String::new();
    }
    section(page, "Demand served", &grid.render(page))
}
