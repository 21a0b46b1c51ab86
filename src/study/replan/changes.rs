//! What of an old plan is kept, moved and dropped in a new one, and what is added.

use super::mapping::{Mapped, Why};
use crate::plan::Plan;
use crate::plan::tables::{Cell, Table};
use crate::report::grid::{Grid, Page};
use crate::report::money::Currency;
use crate::report::numbers::{cell, column_decimals};
use crate::scenario::Scenario;
use crate::study::commitment::{Item, Name, money, series};

/// What became of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// As it was.
    Kept,
    /// In another period.
    Moved,
    /// No more.
    Dropped,
    /// New.
    Added,
}

impl Fate {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Kept, Self::Moved, Self::Dropped, Self::Added];

    /// As a word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Kept => "kept",
            Self::Moved => "moved",
            Self::Dropped => "dropped",
            Self::Added => "added",
        }
    }
}

/// One thing that is kept, moved, dropped or added.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// What became of it.
    pub fate: Fate,
    /// What, by ids.
    pub name: Name,
    /// Whether it is a commitment, or only what happens to units.
    pub is_commitment: bool,
    /// Quantity with its unit.
    pub amount: String,
    /// Size of the quantity, in `unit`.
    pub quantity: f64,
    /// Unit.
    pub unit: &'static str,
    /// Period of the old plan.
    pub from: Option<String>,
    /// Period of the new plan.
    pub to: Option<String>,
    /// What it commits to pay, undiscounted, in the new scenario's currency: by the new plan, for what is dropped by the
    /// old one.
    pub money: f64,
    /// Why it had to be dropped, if the new scenario has no place for it.
    pub why: Option<Why>,
}

/// Compares a new plan with an old one, item by item. Where some of an item is missing in one period and more of it is in
/// another, the earliest is moved to the earliest.
pub fn changes(scenario: &Scenario, mapped: &Mapped, plan: &Plan) -> Vec<Change> {
    let currency = Currency::of(scenario);
    let label = |t: usize| scenario.horizon.labels.get(t).cloned();
    let mut changes = Vec::new();
    let approved = |item: Item| mapped.approved.iter().find(|approved| approved.item == item);
    for item in Item::all(scenario) {
        let name = item.name(scenario);
        let now = series(scenario, plan, item);
        let none = vec![0.0; now.len()];
        let (before, paid) =
            approved(item).map_or((&none, &none), |approved| (&approved.quantity, &approved.money));
        let mut push = |fate: Fate, quantity: f64, from: Option<usize>, to: Option<usize>| {
            let musd = match (to, from) {
                (Some(to), _) => money(scenario, plan, item, to, now[to]) * quantity / now[to],
                (None, Some(from)) => paid[from] * quantity / before[from],
                (None, None) => 0.0,
            };
            let (size, unit) = item.size(scenario);
            changes.push(Change {
                fate,
                name: name.clone(),
                is_commitment: item.is_commitment(),
                amount: item.told(scenario, quantity),
                quantity: size * quantity,
                unit,
                from: from.and_then(label),
                to: to.and_then(label),
                money: currency.paid(to.or(from).unwrap_or(0), musd),
                why: None,
            });
        };
        let (mut missing, mut more) = (Vec::new(), Vec::new());
        for (t, (&old, &new)) in before.iter().zip(&now).enumerate() {
            let kept = old.min(new);
            if kept > NOISE {
                push(Fate::Kept, kept, Some(t), Some(t));
            }
            if old - kept > NOISE {
                missing.push((t, old - kept));
            }
            if new - kept > NOISE {
                more.push((t, new - kept));
            }
        }
        let (mut missing, mut more) = (missing.into_iter(), more.into_iter());
        let (mut gone, mut come) = (missing.next(), more.next());
        while let (Some((from, lost)), Some((to, won))) = (gone, come) {
            let moved = f64::min(lost, won);
            push(Fate::Moved, moved, Some(from), Some(to));
            gone = if lost - moved > NOISE {
                Some((from, lost - moved))
            } else {
                missing.next()
            };
            come = if won - moved > NOISE {
                Some((to, won - moved))
            } else {
                more.next()
            };
        }
        for (from, lost) in gone.into_iter().chain(missing) {
            push(Fate::Dropped, lost, Some(from), None);
        }
        for (to, won) in come.into_iter().chain(more) {
            push(Fate::Added, won, None, Some(to));
        }
    }
    changes.extend(mapped.lost.iter().map(|lost| Change {
        fate: Fate::Dropped,
        name: lost.name.clone(),
        is_commitment: lost.is_commitment,
        amount: lost.amount.clone(),
        quantity: lost.quantity,
        unit: lost.unit,
        from: Some(lost.period.clone()),
        to: None,
        money: currency.present(lost.money),
        why: Some(lost.why),
    }));
    changes.sort_by(|a, b| {
        (&a.name.site, a.name.kind, &a.name.item, a.fate).cmp(&(
            &b.name.site,
            b.name.kind,
            &b.name.item,
            b.fate,
        ))
    });
    changes
}

/// Quantities below this are noise.
const NOISE: f64 = 1e-6;

/// The tidy table of all changes.
pub fn table(changes: &[Change]) -> Table {
    let mut table = Table::new(
        "changes",
        "what of the old plan is kept, moved and dropped, and what is added",
        &["site", "kind", "item", "change", "from", "to"],
        &["quantity", "committed", "reason"],
    );
    for change in changes {
        let keys = [
            change.name.site.as_str(),
            change.name.kind.key(),
            &change.name.item,
            change.fate.word(),
            change.from.as_deref().unwrap_or(""),
            change.to.as_deref().unwrap_or(""),
        ];
        let values = [
            Cell::Number(change.quantity),
            Cell::Number(change.money),
            Cell::from(change.why.map(Why::told)),
        ];
        table.push(keys, values, change.unit);
    }
    table
}

/// Totals of the commitments, then everything that is not as it was.
pub fn render(changes: &[Change], currency: &str, page: Page) -> String {
    let commitments = || changes.iter().filter(|change| change.is_commitment);
    let total = |fate: Fate| {
        let of = || commitments().filter(move |change| change.fate == fate);
        (of().count(), of().map(|change| change.money).sum::<f64>())
    };
    let totals = Fate::ALL.map(total);
    let digits = column_decimals(totals.iter().map(|total| total.1));
    let mut grid = Grid::new(["commitments", "number", currency], 1);
    for (fate, (number, money)) in Fate::ALL.into_iter().zip(totals) {
        grid.row([
            fate.word().to_owned(),
            cell(number as f64, 0),
            cell(money, digits),
        ]);
    }
    let mut text = format!(
        "{}\n{}",
        page.heading("What became of the old plan"),
        grid.render(page)
    );
    let changed: Vec<&Change> = changes
        .iter()
        .filter(|change| change.fate != Fate::Kept)
        .collect();
    if changed.is_empty() {
        text.push('\n');
        text.push_str(&page.wrap("Nothing is moved, dropped or added."));
        return text;
    }
    let (commitments, fleet): (Vec<&Change>, Vec<&Change>) =
        changed.into_iter().partition(|change| change.is_commitment);
    for (title, changes) in [
        ("Changes of commitments", commitments),
        ("Changes of chips in service", fleet),
    ] {
        if !changes.is_empty() {
            let heading = page.heading(title);
            text.push_str(&format!(
                "\n{heading}\n{}",
                listing(&changes, currency).render(page)
            ));
        }
    }
    text
}

/// A row for each change.
fn listing(changed: &[&Change], currency: &str) -> Grid {
    let digits = column_decimals(changed.iter().map(|change| change.money));
    let reasons = changed.iter().any(|change| change.why.is_some());
    let mut header = vec!["site", "what", "change", "amount", "from", "to", currency];
    if reasons {
        header.push("because");
    }
    let mut grid = Grid::new(header, 3);
    for change in changed {
        let title = change.name.kind.title();
        let what = if change.name.item.is_empty() {
            title.to_owned()
        } else {
            format!("{title} {}", change.name.item)
        };
        let mut row = vec![
            change.name.site.clone(),
            what,
            change.fate.word().to_owned(),
            change.amount.clone(),
            change.from.clone().unwrap_or_default(),
            change.to.clone().unwrap_or_default(),
            cell(change.money, digits),
        ];
        if reasons {
            row.push(change.why.map_or("", Why::told).to_owned());
        }
        grid.row(row);
    }
    grid
}
