//! Samples of inputs with their results: solved here over a Latin hypercube, or read from a sweep.

use super::inputs::Input;
use super::tornado::first;
use crate::scenario::text::measured;
use crate::solver::Status;
use crate::study::sweep::stratified;
use crate::study::{Answer, Desk, Proven, StudyError, Subject};
use serde::Serialize;

/// A sample: a row of inputs and a result for each case that has one.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct Samples {
    /// Inputs.
    pub names: Vec<String>,
    /// `[case][input]`: the number in the input's own unit; for a series the place between low (0) and high (1).
    pub rows: Vec<Vec<f64>>,
    /// Objectives, MUSD.
    pub results: Vec<f64>,
    /// Mean width between plan and bound, MUSD.
    pub noise: f64,
    /// Cases without a result, by why.
    pub left_out: Vec<String>,
    /// How many solves were stopped by a limit; 0 where they were not made here.
    pub stopped: usize,
}

impl Samples {
    fn push(&mut self, row: Vec<f64>, result: f64, width: f64) {
        let before = self.results.len() as f64;
        self.noise = (self.noise * before + width.abs()) / (before + 1.0);
        self.rows.push(row);
        self.results.push(result);
    }
}

/// Solves `cases` drawn between the lows and highs of the inputs.
///
/// # Errors
/// Faults of the solver; cases without a plan are left out and told.
pub fn sampled(
    desk: &mut Desk,
    subject: &Subject,
    inputs: &[Input],
    cases: usize,
    seed: u64,
) -> Result<Samples, StudyError> {
    let mut samples = Samples {
        names: inputs.iter().map(|input| input.path.clone()).collect(),
        ..Samples::default()
    };
    let by_input: Vec<Vec<f64>> = (0..inputs.len())
        .map(|input| stratified(seed, input, cases))
        .collect();
    for case in 0..cases {
        if desk.interrupted() {
            samples
                .left_out
                .push(format!("{} cases: stopped before they were solved", cases - case));
            break;
        }
        desk.begins("sample", case, cases);
        let drawn = || inputs.iter().zip(by_input.iter().map(|places| places[case]));
        let sets: Vec<String> = drawn().map(|(input, place)| input.at(place)).collect();
        let question = match subject.variant(&sets) {
            Ok(question) => question,
            Err(problems) => {
                samples
                    .left_out
                    .push(format!("case {}: {}", case + 1, first(&problems)));
                continue;
            }
        };
        let answer: Answer = desk.answer(&question)?;
        samples.stopped += usize::from(matches!(answer.status(), Status::Feasible | Status::Unknown));
        match answer.proven() {
            Some(Proven { found, bound }) => samples.push(
                drawn().map(|(input, place)| input.number(place)).collect(),
                found,
                bound.map_or(0.0, |bound| found - bound),
            ),
            None => samples.left_out.push(format!(
                "case {}: {}",
                case + 1,
                match answer.status() {
                    Status::Infeasible => "no plan satisfies the scenario",
                    _ => "stopped before any plan was found",
                }
            )),
        }
    }
    Ok(samples)
}

/// Columns of a sweep that are no inputs although they stand among them.
const NO_INPUT: [&str; 3] = ["number", "case", "scenario"];

/// Reads the results of a sweep: a column for each input, then `status`, then `objective_musd` and `best_bound_musd`. A table
/// of another making is read as well: `objective`, and inputs that are columns named by a path (with a dot in it). Inputs
/// are those asked for, or all. Cases without an objective are left out.
///
/// # Errors
/// A text that is no such table.
pub fn from_csv(text: &str, asked: &[String]) -> Result<Samples, StudyError> {
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header: Vec<String> = match reader.headers() {
        Ok(header) => header.iter().map(str::to_owned).collect(),
        Err(error) => {
            return Err(StudyError::input(
                format!("the results are no table: {error}"),
                "give results.csv of a sweep",
            ));
        }
    };
    let place = |name: &str| header.iter().position(|column| column == name);
    let Some(objective) = place("objective_musd").or_else(|| place("objective")) else {
        return Err(StudyError::input(
            "the results have no column `objective_musd`",
            format!(
                "give results.csv of a sweep; this table has: {}",
                header.join(", ")
            ),
        ));
    };
    let bound = place("best_bound_musd").or_else(|| place("best_bound"));
    // The unit of an input stands behind its path, in brackets.
    let path = |column: usize| header[column].split(" [").next().unwrap_or_default();
    let before_status = place("status").unwrap_or(header.len());
    let inputs: Vec<usize> = (0..before_status)
        .filter(|&column| match place("case") {
            Some(_) => !NO_INPUT.contains(&header[column].as_str()),
            None => header[column].contains('.'),
        })
        .collect();
    let mut columns = Vec::new();
    if asked.is_empty() {
        columns.extend(&inputs);
    }
    for name in asked {
        let Some(&column) = inputs.iter().find(|&&column| path(column) == name) else {
            let known: Vec<&str> = inputs.iter().map(|&column| path(column)).collect();
            return Err(StudyError::input(
                format!("the results have no input `{name}`"),
                crate::scenario::text::hint(name, "there are", &known),
            ));
        };
        columns.push(column);
    }
    if columns.is_empty() {
        return Err(StudyError::input(
            "the results have no column of an input",
            "inputs are columns named by their path, such as `budget.capex.at_most`",
        ));
    }
    let mut samples = Samples {
        names: columns.iter().map(|&column| header[column].clone()).collect(),
        ..Samples::default()
    };
    for (line, record) in reader.records().enumerate() {
        let case = line + 1;
        let record = record.map_err(|error| {
            StudyError::input(
                format!("line {} of the results cannot be read: {error}", case + 1),
                "give results.csv of a sweep",
            )
        })?;
        let field = |column: usize| record.get(column).unwrap_or_default().trim();
        let number = |column: usize| {
            field(column)
                .parse::<f64>()
                .ok()
                .filter(|value| value.is_finite())
        };
        let row: Option<Vec<f64>> = columns
            .iter()
            .map(|&column| measured(field(column)).map(|(value, _)| value))
            .collect();
        match (row, number(objective)) {
            (Some(row), Some(found)) => {
                let width = bound.and_then(number).map_or(0.0, |bound| found - bound);
                samples.push(row, found, width);
            }
            (None, _) => samples
                .left_out
                .push(format!("case {case}: an input is no number")),
            (_, None) => samples.left_out.push(format!("case {case}: no objective")),
        }
    }
    Ok(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_of_a_sweep_are_read() {
        let text = "number,case,budget.capex.at_most [MUSD],operator.wacc,status,objective_musd,best_bound_musd\n\
                    1,a,300,6 %,optimal,100,99\n\
                    2,b,400,8 %,infeasible,,\n\
                    3,c,500,10 %,optimal,80,79.5\n";
        let samples = from_csv(text, &[]).unwrap();
        assert_eq!(samples.names, ["budget.capex.at_most [MUSD]", "operator.wacc"]);
        assert_eq!(samples.rows, [[300.0, 6.0], [500.0, 10.0]]);
        assert_eq!((&samples.results[..], samples.noise), (&[100.0, 80.0][..], 0.75));
        assert_eq!(samples.left_out, ["case 2: no objective"]);
        let one = from_csv(text, &["operator.wacc".into()]).unwrap();
        assert_eq!(one.rows, [[6.0], [10.0]]);
    }

    #[test]
    fn other_tables_are_refused() {
        let told = |text: &str, asked: &[&str]| {
            let asked: Vec<String> = asked.iter().map(|name| (*name).to_owned()).collect();
            from_csv(text, &asked).unwrap_err().to_string()
        };
        assert_eq!(
            told("a,b\n1,2\n", &[]),
            "the results have no column `objective_musd`"
        );
        assert_eq!(
            told("a,objective\n1,2\n", &[]),
            "the results have no column of an input"
        );
        assert_eq!(
            told("a.b,objective\n1,2\n", &["a.c"]),
            "the results have no input `a.c`"
        );
        assert!(told("a.b,objective\n1,2\n3\n", &[]).starts_with("line 3 of the results cannot be read"),);
    }
}
