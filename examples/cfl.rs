//! Capacitated facility location cases of the OR-Library as ordinary scenarios.
//!
//! ```text
//! cargo run --release --example cfl -- FOLDER [--json]
//! ```
//!
//! Reads every `cap*.txt` of FOLDER in the format of J. E. Beasley's OR-Library (`m n`; m lines `capacity fixed_cost`;
//! for each of n customers its demand and the m costs of serving all of it), writes each as the YAML of a
//! scenario, and solves it the way any scenario is solved: load, build, solve, verify. A warehouse is a site with one
//! block of raw capacity and an opening cost; a customer is a demand line that must be served in full and may be
//! split, with a cost of serving from each site. One period of one year, no discounting.
//!
//! Exits 0 if every case with a published value is reproduced to 1e-6, relative; 1 otherwise; 2 for bad arguments.

use buildout::scenario::{ModelSpec, Objective, text::LoadOptions};
use buildout::solver::{Quiet, SolveOptions, Status, Strategy};
use buildout::{model, plan, scenario, solver};
use std::fmt::Write as _;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Optimal values published with the OR-Library (Beasley, "OR-Library: distributing test problems by electronic
/// mail", Journal of the Operational Research Society 41, 1990; file `capinfo`'s optima of `cap41`-`cap134`).
const PUBLISHED: [(&str, f64); 9] = [
    ("cap41", 1_040_444.375),
    ("cap71", 932_615.750),
    ("cap72", 977_799.400),
    ("cap73", 1_010_641.450),
    ("cap74", 1_034_976.975),
    ("cap101", 796_648.437),
    ("cap102", 854_704.200),
    ("cap103", 893_782.112),
    ("cap104", 928_941.750),
];

/// Largest relative distance from the published value.
const TOLERANCE: f64 = 1e-6;

/// A case as read.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// File name without extension.
    pub name: String,
    /// Capacity and fixed cost of each warehouse.
    pub warehouses: Vec<(f64, f64)>,
    /// Demand of each customer, and the cost of serving all of it from each warehouse.
    pub customers: Vec<(f64, Vec<f64>)>,
}

/// A solved case.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Solved {
    /// Name of the case.
    pub case: String,
    /// Objective found.
    pub objective: f64,
    /// Best bound proven.
    pub best_bound: f64,
    /// Value published, if any.
    pub published: Option<f64>,
    /// Relative distance from it.
    pub distance: Option<f64>,
    /// Warehouses open.
    pub open: usize,
    /// Seconds in the solver.
    pub seconds: f64,
}

impl Solved {
    /// Whether it is within the tolerance of the published value, if there is one.
    pub fn agrees(&self) -> bool {
        self.distance.is_none_or(|distance| distance <= TOLERANCE)
    }
}

impl Case {
    /// Reads the text of a case.
    ///
    /// # Errors
    /// A sentence that says what was expected.
    pub fn parse(name: &str, text: &str) -> Result<Self, String> {
        let mut numbers = text.split_whitespace();
        let mut next = |what: &str| -> Result<f64, String> {
            let word = numbers
                .next()
                .ok_or_else(|| format!("{name}: the file ends where {what} is expected"))?;
            match word.parse::<f64>() {
                Ok(number) if number.is_finite() && number >= 0.0 => Ok(number),
                _ => Err(format!("{name}: expected {what}, found {word}")),
            }
        };
        let warehouses = next("the number of warehouses")? as usize;
        let customers = next("the number of customers")? as usize;
        let warehouses = (0..warehouses)
            .map(|_| Ok((next("a capacity")?, next("a fixed cost")?)))
            .collect::<Result<Vec<_>, String>>()?;
        let customers = (0..customers)
            .map(|_| {
                let demand = next("a demand")?;
                let costs = warehouses
                    .iter()
                    .map(|_| next("a cost"))
                    .collect::<Result<Vec<_>, _>>()?;
                Ok((demand, costs))
            })
            .collect::<Result<Vec<_>, String>>()?;
        match numbers.next() {
            Some(word) => Err(format!("{name}: expected the end of the file, found {word}")),
            None => Ok(Self {
                name: name.into(),
                warehouses,
                customers,
            }),
        }
    }

    /// The case as the YAML of a scenario, one unit of its money as one million dollars.
    pub fn scenario_yaml(&self) -> String {
        let mut out = format!(
            "schema: 1\nname: {}\nperiods: {{labels: [once], length: 1 year, start_date: 2027-01-01}}\n\
             operator: {{headquarters: GB, wacc: 0 %}}\nchips: {{use: []}}\n\
             workloads: {{goods: {{kind: capacity, unit: tonne}}}}\n",
            self.name
        );
        // Writing to a string cannot fail.
        let _ = self.write_places(&mut out);
        out
    }

    fn write_places(&self, out: &mut String) -> std::fmt::Result {
        writeln!(out, "sites:")?;
        for (i, (capacity, fixed)) in self.warehouses.iter().enumerate() {
            writeln!(
                out,
                "  w{i}: {{country: GB, opening_cost: {fixed} MUSD, power: 0 MW, energy_price: 0 USD/MWh, pue: 1, \
                 blocks: {{goods: {capacity} tonne}}}}"
            )?;
        }
        writeln!(out, "markets:")?;
        for j in 0..self.customers.len() {
            writeln!(out, "  c{j}: {{name: Customer {j}, country: GB}}")?;
        }
        writeln!(out, "demand:")?;
        for (j, (demand, costs)) in self.customers.iter().enumerate() {
            write!(
                out,
                "  c{j}: {{market: c{j}, workload: goods, volume: {demand} tonne, service_floor: 100 %, \
                 unmet_penalty: 0 MUSD/tonne/year, serve_cost: {{"
            )?;
            for (i, cost) in costs.iter().enumerate() {
                let comma = if i == 0 { "" } else { ", " };
                // The published cost is for the whole demand; a customer without demand costs nothing.
                let each = if *demand > 0.0 { cost / demand } else { 0.0 };
                write!(out, "{comma}w{i}: {each} MUSD/tonne/year")?;
            }
            writeln!(out, "}}}}")?;
        }
        Ok(())
    }

    /// Solves the case through the ordinary path.
    ///
    /// # Errors
    /// A sentence that says which step failed.
    pub fn solve(&self) -> Result<Solved, String> {
        let failed = |step: &str, why: String| format!("{}: {step}: {why}", self.name);
        let loaded = scenario::load_str(
            &self.name,
            &self.scenario_yaml(),
            Path::new("."),
            &LoadOptions::default(),
        )
        .map_err(|problems| failed("load", format!("{:?}", problems.list)))?;
        let scenario = loaded.scenario;
        let spec = ModelSpec {
            name: "min-cost".into(),
            objective: Objective::MinCost,
            off: vec![],
        };
        let model = model::build(&scenario, &spec);
        let options = SolveOptions {
            gap: 0.0,
            strategy: Strategy::Whole,
            ..SolveOptions::default()
        };
        let outcome = solver::solve(&model.program, &options, Arc::new(Quiet::default()))
            .map_err(|error| failed("solve", error.to_string()))?;
        let (Status::Optimal, Some(values), Some(objective), Some(best_bound)) = (
            outcome.status,
            &outcome.values,
            outcome.objective,
            outcome.best_bound,
        ) else {
            return Err(failed("solve", format!("ended {:?}", outcome.status)));
        };
        let plan = model::extract(&scenario, &model, values);
        let checked = plan::verify::verify(&scenario, &spec, &plan);
        if let Some(violation) = checked.violations.first() {
            return Err(failed("verify", violation.message.clone()));
        }
        if (checked.objective - objective).abs() > TOLERANCE * objective.abs() {
            return Err(failed(
                "verify",
                format!("the ledger says {}, the solver {objective}", checked.objective),
            ));
        }
        let published = PUBLISHED
            .iter()
            .find(|(name, _)| *name == self.name)
            .map(|(_, value)| *value);
        Ok(Solved {
            case: self.name.clone(),
            objective,
            best_bound,
            published,
            distance: published.map(|value| (objective / value - 1.0).abs()),
            open: plan.opened.iter().flatten().count(),
            seconds: outcome.seconds,
        })
    }
}

/// Solves every `cap*.txt` of a folder, in order of name.
///
/// # Errors
/// A sentence that says which file or step failed.
pub fn solve_folder(folder: &Path) -> Result<Vec<Solved>, String> {
    let unreadable = |path: &Path, error: std::io::Error| format!("cannot read {}: {error}", path.display());
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| unreadable(folder, error))? {
        let path = entry.map_err(|error| unreadable(folder, error))?.path();
        let name = path
            .file_stem()
            .map(|stem| stem.to_string_lossy().into_owned())
            .unwrap_or_default();
        if name.starts_with("cap") && path.extension().is_some_and(|extension| extension == "txt") {
            let text = std::fs::read_to_string(&path).map_err(|error| unreadable(&path, error))?;
            cases.push(Case::parse(&name, &text)?);
        }
    }
    if cases.is_empty() {
        return Err(format!("{} has no cap*.txt", folder.display()));
    }
    cases.sort_by_key(|case| (case.name.len(), case.name.clone()));
    cases.iter().map(Case::solve).collect()
}

fn table(solved: &[Solved]) -> String {
    let mut out = format!(
        "{:<8} {:>16} {:>16} {:>9} {:>5} {:>8}\n",
        "case", "objective", "published", "distance", "open", "seconds"
    );
    for s in solved {
        let published = s.published.map_or("-".into(), |value| format!("{value:.3}"));
        let distance = s.distance.map_or("-".into(), |value| format!("{value:.1e}"));
        let _ = writeln!(
            out,
            "{:<8} {:>16.3} {published:>16} {distance:>9} {:>5} {:>8.2}",
            s.case, s.objective, s.open, s.seconds
        );
    }
    out
}

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let json = arguments.iter().any(|a| a == "--json");
    arguments.retain(|a| a != "--json");
    let [folder] = arguments.as_slice() else {
        eprintln!("usage: cfl FOLDER [--json]");
        return ExitCode::from(2);
    };
    let solved = match solve_folder(Path::new(folder)) {
        Ok(solved) => solved,
        Err(message) => {
            eprintln!("error: {message}");
            return ExitCode::FAILURE;
        }
    };
    if json {
        match serde_json::to_string_pretty(&solved) {
            Ok(text) => println!("{text}"),
            Err(error) => {
                eprintln!("error: {error}");
                return ExitCode::FAILURE;
            }
        }
    } else {
        print!("{}", table(&solved));
    }
    if solved.iter().all(Solved::agrees) {
        ExitCode::SUCCESS
    } else {
        eprintln!("error: a case is further than {TOLERANCE:e} from its published value");
        ExitCode::FAILURE
    }
}
