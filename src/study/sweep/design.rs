//! Which cases a sweep has.

use super::spread::{Level, Spread};
use crate::generate::SplitMix64;
use crate::scenario::problem::{Origin, Problem, Problems};
use crate::scenario::text::{Document, Node, Value, hint};

/// Most cases of a sweep.
pub const MOST_CASES: usize = 100_000;
/// The file as it stands, in a list of named scenarios.
pub const BASE: &str = "base";

/// How cases are chosen from the values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Every combination.
    Grid,
    /// The first values together, then the second, and so on.
    List,
    /// Latin hypercube: every input's range is cut into as many equal parts as there are cases, each used once.
    Lhs,
    /// Independent draws.
    MonteCarlo,
}

impl Kind {
    /// Name as written.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Grid => "grid",
            Self::List => "list",
            Self::Lhs => "lhs",
            Self::MonteCarlo => "monte-carlo",
        }
    }

    const fn drawn(self) -> bool {
        matches!(self, Self::Lhs | Self::MonteCarlo)
    }
}

/// An input that varies.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// Path in the scenario; `*` stands for any letters of one step.
    pub path: String,
    /// What it goes through.
    pub spread: Spread,
    /// Where it was written, if in the scenario file.
    pub origin: Option<Origin>,
}

/// Which cases a sweep has.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Name in the scenario file.
    pub name: Option<String>,
    /// Named scenarios that every case is repeated for; `None` is the file as it stands.
    pub scenarios: Vec<Option<String>>,
    /// What varies, in the order given.
    pub axes: Vec<Axis>,
    /// How cases are chosen.
    pub kind: Kind,
    /// Number of draws.
    pub samples: Option<usize>,
    /// Seed of the draws.
    pub seed: u64,
    /// Where it was written, if in the scenario file.
    origin: Option<Origin>,
}

/// One case.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Named scenario; `None` is the file as it stands.
    pub scenario: Option<String>,
    /// Value of each axis.
    pub levels: Vec<Level>,
}

impl Case {
    /// The settings that make the case, as for `--set`.
    pub fn sets(&self, axes: &[Axis]) -> Vec<String> {
        let set = |(axis, level): (&Axis, &Level)| format!("{}={}", axis.path, level.set);
        axes.iter().zip(&self.levels).map(set).collect()
    }
}

impl Design {
    /// Reads a sweep of a scenario file.
    ///
    /// # Errors
    /// No sweep of this name; values that cannot be read.
    pub fn named(document: &Document, name: &str) -> Result<Self, Problems> {
        let found = document.root.get("sweeps").and_then(|sweeps| sweeps.get(name));
        let Some(node) = found else {
            let known: Vec<&str> = document
                .listing
                .sweeps
                .iter()
                .map(|(name, _)| name.as_str())
                .collect();
            let problem = plain(format!("there is no sweep `{name}` in this file"));
            let hinted = match known.as_slice() {
                [] => problem.hint("write one under `sweeps`, or give --vary PATH=VALUES"),
                _ => problem.hint(hint(name, "sweeps", &known)),
            };
            return Err(document.problems(vec![hinted]));
        };
        let mut problems = Vec::new();
        let mut axes = Vec::new();
        for (path, origin, values) in node.get("vary").and_then(Node::entries).unwrap_or_default() {
            match Spread::of_node(values) {
                Ok(spread) => axes.push(Axis {
                    path: path.clone(),
                    spread,
                    origin: Some(*origin),
                }),
                Err(error) => problems.push(
                    Problem::error(format!("sweeps.{name}.vary.{path}"), error.message)
                        .at(values.origin)
                        .hint(error.hint),
                ),
            }
        }
        let text = |key: &str| node.get(key).and_then(Node::scalar);
        let number = |key: &str| text(key).and_then(|text| text.parse::<u64>().ok());
        let scenarios = match node.get("scenarios").map(|list| &list.value) {
            Some(Value::List(items)) => items.iter().filter_map(Node::scalar).map(str::to_owned).collect(),
            _ => Vec::new(),
        };
        let design = Self {
            name: Some(name.to_owned()),
            scenarios: scenarios_of(&scenarios, document),
            axes,
            kind: match text("design") {
                Some("list") => Kind::List,
                Some("lhs") => Kind::Lhs,
                Some("monte-carlo") => Kind::MonteCarlo,
                _ => Kind::Grid,
            },
            samples: number("count").and_then(|count| usize::try_from(count).ok()),
            seed: number("seed").unwrap_or(0),
            origin: Some(node.origin),
        };
        if problems.is_empty() {
            Ok(design)
        } else {
            Err(document.problems(problems))
        }
    }

    /// From the command line: `path=values` each.
    ///
    /// # Errors
    /// Values that cannot be read.
    pub fn of_arguments(
        vary: &[String],
        scenarios: &[String],
        document: &Document,
    ) -> Result<Self, Problems> {
        let mut problems = Vec::new();
        let mut axes = Vec::new();
        for argument in vary {
            let Some((path, values)) = argument.split_once('=') else {
                problems.push(
                    plain(format!("`--vary {argument}` has no values"))
                        .hint("for example: --vary \"budget.capex.at_most=200,300,400 MUSD\""),
                );
                continue;
            };
            match Spread::of_text(values) {
                Ok(spread) => axes.push(Axis {
                    path: path.trim().to_owned(),
                    spread,
                    origin: None,
                }),
                Err(error) => {
                    problems.push(plain(format!("--vary {path}: {}", error.message)).hint(error.hint));
                }
            }
        }
        if !problems.is_empty() {
            return Err(document.problems(problems));
        }
        Ok(Self {
            name: None,
            scenarios: scenarios_of(scenarios, document),
            axes,
            kind: Kind::Grid,
            samples: None,
            seed: 0,
            origin: None,
        })
    }

    /// All cases: scenarios change slowest, then the first axis.
    ///
    /// # Errors
    /// A design that makes no sense: nothing to vary, values missing, too many cases.
    pub fn cases(&self, document: &Document) -> Result<Vec<Case>, Problems> {
        let cases = self.check().and_then(|()| self.combined());
        cases.map_err(|problem| document.problems(vec![*problem]))
    }

    /// What is wrong with the design as a whole, where it was written.
    fn wrong(&self, message: impl Into<String>) -> Box<Problem> {
        let message = message.into();
        Box::new(match (&self.name, self.origin) {
            (Some(name), Some(origin)) => Problem::error(format!("sweeps.{name}"), message).at(origin),
            _ => plain(message),
        })
    }

    fn check(&self) -> Result<(), Box<Problem>> {
        if self.axes.is_empty() && self.scenarios.len() < 2 {
            return Err(Box::new(self.wrong("the sweep varies nothing: it has no case").hint(
                "give `vary: {path: values}` or `scenarios: [a, b]`; on the command line --vary PATH=VALUES, \
                 --scenarios A,B",
            )));
        }
        for (place, axis) in self.axes.iter().enumerate() {
            let wrong = |message: String, hint: &str| {
                let problem = self.wrong(format!("{}: {message}", axis.path)).hint(hint);
                Err(Box::new(match axis.origin {
                    Some(origin) => problem.at(origin),
                    None => problem,
                }))
            };
            if self.axes.iter().take(place).any(|other| other.path == axis.path) {
                return wrong("it varies twice".into(), "give all its values at once");
            }
            match axis.spread.levels() {
                Some(levels) if levels.is_empty() => {
                    return wrong("no values are given".into(), "give at least one");
                }
                None if !self.kind.drawn() => {
                    let message = format!("a {} needs the values between low and high", self.kind.name());
                    return wrong(
                        message,
                        "add ` step ...` or ` in 5`, or draw cases: --design lhs --samples 100",
                    );
                }
                _ => {}
            }
        }
        match (self.kind.drawn(), self.samples) {
            (true, None | Some(0)) => Err(Box::new(
                self.wrong(format!("the design {} needs a number of cases", self.kind.name()))
                    .hint("`count: 100` in the file, --samples 100 on the command line"),
            )),
            (true, Some(_)) if self.axes.is_empty() => Err(Box::new(
                self.wrong("there is nothing to draw")
                    .hint("give `vary: {path: low..high}`"),
            )),
            (false, Some(_)) => Err(Box::new(
                self.wrong(format!(
                    "the design {} has as many cases as its values give",
                    self.kind.name()
                ))
                .hint("leave the number of cases out, or choose the design lhs or monte-carlo"),
            )),
            _ => Ok(()),
        }
    }

    fn combined(&self) -> Result<Vec<Case>, Box<Problem>> {
        let each: Vec<Vec<Level>> = match self.kind {
            Kind::Grid => self.grid()?,
            Kind::List => self.list()?,
            Kind::Lhs | Kind::MonteCarlo => {
                self.within_most(self.samples.unwrap_or(0) as f64)?;
                self.drawn()
            }
        };
        let cases = self.scenarios.iter().flat_map(|scenario| {
            each.iter().map(move |levels| Case {
                scenario: scenario.clone(),
                levels: levels.clone(),
            })
        });
        Ok(cases.collect())
    }

    fn within_most(&self, count: f64) -> Result<(), Box<Problem>> {
        let count = count * self.scenarios.len() as f64;
        if count <= MOST_CASES as f64 {
            return Ok(());
        }
        Err(Box::new(
            self.wrong(format!("the sweep has {count} cases; at most {MOST_CASES}"))
                .hint("take fewer values, or draw cases: --design lhs --samples 1000"),
        ))
    }

    /// Values of every axis; ranges without steps were refused before.
    fn levels(&self) -> Vec<Vec<Level>> {
        let levels = |axis: &Axis| axis.spread.levels().unwrap_or_default();
        self.axes.iter().map(levels).collect()
    }

    fn grid(&self) -> Result<Vec<Vec<Level>>, Box<Problem>> {
        let levels = self.levels();
        self.within_most(levels.iter().map(|levels| levels.len() as f64).product())?;
        let mut all = vec![Vec::new()];
        for levels in levels {
            let longer = all.iter().flat_map(|start: &Vec<Level>| {
                let with = |level: &Level| start.iter().cloned().chain([level.clone()]).collect();
                levels.iter().map(with)
            });
            all = longer.collect();
        }
        Ok(all)
    }

    fn list(&self) -> Result<Vec<Vec<Level>>, Box<Problem>> {
        let levels = self.levels();
        let count = levels.first().map_or(1, Vec::len);
        if let Some(other) = levels.iter().position(|levels| levels.len() != count) {
            let path = |at: usize| self.axes.get(at).map_or("", |axis| axis.path.as_str());
            let message = format!(
                "in a list all inputs have as many values, but {} has {} and {} has {count}",
                path(other),
                levels.get(other).map_or(0, Vec::len),
                path(0),
            );
            return Err(Box::new(
                self.wrong(message).hint("`design: grid` takes every combination"),
            ));
        }
        self.within_most(count as f64)?;
        let at = |place: usize| {
            levels
                .iter()
                .filter_map(|levels| levels.get(place).cloned())
                .collect()
        };
        Ok((0..count).map(at).collect())
    }

    /// Draws with a stream of random numbers for each axis, so that another axis changes nothing for the rest.
    fn drawn(&self) -> Vec<Vec<Level>> {
        let count = self.samples.unwrap_or(0);
        let mut cases = vec![Vec::new(); count];
        for (place, axis) in self.axes.iter().enumerate() {
            let places = match self.kind {
                Kind::Lhs => stratified(self.seed, place, count),
                _ => {
                    let mut random = SplitMix64::stream(self.seed, 0, place);
                    (0..count).map(|_| random.unit()).collect()
                }
            };
            for (case, u) in cases.iter_mut().zip(places) {
                case.extend(axis.spread.quantile(u));
            }
        }
        cases
    }
}

/// Places between 0 and 1 for one input of a Latin hypercube (McKay, Beckman and Conover 1979): one in each of `count` equal
/// strata, the strata shuffled, the place within its stratum uniform. Other inputs do not change those of this one.
pub fn stratified(seed: u64, input: usize, count: usize) -> Vec<f64> {
    let mut random = SplitMix64::stream(seed, 0, input);
    let mut strata: Vec<usize> = (0..count).collect();
    for last in (1..count).rev() {
        strata.swap(
            last,
            random.whole(0, u32::try_from(last).unwrap_or(u32::MAX)) as usize,
        );
    }
    let places = strata.into_iter();
    places
        .map(|stratum| (stratum as f64 + random.unit()) / count as f64)
        .collect()
}

/// Names as scenarios; nothing given is the file as it stands.
fn scenarios_of(names: &[String], document: &Document) -> Vec<Option<String>> {
    let known = |name: &String| document.listing.scenarios.iter().any(|(known, _)| known == name);
    if names.is_empty() {
        return vec![None];
    }
    let of = |name: &String| (name != BASE || known(name)).then(|| name.clone());
    names.iter().map(of).collect()
}

/// An error that belongs to no path.
fn plain(message: impl Into<String>) -> Problem {
    Problem {
        path: None,
        ..Problem::error("", message)
    }
}
