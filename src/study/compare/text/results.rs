//! Results side by side.

use super::super::lines::{ALL, DEPLOYED, IN_SERVICE, NET_COST, ORDERED};
use super::super::{By, Comparison, Difference, Line, Mark, Topic};
use super::{NOT_DISTINGUISHABLE, code, currency, relative, signed};
use crate::plan::ledger::{Class, Component};
use crate::plan::tables::Cell;
use crate::report::grid::{Grid, Page};
use crate::report::money::Currency;
use crate::report::numbers::{cell, column_decimals};
use crate::report::terminal::component_title;
use std::collections::BTreeMap;

/// Lines of a topic shown unless all are asked for.
const SHOWN: usize = 12;
/// What the mark means, and what is left.
pub(in super::super) const MEANING: &str = "no larger than both gaps allow, or a plan shows that it need not be. The \
    rest is larger than the gaps, but may still be a choice between equally good plans.";
/// Stands for "not distinguishable" where there is no room for the words.
const SHORT_MARK: &str = "~";

/// A section for every topic in which something differs.
pub(super) fn sections(comparison: &Comparison<'_>, all: bool, page: Page) -> Vec<String> {
    if comparison.lines.is_empty() {
        return Vec::new();
    }
    let mut sections: Vec<String> = Topic::ALL
        .iter()
        .map(|&topic| section(comparison, topic, all, page))
        .filter(|section| !section.is_empty())
        .collect();
    let planned = comparison.cases.iter().filter(|case| case.saved.plan.is_some());
    if sections.is_empty() && planned.count() > 1 {
        sections.push(format!("{}\n  None.\n", page.heading("Results that differ")));
        return sections;
    }
    let marked = |line: &Line| {
        let mut differences = line.differences.iter().flatten();
        line.differs && differences.any(|difference| difference.mark == Mark::NotDistinguishable)
    };
    if let Some(last) = sections
        .last_mut()
        .filter(|_| comparison.lines.iter().any(marked))
    {
        let mark = match comparison.by == By::Period || comparison.cases.len() > 2 {
            true => format!("{SHORT_MARK} not distinguishable: "),
            false => "Not distinguishable: ".into(),
        };
        last.push('\n');
        last.push_str(&page.wrap(&format!("{mark}{MEANING}")));
    }
    sections
}

/// How the numbers of a topic are converted and what it is called.
struct Look<'a> {
    title: String,
    currency: Option<Currency<'a>>,
}

fn look<'a>(comparison: &Comparison<'a>, topic: Topic) -> Look<'a> {
    let currency = currency(comparison);
    let split = match comparison.by {
        By::Total => "",
        By::Period => ", by period",
        By::Site => ", by site",
        By::Chip => ", by chip",
    };
    // Paid in several periods: only rates that stay the same convert the sum.
    let rates = &comparison
        .cases
        .first()
        .map(|case| &case.saved.question.scenario.money.usd);
    let steady = rates.is_some_and(|rates| rates.windows(2).all(|pair| pair[0] == pair[1]));
    let paid = currency.filter(|_| comparison.by == By::Period || steady);
    match topic {
        Topic::Cost => Look {
            title: format!("Cost{split}, {} of present value", code(currency)),
            currency,
        },
        Topic::Spending => Look {
            title: format!("Spending{split}, {} undiscounted", code(paid)),
            currency: paid,
        },
        Topic::Sites => Look {
            title: "Sites".into(),
            currency: None,
        },
        Topic::Capacity => Look {
            title: format!("Capacity{split}"),
            currency: None,
        },
        Topic::Chips => Look {
            title: format!("Chips{split}"),
            currency: None,
        },
        Topic::Demand => Look {
            title: format!("Demand{split}"),
            currency: None,
        },
        Topic::Carbon => Look {
            title: format!("Energy, emissions, water{split}"),
            currency: None,
        },
    }
}

/// The lines of a topic, biggest first: all, or what differs and is not told elsewhere.
pub(in super::super) fn chosen<'l>(comparison: &'l Comparison<'_>, topic: Topic, all: bool) -> Vec<&'l Line> {
    let by = comparison.by;
    let shown = |line: &&Line| {
        if line.key.topic != topic {
            return false;
        }
        if all {
            return true;
        }
        let component = !line.key.of.is_empty() && topic.is_money() && by != By::Total;
        let other_money = match by {
            By::Period => Topic::Cost,
            By::Total | By::Site | By::Chip => Topic::Spending,
        };
        // The only component of revenue is revenue, and most units ordered are put in service and stay there.
        let told_twice = (line.key.line == Class::Revenue.name() && !line.key.of.is_empty())
            || ([ORDERED, IN_SERVICE].contains(&line.key.line.as_str())
                && same_as_put_in_service(comparison, line));
        line.differs && !component && !told_twice && topic != other_money
    };
    let chosen: Vec<&Line> = comparison.lines.iter().filter(shown).collect();
    ordered(chosen, comparison, topic)
}

fn section(comparison: &Comparison<'_>, topic: Topic, all: bool, page: Page) -> String {
    let lines = chosen(comparison, topic, all);
    if lines.is_empty() {
        return String::new();
    }
    let look = look(comparison, topic);
    let most = if all { usize::MAX } else { SHOWN };
    let (grid, more) = match comparison.by {
        By::Period => by_period(comparison, &lines, &look, most),
        By::Total | By::Site | By::Chip => listed(comparison, &lines, &look, most),
    };
    let mut text = format!("{}\n{}", page.heading(&look.title), grid.render(page));
    if more > 0 {
        text.push_str(&format!("  and {more} more lines; --all shows them\n"));
    }
    text
}

/// A topic as title and table, what differs of it in full; nothing if nothing does.
pub(in super::super) fn table(comparison: &Comparison<'_>, topic: Topic) -> Option<(String, Grid)> {
    let lines = chosen(comparison, topic, false);
    if lines.is_empty() {
        return None;
    }
    let look = look(comparison, topic);
    let (grid, _) = match comparison.by {
        By::Period => by_period(comparison, &lines, &look, usize::MAX),
        By::Total | By::Site | By::Chip => listed(comparison, &lines, &look, usize::MAX),
    };
    Some((look.title, grid))
}

/// Whether a line of a chip counts as many units as are put in service, in every run.
fn same_as_put_in_service(comparison: &Comparison<'_>, line: &Line) -> bool {
    let place = |line: &Line| {
        (
            line.key.chip.clone(),
            line.key.site.clone(),
            line.key.period.clone(),
        )
    };
    let mut lines = comparison.lines.iter();
    lines
        .any(|other| other.key.line == DEPLOYED && place(other) == place(line) && other.values == line.values)
}

/// Biggest first. Money: classes by their size, each with its components; everything else by its share of what is
/// largest in the same unit; periods of a line stay together, in their order.
fn ordered<'l>(lines: Vec<&'l Line>, comparison: &Comparison<'_>, topic: Topic) -> Vec<&'l Line> {
    let mut scale: BTreeMap<&str, f64> = BTreeMap::new();
    for line in comparison.lines.iter().filter(|line| line.key.topic == topic) {
        let most = scale.entry(&line.unit).or_default();
        for value in &line.values {
            if let Cell::Number(value) = value {
                *most = most.max(value.abs());
            }
        }
    }
    let size = |line: &Line| match scale.get(line.unit.as_str()) {
        Some(most) if *most > 0.0 => line.largest() / most,
        _ => line.largest(),
    };
    // What stays together, and how big the biggest of it is.
    let group = |line: &Line| {
        let key = &line.key;
        let of = if topic.is_money() { ALL } else { key.of.as_str() };
        (
            key.line.clone(),
            of.to_owned(),
            key.site.clone(),
            key.chip.clone(),
        )
    };
    let mut biggest: BTreeMap<_, f64> = BTreeMap::new();
    for line in &lines {
        let most = biggest.entry(group(line)).or_default();
        *most = most.max(size(line));
    }
    let mut keyed: Vec<(_, f64, bool, f64, &Line)> = lines
        .into_iter()
        .map(|line| {
            let group = group(line);
            let most = biggest.get(&group).copied().unwrap_or(0.0);
            let of_period = if line.key.period.is_empty() {
                size(line)
            } else {
                0.0
            };
            (group, most, !line.key.of.is_empty(), of_period, line)
        })
        .collect();
    // What is added up to the objective comes first, then the sum, then what it leaves out.
    let last = |line: &Line| match line.key.line.as_str() {
        NET_COST => 1,
        name if topic.is_money() && name == Class::Revenue.name() => 2,
        _ => 0,
    };
    keyed.sort_by(|a, b| {
        last(a.4)
            .cmp(&last(b.4))
            .then_with(|| b.1.total_cmp(&a.1))
            .then_with(|| a.0.cmp(&b.0))
            .then_with(|| a.2.cmp(&b.2))
            .then_with(|| b.3.total_cmp(&a.3))
    });
    keyed.into_iter().map(|(.., line)| line).collect()
}

/// Name of a line: components of money under their class.
pub(in super::super) fn name(line: &Line) -> String {
    let key = &line.key;
    match (key.topic.is_money(), Component::named(&key.of)) {
        (true, Some(component)) => format!("  {}", component_title(component)),
        _ => key.line.clone(),
    }
}

/// A key column: its heading, and its cell for a line.
type Column = (&'static str, fn(&Line) -> String);

/// Key columns beside the name that any of the lines fills: heading and cell.
fn keys(lines: &[&Line]) -> Vec<Column> {
    let of: fn(&Line) -> String = |line| {
        if line.key.topic.is_money() {
            String::new()
        } else {
            line.key.of.clone()
        }
    };
    let columns: [Column; 4] = [
        ("of", of),
        ("site", |line| line.key.site.clone()),
        ("chip", |line| line.key.chip.clone()),
        ("unit", |line| {
            if line.key.topic.is_money() {
                String::new()
            } else {
                line.unit.clone()
            }
        }),
    ];
    columns
        .into_iter()
        .filter(|(_, cell)| lines.iter().any(|line| !cell(line).is_empty()))
        .collect()
}

/// A row per line: values of all runs, differences, marks; and how many lines are left out.
fn listed(comparison: &Comparison<'_>, lines: &[&Line], look: &Look<'_>, most: usize) -> (Grid, usize) {
    let columns = keys(lines);
    let two = comparison.cases.len() == 2;
    let mut header = vec!["line".to_owned()];
    header.extend(columns.iter().map(|(name, _)| (*name).to_owned()));
    let keys = header.len();
    header.extend(comparison.cases.iter().map(|case| case.label.clone()));
    for other in comparison.others() {
        header.push(if two {
            "difference".into()
        } else {
            format!("{} less", other.label)
        });
        header.push("%".into());
        header.push(String::new());
    }
    let words = lines
        .iter()
        .all(|line| line.values.iter().all(|cell| !matches!(cell, Cell::Number(_))));
    if words {
        header.truncate(keys + comparison.cases.len());
    }
    let mut grid = Grid::new(header, keys);
    let shown = most.min(lines.len());
    for line in lines.iter().take(shown) {
        let convert = |value: f64| look.currency.map_or(value, |currency| currency.present(value));
        let numbers: Vec<f64> = line
            .values
            .iter()
            .filter_map(|cell| match cell {
                Cell::Number(value) => Some(convert(*value)),
                _ => None,
            })
            .collect();
        let decimals = column_decimals(numbers.iter().copied());
        let mut row = vec![name(line)];
        row.extend(columns.iter().map(|(name, cell)| match cell(line) {
            // What belongs to no site or chip: penalties, orders.
            empty if empty.is_empty() && ["site", "chip"].contains(name) => format!("(no {name})"),
            text => text,
        }));
        row.extend(line.values.iter().map(|value| match value {
            Cell::Number(value) => cell(convert(*value), decimals),
            Cell::Text(text) => text.clone(),
            Cell::None => "-".into(),
        }));
        if !words {
            for difference in &line.differences {
                let [absolute, share, mark] = told(*difference, &convert, decimals, two);
                row.extend([absolute, share, mark]);
            }
        }
        grid.row(row);
    }
    (grid, lines.len() - shown)
}

fn told(
    difference: Option<Difference>,
    convert: &dyn Fn(f64) -> f64,
    decimals: usize,
    two: bool,
) -> [String; 3] {
    let Some(difference) = difference else {
        return [String::new(), String::new(), String::new()];
    };
    let absolute = signed(convert(difference.absolute), decimals);
    if difference.mark == Mark::Equal {
        return [absolute, String::new(), String::new()];
    }
    let mark = match difference.mark {
        Mark::NotDistinguishable if two => NOT_DISTINGUISHABLE,
        Mark::NotDistinguishable => SHORT_MARK,
        Mark::Larger | Mark::Equal => "",
    };
    [absolute, relative(difference.relative), mark.to_owned()]
}

/// A block per line: a row per run and per difference, a column per period; and how many lines are left out.
fn by_period(comparison: &Comparison<'_>, lines: &[&Line], look: &Look<'_>, most: usize) -> (Grid, usize) {
    let labels = comparison
        .cases
        .first()
        .map(|case| case.saved.question.scenario.horizon.labels.as_slice())
        .unwrap_or_default();
    // Periods in which nothing differs are filled in from all lines.
    let mut blocks: Vec<(&Line, Vec<Option<&Line>>)> = Vec::new();
    let alike = |a: &Line, b: &Line| {
        let (a, b) = (&a.key, &b.key);
        (a.topic, &a.line, &a.of, &a.site, &a.chip) == (b.topic, &b.line, &b.of, &b.site, &b.chip)
    };
    for &line in lines {
        if !blocks.iter().any(|(first, _)| alike(first, line)) {
            let at = |label: &String| {
                let of = comparison.lines.iter();
                of.into_iter()
                    .find(|other| alike(line, other) && other.key.period == *label)
            };
            blocks.push((line, labels.iter().map(at).collect()));
        }
    }
    let columns = keys(lines);
    let mut header = vec!["line".to_owned()];
    header.extend(columns.iter().map(|(name, _)| (*name).to_owned()));
    header.push("run".into());
    let keys = header.len();
    header.extend(labels.iter().cloned());
    let mut grid = Grid::new(header, keys);
    let shown = most.min(blocks.len());
    for (line, periods) in blocks.iter().take(shown) {
        let convert = |t: usize, value: f64| look.currency.map_or(value, |currency| currency.paid(t, value));
        let number = |t: usize, run: usize| -> Option<f64> {
            match periods.get(t).copied().flatten()?.values.get(run)? {
                Cell::Number(value) => Some(convert(t, *value)),
                _ => None,
            }
        };
        let runs = comparison.cases.len();
        let numbers: Vec<f64> = (0..periods.len())
            .flat_map(|t| (0..runs).filter_map(move |run| number(t, run)))
            .collect();
        let decimals = column_decimals(numbers.iter().copied());
        let mut heads = vec![name(line)];
        heads.extend(columns.iter().map(|(_, cell)| cell(line)));
        let mut row = |run: String, cells: Vec<String>| {
            let row: Vec<String> = heads.iter().cloned().chain([run]).chain(cells).collect();
            grid.row(row);
            heads.iter_mut().for_each(String::clear);
        };
        for (run, case) in comparison.cases.iter().enumerate() {
            let cells =
                (0..periods.len()).map(|t| number(t, run).map_or("-".into(), |value| cell(value, decimals)));
            row(case.label.clone(), cells.collect());
        }
        for (at, other) in comparison.others().iter().enumerate() {
            let cells = periods.iter().enumerate().map(|(t, line)| {
                let difference = line.and_then(|line| line.differences.get(at).copied().flatten());
                difference.map_or(String::new(), |difference| {
                    let text = signed(convert(t, difference.absolute), decimals);
                    match difference.mark {
                        Mark::NotDistinguishable => format!("{SHORT_MARK}{text}"),
                        _ => text,
                    }
                })
            });
            let name = if runs == 2 {
                "difference".into()
            } else {
                format!("{} less", other.label)
            };
            row(name, cells.collect());
        }
    }
    (grid, blocks.len() - shown)
}
