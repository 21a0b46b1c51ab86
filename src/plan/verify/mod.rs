//! The independent check of a plan: every rule is recomputed from the scenario in plain loops, without the
//! program that the plan came from. A plan that fails is an internal error, never a result.

mod construction;
mod contracts;
mod demand;
mod demand_side;
mod environment;
mod finance;
mod halls;
mod leasing;
mod licences;
mod limits;
mod money;
mod placing;
mod portability;
mod power;
mod ppa;
mod resilience;
mod rules;
mod rules_on_use;
mod sites;
mod supply;
mod training;
mod values;
mod vintages;

pub(crate) use environment::carbon_windows;
pub(crate) use rules::{capped_tpp, duty, granted_tpp, total_exposure, tpp, tpp_under};
pub(crate) use rules_on_use::ratios;

pub(super) use resilience::{at_stake, wanted};

use super::facts::Facts;
use super::ledger::Ledger;
use super::{Plan, shape};
use crate::scenario::{Chip, ModelSpec, Objective, Period, Scenario};

/// Accuracy of every comparison: `used <= limit` holds if it is broken by no more than this times
/// `max(1, |used|, |limit|)`. Both sides are sums of terms of one sign, so that this is the scale of the
/// row's terms. It is the feasibility tolerance of the solver.
pub const TOLERANCE: f64 = 1e-6;

/// Utilisation from which a limit counts as binding.
const BINDING: f64 = 0.999;

/// A rule that a plan breaks.
#[derive(Debug, Clone, PartialEq)]
pub struct Violation {
    /// Constraint family, as in the model's registry; `plan` for a plan whose tables are not of the
    /// scenario's shape or hold numbers that no plan can have.
    pub family: &'static str,
    /// Kind of row within the family: `grid_power`, `land` ... Where the model has no row because a decision
    /// does not exist or is bounded, a name of its own.
    pub row: &'static str,
    /// Ids of what it concerns, separated by commas.
    pub subject: String,
    /// When, if it concerns one period.
    pub period: Option<Period>,
    /// What is wrong, in the planner's words, with numbers and units.
    pub message: String,
    /// By how much, in the unit that the message names; 1 where there is no amount.
    pub amount: f64,
}

/// Result of a check.
#[derive(Debug, Clone, PartialEq)]
pub struct Verification {
    /// Everything that is broken, in the order of the families.
    pub violations: Vec<Violation>,
    /// Objective by the ledger, MUSD of present value, minimised; NaN if the plan holds NaN.
    pub objective: f64,
    /// How much better than this a solver may find the same plan, MUSD: it earns along tangents to revenue curves.
    pub allowance: f64,
    /// Number of comparisons made.
    pub checked: usize,
}

impl Verification {
    /// Whether nothing is broken.
    pub fn accepted(&self) -> bool {
        self.violations.is_empty()
    }
}

/// A limit that a plan uses up.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Usage {
    /// Kind of row.
    pub row: &'static str,
    /// Ids of what is limited.
    pub subject: String,
    /// When, if the limit is of one period.
    pub period: Option<Period>,
    /// How much is used.
    pub used: f64,
    /// How much there is.
    pub limit: f64,
    /// Unit of both.
    pub unit: String,
}

/// Checks a plan against every rule of the scenario, except families that the model switches off.
///
/// The plan's tables may be of any shape. If they do not match the scenario, or hold numbers that are not
/// finite, only that is reported: nothing else would mean anything.
pub fn verify(scenario: &Scenario, spec: &ModelSpec, plan: &Plan) -> Verification {
    let facts = Facts::new(scenario, plan);
    let ledger = Ledger::from_facts(&facts);
    let mut checker = Checker::new(&facts, &spec.off);
    checker.prices_are_decided = spec.objective == Objective::MaxProfit;
    for misshape in shape::misshapes(scenario, plan) {
        checker.refuse(SHAPE, misshape.table, None, misshape.message, 1.0);
    }
    if checker.violations.is_empty() && values::check(&mut checker) {
        checker.every_family(&ledger);
    }
    Verification {
        violations: checker.violations,
        objective: ledger.objective(spec),
        allowance: ledger.allowance(spec),
        checked: checker.checked,
    }
}

/// Limits of a plan that are used to 99.9 % or more.
pub(crate) fn binding(facts: &Facts<'_>, ledger: &Ledger) -> Vec<Usage> {
    let mut checker = Checker::new(facts, &[]);
    checker.every_family(ledger);
    checker.usages
}

/// Whether a limit counts as binding.
pub(crate) fn binds(used: f64, bound: f64) -> bool {
    bound > 0.0 && used >= BINDING * bound
}

/// Where a comparison belongs.
#[derive(Debug, Clone, Copy)]
struct Kind {
    /// Constraint family, by which it can be switched off.
    family: &'static str,
    /// Kind of row.
    row: &'static str,
}

/// A kind of row.
const fn kind(family: &'static str, row: &'static str) -> Kind {
    Kind { family, row }
}

/// Tables in another shape than the scenario's.
const SHAPE: Kind = kind("plan", "shape");

/// What a comparison is about.
struct Limit<'a> {
    /// Where it belongs.
    kind: Kind,
    /// When, if in one period.
    period: Option<Period>,
    /// What is used, as a noun: `grid power needed`.
    what: &'a str,
    /// What limits it, as a noun: `usable grid power`.
    limit: &'a str,
    /// Unit of both.
    unit: &'a str,
}

/// Walks the rules, counts comparisons, collects what is broken and what is used up.
struct Checker<'a> {
    facts: &'a Facts<'a>,
    off: &'a [String],
    prices_are_decided: bool,
    violations: Vec<Violation>,
    usages: Vec<Usage>,
    checked: usize,
}

impl<'a> Checker<'a> {
    fn new(facts: &'a Facts<'a>, off: &'a [String]) -> Self {
        Self {
            facts,
            off,
            prices_are_decided: true,
            violations: Vec::new(),
            usages: Vec::new(),
            checked: 0,
        }
    }

    fn every_family(&mut self, ledger: &Ledger) {
        sites::check(self);
        construction::check(self);
        power::check(self);
        ppa::check(self);
        halls::check(self);
        supply::check(self);
        vintages::check(self);
        contracts::check(self);
        leasing::check(self);
        demand::check(self);
        demand_side::check(self);
        training::check(self);
        resilience::check(self);
        portability::check(self);
        rules::check(self);
        rules_on_use::check(self);
        licences::check(self);
        environment::check(self);
        money::check(self, ledger);
        finance::check(self, ledger);
        limits::check(self, ledger);
    }

    fn is_on(&self, family: &str) -> bool {
        !self.off.iter().any(|off| off == family)
    }

    /// Whether the plan says who is in service: not if the fleet is free of its balance.
    fn fleet_is_known(&self) -> bool {
        let by_vintage = self.facts.scenario.chips.iter().any(Chip::by_vintage);
        self.is_on("fleet_balance")
            && (!by_vintage || (self.is_on("fleet_life") && self.is_on("fleet_moves")))
    }

    /// Reports something broken, unless its family is off.
    fn refuse(
        &mut self,
        kind: Kind,
        subject: impl Into<String>,
        period: Option<Period>,
        message: impl Into<String>,
        amount: f64,
    ) {
        if self.is_on(kind.family) {
            self.violations.push(Violation {
                family: kind.family,
                row: kind.row,
                subject: subject.into(),
                period,
                message: message.into(),
                amount,
            });
        }
    }

    /// A condition without a quantity.
    fn require(
        &mut self,
        holds: bool,
        kind: Kind,
        subject: impl FnOnce() -> String,
        period: Option<Period>,
        message: impl FnOnce() -> String,
    ) {
        self.checked += 1;
        if !holds {
            self.refuse(kind, subject(), period, message(), 1.0);
        }
    }

    /// `used <= bound`, bookkeeping: not a limit that a planner would ask about.
    fn within(&mut self, limit: &Limit<'_>, subject: impl FnOnce() -> String, used: f64, bound: f64) -> bool {
        self.compare(limit, subject, (used, bound), used - bound, "more")
    }

    /// `used <= bound`, a limit of the scenario: remembered when it is used up.
    fn at_most(&mut self, limit: &Limit<'_>, subject: impl Fn() -> String, used: f64, bound: f64) {
        if self.within(limit, &subject, used, bound) {
            self.note(limit, subject, used, bound);
        }
    }

    /// Remembers a limit if it is used up.
    fn note(&mut self, limit: &Limit<'_>, subject: impl FnOnce() -> String, used: f64, bound: f64) {
        if binds(used, bound) && self.is_on(limit.kind.family) {
            self.usages.push(Usage {
                row: limit.kind.row,
                subject: subject(),
                period: limit.period,
                used,
                limit: bound,
                unit: limit.unit.to_owned(),
            });
        }
    }

    /// `reached >= bound`.
    fn at_least(&mut self, limit: &Limit<'_>, subject: impl FnOnce() -> String, reached: f64, bound: f64) {
        self.compare(limit, subject, (reached, bound), bound - reached, "less");
    }

    /// Whether the first of `sides` is off the second by no more than the tolerance: `excess`, in the direction
    /// that is forbidden.
    fn compare(
        &mut self,
        limit: &Limit<'_>,
        subject: impl FnOnce() -> String,
        (found, bound): (f64, f64),
        excess: f64,
        direction: &str,
    ) -> bool {
        self.checked += 1;
        // Written so that NaN fails.
        let holds = excess <= tolerance(found, bound);
        if !holds {
            let Limit {
                kind,
                period,
                what,
                limit,
                unit,
            } = *limit;
            let message = format!(
                "{what}: {} {unit}, {} {unit} {direction} than {limit} ({} {unit})",
                number(found),
                number(excess),
                number(bound)
            );
            self.refuse(kind, subject(), period, message, excess);
        }
        holds
    }
}

/// Allowed error of a comparison of two sums.
fn tolerance(a: f64, b: f64) -> f64 {
    TOLERANCE * a.abs().max(b.abs()).max(1.0)
}

/// A number for people: at most six decimals, small ones in full precision.
fn number(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    if value != 0.0 && (rounded == 0.0 || !rounded.is_finite()) {
        format!("{value:.3e}")
    } else {
        rounded.to_string()
    }
}
