//! The second goal: what is counted, how a cap on it is written into a scenario, and where the row of that cap is.

use crate::model::Model;
use crate::model::rules::binds;
use crate::plan::tables::{Cell, Table};
use crate::program::{Col, Row};
use crate::run::{Priced, Question};
use crate::scenario::text::{closest, join, names};
use crate::scenario::{Quantity, QuantityUnit, RuleEffect, Scenario};
use crate::study::{StudyError, Subject};
use serde::Serialize;

/// What is weighed against the objective; less of it is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goal {
    /// Emissions over the horizon, ktCO2.
    Carbon,
    /// Exposure to legal risk under a rule over the horizon, MUSD.
    Risk,
    /// Mean volume not served over the horizon, in the unit of the workloads.
    Unmet,
    /// Capital spending over the horizon, MUSD undiscounted.
    Capex,
    /// Any other quantity of the tables.
    Quantity(Quantity),
}

impl std::str::FromStr for Goal {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        const SHORT: [&str; 4] = ["carbon", "risk", "unmet", "capex"];
        match text {
            "carbon" => Ok(Self::Carbon),
            "risk" => Ok(Self::Risk),
            "unmet" => Ok(Self::Unmet),
            "capex" => Ok(Self::Capex),
            other => Quantity::named(other).map(Self::Quantity).ok_or_else(|| {
                let all = SHORT
                    .into_iter()
                    .chain(Quantity::ALL.iter().map(|quantity| quantity.name()));
                let near = closest(other, all).map_or_else(String::new, |near| format!("did you mean {near}? "));
                format!(
                    "{near}there are {}, and every quantity that a limit of your own can name, such as power.it_used",
                    names(SHORT)
                )
            }),
        }
    }
}

/// What narrows a goal.
#[derive(Debug, Clone, Default)]
pub struct Scope {
    /// The risk rule, where there are several.
    pub rule: Option<String>,
    /// Only these workloads; empty: all.
    pub workloads: Vec<String>,
}

/// The id of the cap where the scenario has no such id.
const ID: &str = "frontier";

/// A cap far above anything: it is there for its row.
const FAR: f64 = 1e6;

/// How the cap is written and found again.
#[derive(Debug, Clone, PartialEq)]
enum Form {
    /// A cap on emissions: which emissions it counts.
    Carbon(&'static str),
    /// The limit of a risk rule: where it is.
    Risk(String),
    /// A limit of the planner's own: path of the list to append to, whether the list is there, filter.
    Limit {
        path: String,
        listed: bool,
        quantity: Quantity,
        filter: String,
    },
}

/// A second goal of one scenario.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Second {
    /// Short name: `carbon`.
    pub name: String,
    /// What it counts, in words.
    pub says: String,
    /// Its unit.
    pub unit: String,
    /// What the planner should know about what is counted.
    pub notes: Vec<String>,
    /// Cap that the scenario has already, in the goal's unit.
    pub limit: Option<f64>,
    #[serde(skip)]
    id: String,
    #[serde(skip)]
    form: Form,
}

/// The goal of a subject.
///
/// # Errors
/// What the scenario has no data for: nothing is ever taken for zero because it is missing.
pub fn second(subject: &Subject, goal: Goal, scope: &Scope) -> Result<Second, StudyError> {
    let scenario = &subject.question.scenario;
    if goal != Goal::Risk
        && let Some(rule) = &scope.rule
    {
        return Err(StudyError::input(
            format!("the rule `{rule}` is asked for, but the goal is not risk"),
            "leave --rule out, or choose --goal risk",
        ));
    }
    match goal {
        Goal::Carbon => carbon(scenario),
        Goal::Risk => risk(scenario, scope.rule.as_deref()),
        Goal::Unmet => limit(subject, "unmet", Quantity::Unmet, scope),
        Goal::Capex => limit(subject, "capex", Quantity::SpendCapex, scope),
        Goal::Quantity(quantity) => limit(subject, quantity.name(), quantity, scope),
    }
}

/// An id that is not taken.
fn free<'a>(taken: impl Iterator<Item = &'a String> + Clone) -> String {
    let mut id = ID.to_owned();
    let mut number = 2;
    while taken.clone().any(|known| *known == id) {
        id = format!("{ID}-{number}");
        number += 1;
    }
    id
}

fn carbon(scenario: &Scenario) -> Result<Second, StudyError> {
    let environment = &scenario.environment;
    let operational = environment.grid.is_some()
        && scenario
            .sites
            .iter()
            .all(|site| !site.environment.grid_intensity.is_empty());
    // A figure of zero cannot be told from one that is missing, and nothing is made without emissions.
    let given = |amounts: &[crate::scenario::KiloTonnes], place: usize| {
        amounts.get(place).is_some_and(|amount| amount.value() > 0.0)
    };
    let chips = scenario
        .chips
        .iter()
        .enumerate()
        .filter(|(_, chip)| chip.available.is_some());
    // Only what can be built: nothing is emitted for what stands.
    let buildable = |h: usize| {
        let mut all = scenario.sites.iter().flat_map(|site| &site.halls);
        all.any(|hall| hall.design.index() == h && hall.max.is_none_or(|max| f64::from(max) > hall.begun()))
    };
    let halls = scenario.halls.iter().enumerate().filter(|(h, _)| buildable(*h));
    let mut missing: Vec<&str> = chips
        .filter(|(c, _)| !given(&environment.embodied_chips, *c))
        .map(|(_, chip)| chip.id.as_str())
        .collect();
    missing.extend(
        halls
            .filter(|(h, _)| !given(&environment.embodied_halls, *h))
            .map(|(_, hall)| hall.id.as_str()),
    );
    let any_embodied = [&environment.embodied_chips, &environment.embodied_halls]
        .into_iter()
        .flatten()
        .any(|amount| amount.value() > 0.0);
    let mut notes = Vec::new();
    let (counts, says) = match (operational, missing.is_empty()) {
        (true, true) => (
            "all",
            "emissions of the energy bought and of making chips and halls",
        ),
        (true, false) => {
            if any_embodied {
                notes.push(format!(
                    "embodied emissions are not counted: there is no figure for {}",
                    names(missing)
                ));
            } else {
                notes.push("embodied emissions are not counted: the scenario gives none".into());
            }
            ("operational", "emissions of the energy bought")
        }
        (false, true) => {
            notes.push(
                "emissions of energy are not counted: the scenario names no source of grid intensity".into(),
            );
            ("embodied", "emissions of making chips and halls")
        }
        (false, false) => {
            return Err(StudyError::input(
                "the scenario does not say what is emitted: it names no source of the carbon intensity of the grids",
                "add `environment: {grid_intensity: ember}` (or google, or own)",
            ));
        }
    };
    Ok(Second {
        name: "carbon".into(),
        says: says.into(),
        unit: QuantityUnit::Carbon.name().into(),
        notes,
        limit: None,
        id: free(environment.carbon_caps.iter().map(|cap| &cap.id)),
        form: Form::Carbon(counts),
    })
}

fn risk(scenario: &Scenario, asked: Option<&str>) -> Result<Second, StudyError> {
    let cap = |effect: &RuleEffect| match effect {
        RuleEffect::Risk { at_most, .. } => Some(at_most.map(|cap| cap.value())),
        _ => None,
    };
    let rules: Vec<(&str, Option<f64>)> = scenario
        .rules
        .iter()
        .filter(|rule| rule.active.iter().any(|active| *active) && binds(scenario, rule))
        .filter_map(|rule| Some((rule.id.as_str(), cap(&rule.effect)?)))
        .collect();
    let known = || names(rules.iter().map(|(id, _)| *id));
    let chosen = match (asked, rules.as_slice()) {
        (_, []) => {
            return Err(StudyError::input(
                "the scenario has no rule with exposure to legal risk in force",
                "add a rule with `effect: {risk: {weight: 30 %}}`, or import catalogue/rules.yaml",
            ));
        }
        (None, [only]) => *only,
        (None, _) => {
            return Err(StudyError::input(
                "the scenario has several rules with legal risk",
                format!("say which: --rule NAME; there are: {}", known()),
            ));
        }
        (Some(name), _) => match rules.iter().find(|(id, _)| *id == name) {
            Some(found) => *found,
            None => {
                return Err(StudyError::input(
                    format!("there is no rule `{name}` with legal risk in force"),
                    format!("there are: {}", known()),
                ));
            }
        },
    };
    let (id, limit) = chosen;
    Ok(Second {
        name: "risk".into(),
        says: format!("exposure to legal risk under {id}"),
        unit: "MUSD".into(),
        notes: Vec::new(),
        limit: limit.filter(|cap| cap.is_finite()),
        id: id.to_owned(),
        form: Form::Risk(format!("{}.effect.risk.at_most", join("rules", id))),
    })
}

fn limit(subject: &Subject, name: &str, quantity: Quantity, scope: &Scope) -> Result<Second, StudyError> {
    let scenario = &subject.question.scenario;
    let mut filter = String::new();
    let mut notes = Vec::new();
    let unit = if quantity.unit() == QuantityUnit::Volume {
        let (unit, asked) = volumes(scenario, quantity, scope)?;
        filter = asked;
        unit
    } else {
        if !scope.workloads.is_empty() {
            return Err(StudyError::input(
                format!("{name} is not counted by workload"),
                "leave --workload out",
            ));
        }
        quantity.unit().name().to_owned()
    };
    if quantity == Quantity::WaterUsed {
        let without: Vec<&str> = scenario
            .sites
            .iter()
            .filter(|site| site.environment.water_use.value() == 0.0)
            .map(|site| site.id.as_str())
            .collect();
        if without.len() == scenario.sites.len() {
            return Err(StudyError::input(
                "the scenario does not say how much water cooling takes",
                "add `environment: {water: {use: {default: 1.8 L/kWh}}}`",
            ));
        }
        if !without.is_empty() {
            notes.push(format!("no water use is given for {}", names(without)));
        }
    }
    if matches!(quantity, Quantity::CarbonOperational) && scenario.environment.grid.is_none() {
        return Err(StudyError::input(
            "the scenario names no source of the carbon intensity of the grids",
            "add `environment: {grid_intensity: ember}` (or google, or own)",
        ));
    }
    let document = subject.document();
    let own = document.find("limits.own").and_then(items);
    let list = document.find("limits").and_then(items);
    let (path, listed) = match (list, own) {
        (Some(count), _) => (join("limits", &count.to_string()), true),
        (None, Some(count)) => (join("limits.own", &count.to_string()), true),
        (None, None) if document.find("limits").is_some() => ("limits.own".to_owned(), false),
        (None, None) => ("limits".to_owned(), false),
    };
    Ok(Second {
        name: name.into(),
        says: match quantity {
            Quantity::SpendCapex => "capital spending".into(),
            _ => quantity.says().into(),
        },
        unit,
        notes,
        limit: None,
        id: free(scenario.limits.iter().map(|limit| &limit.id)),
        form: Form::Limit {
            path,
            listed,
            quantity,
            filter,
        },
    })
}

/// Number of elements, if it is a list.
fn items(node: &crate::scenario::text::Node) -> Option<usize> {
    match &node.value {
        crate::scenario::text::Value::List(items) => Some(items.len()),
        _ => None,
    }
}

/// Unit of the volumes asked for, and the filter that selects them.
fn volumes(scenario: &Scenario, quantity: Quantity, scope: &Scope) -> Result<(String, String), StudyError> {
    for name in &scope.workloads {
        if !scenario.workloads.iter().any(|workload| workload.id == *name) {
            let known: Vec<&str> = scenario.workloads.iter().map(|w| w.id.as_str()).collect();
            return Err(StudyError::input(
                format!("there is no workload `{name}`"),
                crate::scenario::text::hint(name, "there are", &known),
            ));
        }
    }
    let asked = |id: &String| scope.workloads.is_empty() || scope.workloads.contains(id);
    let lines = scenario.demand.iter().filter(|line| {
        let workload = &scenario.workloads[line.workload.index()];
        asked(&workload.id)
    });
    let unmet = [Quantity::Unmet, Quantity::UnmetHours].contains(&quantity);
    if unmet && lines.clone().all(|line| line.service_floor >= 1.0) {
        return Err(StudyError::input(
            "no demand may go unmet in this scenario: every line must be served",
            "weigh cost against another goal, or allow unmet demand with `unmet_penalty`",
        ));
    }
    let selected: Vec<&crate::scenario::Workload> =
        scenario.workloads.iter().filter(|w| asked(&w.id)).collect();
    let mut units: Vec<&str> = selected.iter().map(|workload| workload.unit.as_str()).collect();
    units.dedup();
    units.sort_unstable();
    units.dedup();
    let filter = if scope.workloads.is_empty() {
        String::new()
    } else {
        format!("filter: {{workloads: [{}]}}, ", scope.workloads.join(", "))
    };
    match units.as_slice() {
        [unit] => Ok(((*unit).to_owned(), filter)),
        [] => Err(StudyError::input(
            "the scenario has no demand",
            "add a line of demand",
        )),
        _ => {
            let each = selected.iter().map(|w| format!("{} ({})", w.id, w.unit));
            let each: Vec<String> = each.collect();
            Err(StudyError::input(
                "the volumes of the workloads are in several units, which cannot be added up",
                format!(
                    "choose workloads of one unit: --workload NAME; there are: {}",
                    each.join(", ")
                ),
            ))
        }
    }
}

impl Second {
    /// The setting that caps the goal, `path=value`.
    pub fn cap(&self, most: f64) -> String {
        let Self { id, unit, .. } = self;
        match &self.form {
            Form::Carbon(counts) => {
                let path = join("environment.carbon.caps", id);
                format!("{path}={{$add: {{each: horizon, counts: {counts}, at_most: {most} {unit}}}}}")
            }
            Form::Risk(path) => format!("{path}={{$add: {most} {unit}}}"),
            Form::Limit {
                path,
                listed,
                quantity,
                filter,
            } => {
                let limit = format!(
                    "{{id: {id}, quantity: {}, {filter}each: horizon, at_most: {most} {unit}}}",
                    quantity.name()
                );
                if *listed {
                    format!("{path}={{$add: {limit}}}")
                } else {
                    format!("{path}={{$add: [{limit}]}}")
                }
            }
        }
    }

    /// A cap that nothing reaches.
    pub fn far(&self) -> f64 {
        FAR
    }

    /// The row of the cap in a model of a question that has it.
    pub fn row(&self, question: &Question, model: &Model) -> Option<Row> {
        let scenario = &question.scenario;
        let (family, place) = match &self.form {
            Form::Carbon(_) => {
                let caps = &scenario.environment.carbon_caps;
                ("carbon_cap", caps.iter().position(|cap| cap.id == self.id)?)
            }
            Form::Risk(_) => {
                let rules = &scenario.rules;
                ("risk_cap", rules.iter().position(|rule| rule.id == self.id)?)
            }
            Form::Limit { .. } => {
                let limits = &scenario.limits;
                (
                    "limit_at_most",
                    limits.iter().position(|limit| limit.id == self.id)?,
                )
            }
        };
        let program = &model.program;
        let found = (0..program.defining_rows()).find(|&row| {
            let named = &program.families[usize::from(program.row_family[row].0)];
            named.name == family && usize::from(program.row_key[row][0]) == place
        });
        found.map(|row| Row(row as u32))
    }

    /// The goal as terms over columns and a constant, read from the row of a cap of `most`.
    pub fn terms(&self, model: &Model, row: Row, most: f64) -> (Vec<(Col, f64)>, f64) {
        let constant = most - model.program.row_upper[row.index()];
        (model.program.row_terms(row).collect(), constant)
    }

    /// Value of the goal in a plan of a question that has the cap, as the tables of the plan say.
    pub fn value(&self, plan: &Priced) -> Option<f64> {
        let (table, column) = match &self.form {
            Form::Carbon(_) => ("carbon_caps", "emitted"),
            Form::Risk(_) => ("rules", "used"),
            Form::Limit { .. } => ("custom_limits", "amount"),
        };
        let table: &Table = plan.tables.iter().find(|one| one.name == table)?;
        let place = table.values.iter().position(|name| *name == column)?;
        let row = table.rows.iter().find(|row| row.keys.first() == Some(&self.id))?;
        match row.values.get(place)? {
            Cell::Number(value) => Some(*value),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn goals_have_names() {
        assert_eq!("carbon".parse(), Ok(Goal::Carbon));
        assert_eq!("power.it_used".parse(), Ok(Goal::Quantity(Quantity::ItUsed)));
        let wrong = "carbn".parse::<Goal>().unwrap_err();
        assert!(
            wrong.starts_with("did you mean carbon? there are carbon, risk, unmet, capex"),
            "{wrong}"
        );
    }

    #[test]
    fn an_id_that_is_taken_is_not_taken_again() {
        let taken = ["frontier".to_owned(), "frontier-2".to_owned()];
        assert_eq!(free(taken.iter()), "frontier-3");
        assert_eq!(free([].iter()), "frontier");
    }
}
