//! Prices, tornado and regression.

use super::bars::{bars, legend};
use super::{UNSURE, section, signed};
use crate::report::grid::{Grid, Page};
use crate::report::money::Currency;
use crate::report::numbers::{self, decimals, grouped, percent, short, significant};
use crate::run::Question;
use crate::run::manifest::Sense;
use crate::scenario::text::names;
use crate::study::sensitivity::{Bar, Price, Regression, Samples, Side, Tornado, What};
use crate::study::{Change, Proven};

/// The scenario as it stands.
pub fn base(question: &Question, value: Proven, sense: Sense, page: Page) -> String {
    let currency = Currency::of(&question.scenario);
    let amount = |value: f64| short(currency.present(value));
    let what = match sense {
        Sense::Minimise => "Net present cost",
        Sense::Maximise => "Net present profit",
    };
    let bound = match (value.bound, sense) {
        (None, _) => String::new(),
        (Some(bound), Sense::Minimise) => format!("; no plan costs less than {}", amount(bound)),
        (Some(bound), Sense::Maximise) => format!("; no plan earns more than {}", amount(bound)),
    };
    let mut text = format!(
        "{}  {}\n{what} {} {}{bound}\n",
        page.heading(&question.scenario.name),
        question.scenario.operator.name,
        amount(value.found),
        currency.code
    );
    if value.gap().is_none_or(|gap| gap > WIDE) {
        let found = value.gap().map_or("unknown".into(), numbers::gap);
        text.push_str(&page.alert(&format!(
            "note: the gap of this plan is {found}, so that few changes can be told from nothing; \
             --time-limit gives more time"
        )));
        text.push('\n');
    }
    text
}

/// Gap from which most changes drown in it.
const WIDE: f64 = 0.05;

/// What limits are worth.
pub fn prices(question: &Question, prices: &[Price], page: Page) -> String {
    let title =
        "Shadow prices at fixed integers: what one unit more of a limit saves if nothing is built otherwise";
    if prices.is_empty() {
        return section(
            page,
            title,
            "  No limit has a price: more of none of them would save anything by itself.\n",
        );
    }
    let currency = Currency::of(&question.scenario);
    let amount = |value: f64| significant(currency.present(value));
    let code = currency.code;
    let header = [
        "limit".to_owned(),
        "of".to_owned(),
        "when".to_owned(),
        format!("{code} per unit"),
        "limit + step".to_owned(),
        "predicted".to_owned(),
        "solved again".to_owned(),
        String::new(),
    ];
    let mut grid = Grid::new(header, 3);
    for price in prices {
        let (found, verdict) = match &price.confirmed {
            Some(confirmed) => (
                solved(&confirmed.saved, price.predicted, |value| currency.present(value)),
                verdict(price.predicted, &confirmed.saved, confirmed.agrees).to_owned(),
            ),
            None => (String::new(), String::new()),
        };
        // Budgets name their window.
        let (subject, when) = match price.subject.rsplit_once(',') {
            Some((budget, window)) if price.limit == "budget" => (budget, window),
            _ => (price.subject.as_str(), price.period.as_str()),
        };
        grid.row([
            price.limit.replace('_', " "),
            subject.replace(',', ", "),
            when.to_owned(),
            amount(price.musd_per_unit),
            format!(
                "{} + {} {}",
                significant(price.at_most),
                significant(price.step),
                price.unit
            ),
            amount(price.predicted),
            found,
            verdict,
        ]);
    }
    let mut text = grid.render(page);
    text.push_str(&page.wrap(&format!(
        "predicted: {code} saved by the step at that price. solved again: {code} saved when the whole program is solved \
         with the limit relaxed by the step (and what is proven of it); {UNSURE}not distinguishable from nothing."
    )));
    let mut by_row: Vec<String> = prices
        .iter()
        .filter(|price| {
            price
                .confirmed
                .as_ref()
                .is_some_and(|found| found.moved == What::Row)
        })
        .map(|price| price.limit.replace('_', " "))
        .collect();
    by_row.sort_unstable();
    by_row.dedup();
    if !by_row.is_empty() {
        text.push_str(&page.wrap(&format!(
            "{}: no one figure of the scenario; the row of the program was moved by itself.",
            names(by_row.iter().map(String::as_str))
        )));
    }
    let mut notes: Vec<(String, &String)> = prices
        .iter()
        .filter_map(|price| {
            let note = price.note.as_ref()?;
            Some((price.limit.replace('_', " "), note))
        })
        .collect();
    notes.sort_unstable();
    notes.dedup();
    for (limit, note) in notes {
        text.push_str(&page.wrap(&format!("{limit}: {note}")));
    }
    section(page, title, &text)
}

/// What a solve says is saved, with what is proven of it, in the decimals of what was predicted.
fn solved(change: &Change, predicted: f64, scale: impl Fn(f64) -> f64) -> String {
    let size = change.found.abs().max(predicted.abs());
    let places = decimals(scale(size));
    ranged(change, |value| grouped(scale(value), places))
}

/// A change and the range in which it is proven to lie, unless that is no wider than what is printed.
fn ranged(change: &Change, amount: impl Fn(f64) -> String) -> String {
    let found = amount(change.found);
    let mark = if change.distinguishable || found == amount(0.0) {
        ""
    } else {
        UNSURE
    };
    match (change.least.map(&amount), change.most.map(&amount)) {
        (Some(least), Some(most)) if least == most => format!("{mark}{found}"),
        (Some(least), Some(most)) => format!("{mark}{found} ({least} to {most})"),
        (Some(least), None) => format!("{mark}{found} ({least} or more)"),
        (None, Some(most)) => format!("{mark}{found} ({most} or less)"),
        (None, None) => format!("{mark}{found} (nothing proven)"),
    }
}

fn verdict(predicted: f64, saved: &Change, agrees: bool) -> &'static str {
    if !agrees && saved.found > predicted {
        "more: another plan pays"
    } else if !agrees {
        "less: something else binds"
    } else if saved.distinguishable {
        "as predicted"
    } else {
        "within the gaps"
    }
}

/// Inputs moved one at a time.
pub fn tornado(question: &Question, tornado: &Tornado, page: Page) -> String {
    let currency = Currency::of(&question.scenario);
    let present = |value: f64| currency.present(value);
    let largest = tornado
        .bars
        .iter()
        .flat_map(|bar| [&bar.low, &bar.high])
        .filter_map(|side| Some(side.change?.found.abs()))
        .fold(0.0, f64::max);
    let what = match tornado.sense {
        Sense::Minimise => "cost",
        Sense::Maximise => "profit",
    };
    let mut grid = Grid::new(["input", "varied from", "at low", "at high", ""], 2);
    let told = |side: &Side| match (&side.change, side.status) {
        (Some(found), _) => {
            let ends = [Some(found.found), found.least, found.most].into_iter().flatten();
            let places = decimals(present(ends.map(f64::abs).fold(0.0, f64::max)));
            ranged(found, |value| {
                let text = grouped(present(value), places);
                let risen = value > 0.0 && text.bytes().any(|digit| (b'1'..=b'9').contains(&digit));
                if risen { format!("+{text}") } else { text }
            })
        }
        (None, Some(crate::solver::Status::Infeasible)) => "no plan".to_owned(),
        (None, _) => "unknown".to_owned(),
    };
    let (idle, moved): (Vec<&Bar>, Vec<&Bar>) = tornado.bars.iter().partition(|bar| bar.is_idle());
    for bar in &moved {
        let found = |side: &Side| side.change.map(|change| change.found);
        grid.row([
            bar.input.path.clone(),
            bar.input.varied(),
            told(&bar.low),
            told(&bar.high),
            bars(found(&bar.low), found(&bar.high), largest),
        ]);
    }
    let mut text = grid.render(page);
    text.push_str(&page.wrap(&format!(
        "change of the {what} in {} from {}, in brackets what is proven of it ({UNSURE}not told from nothing). {}.",
        currency.code,
        short(present(tornado.base.found)),
        legend()
    )));
    if let Some(before) = tornado.before {
        text.push_str(&page.wrap(&page.alert(&format!(
            "note: a better plan of the scenario as it stands was found on the way ({} instead of {}); changes count from it",
            short(present(tornado.base.found)),
            short(present(before))
        ))));
    }
    if !idle.is_empty() {
        let paths: Vec<&str> = idle.iter().map(|bar| bar.input.path.as_str()).collect();
        text.push_str(&page.wrap(&format!("Without any effect: {}.", names(paths))));
    }
    for note in notes(&moved) {
        text.push_str(&page.wrap(&note));
    }
    if !tornado.unfinished.is_empty() {
        text.push_str(&page.wrap(&page.alert(&format!("stopped before: {}", tornado.unfinished.join(", ")))));
    }
    section(page, "One input at a time, those that matter most first", &text)
}

/// Why sides have no change.
fn notes(bars: &[&Bar]) -> Vec<String> {
    let sides = bars.iter().flat_map(|bar| [(bar, &bar.low), (bar, &bar.high)]);
    sides
        .filter_map(|(bar, side)| {
            let note = side.note.as_ref()?;
            Some(format!("{} at {}: {note}", bar.input.path, side.value))
        })
        .collect()
}

/// The tornado as CSV: one row for each side of each input.
///
/// # Errors
/// Never in practice: writing to memory.
pub fn tornado_csv(tornado: &Tornado) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record([
        "input",
        "side",
        "value",
        "status",
        "objective",
        "best_bound",
        "change",
        "change_least",
        "change_most",
        "distinguishable",
        "note",
        "unit",
    ])?;
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| value.to_string());
    for bar in &tornado.bars {
        for (name, side) in [("low", &bar.low), ("high", &bar.high)] {
            let status = side.status.and_then(|status| serde_json::to_value(status).ok());
            let status = status
                .as_ref()
                .and_then(|status| status.as_str())
                .unwrap_or_default();
            let (value, change) = (side.objective, side.change);
            writer.write_record([
                bar.input.path.as_str(),
                name,
                &side.value,
                status,
                &number(value.map(|value| value.found)),
                &number(value.and_then(|value| value.bound)),
                &number(change.map(|change| change.found)),
                &number(change.and_then(|change| change.least)),
                &number(change.and_then(|change| change.most)),
                &change.map_or_else(String::new, |change| change.distinguishable.to_string()),
                side.note.as_deref().unwrap_or_default(),
                "MUSD",
            ])?;
        }
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// Inputs ranked over a sample.
pub fn regression(samples: &Samples, found: &Regression, page: Page) -> String {
    let mut text = String::new();
    let fit = match found.r_squared {
        Some(r_squared) => format!("R² {r_squared:.2}"),
        None => "no fit".into(),
    };
    text.push_str(&page.wrap(&format!(
        "{} samples, objective {} MUSD on average with a standard deviation of {}; {fit}",
        found.samples,
        short(found.mean),
        significant(found.deviation)
    )));
    let mut grid = Grid::new(
        [
            "input",
            "standardised",
            "± 95 %",
            "share of variance",
            "partial rank",
            "MUSD per unit",
        ],
        1,
    );
    let two = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.2}"));
    for effect in &found.effects {
        let sure = effect
            .error
            .is_some_and(|error| effect.standardised.abs() > error);
        let mark = if sure { "" } else { UNSURE };
        grid.row([
            effect.input.clone(),
            format!("{mark}{:+.2}", effect.standardised),
            two(effect.error),
            percent(effect.share),
            effect
                .partial_rank
                .map_or_else(String::new, |rank| format!("{rank:+.2}")),
            signed(effect.slope, true),
        ]);
    }
    if !grid.rows.is_empty() {
        text.push_str(&grid.render(page));
        text.push_str(&page.wrap(&format!(
            "standardised: standard deviations of the objective by one of the input; {UNSURE}its 95 % interval contains 0."
        )));
    }
    for doubt in &found.doubts {
        text.push_str(&page.wrap(&page.alert(&format!("note: {doubt}"))));
    }
    if samples.stopped > 0 {
        text.push_str(&page.wrap(&format!(
            "{} of the solves were stopped by a limit; their plans count all the same.",
            samples.stopped
        )));
    }
    let left_out = samples.left_out.len();
    if left_out > 0 {
        const SHOWN: usize = 3;
        let first: Vec<&str> = samples.left_out.iter().take(SHOWN).map(String::as_str).collect();
        let more = if left_out > SHOWN { "; ..." } else { "" };
        text.push_str(&page.wrap(&format!("left out: {}{more}", first.join("; "))));
    }
    section(page, "All inputs together: regression over the sample", &text)
}
