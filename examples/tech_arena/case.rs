//! The contest's data: sites, server generations, demand, prices, and the demand that a seed realises.

use rand_mt::Mt;
use serde::Deserialize;
use std::path::Path;

/// Latency classes in the order in which the contest draws their noise.
pub const CLASSES: [&str; 3] = ["high", "medium", "low"];

/// Share of capacity that works: the contest's failure rate is 7.26 %.
pub const WORKING: f64 = 1.0 - 0.0726;

/// A site.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Site {
    /// Identifier.
    #[serde(rename = "datacenter_id")]
    pub id: String,
    /// Money per unit of energy.
    #[serde(rename = "cost_of_energy")]
    pub energy_cost: f64,
    /// Latency class that it serves.
    #[serde(rename = "latency_sensitivity")]
    pub class: String,
    /// Slots.
    #[serde(rename = "slots_capacity")]
    pub slots: f64,
}

/// A server generation.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Generation {
    /// Identifier.
    #[serde(rename = "server_generation")]
    pub id: String,
    /// `[first,last]` time-step in which it can be bought.
    release_time: String,
    /// Price of a server.
    #[serde(rename = "purchase_price")]
    pub price: f64,
    /// Slots of a server.
    #[serde(rename = "slots_size")]
    pub slots: f64,
    /// Energy of a server in a time-step.
    #[serde(rename = "energy_consumption")]
    pub energy: f64,
    /// Capacity of a server.
    pub capacity: f64,
    /// Time-steps of service at most.
    #[serde(rename = "life_expectancy")]
    pub life: usize,
    /// Cost of a move.
    #[serde(rename = "cost_of_moving")]
    pub move_cost: f64,
    /// Mean maintenance fee of a time-step.
    #[serde(rename = "average_maintenance_fee")]
    pub maintenance: f64,
    /// First and last time-step in which it can be bought, counted from 1.
    #[serde(skip)]
    pub window: (usize, usize),
}

impl Generation {
    /// Maintenance of a server in its `age`-th time-step of service, counted from 1.
    pub fn maintenance_at(&self, age: usize) -> f64 {
        let wear = 1.5 * age as f64 / self.life as f64;
        self.maintenance * (1.0 + wear * wear.log2())
    }
}

#[derive(Debug, Deserialize)]
struct Elasticity {
    server_generation: String,
    latency_sensitivity: String,
    elasticity: f64,
}

#[derive(Debug, Deserialize)]
struct SellingPrice {
    server_generation: String,
    latency_sensitivity: String,
    selling_price: f64,
}

/// Demand of one class for one generation.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Latency class, index into [`CLASSES`].
    pub class: usize,
    /// Generation, index into [`Case::generations`].
    pub generation: usize,
    /// Base price.
    pub price: f64,
    /// Relative change of demand over relative change of price; negative.
    pub elasticity: f64,
    /// Demand at the base price by time-step.
    pub demand: Vec<f64>,
}

impl Line {
    /// Demand in time-step `t` (from 0) at a price: whole, never negative.
    pub fn at(&self, t: usize, price: f64) -> f64 {
        (self.demand[t] * (1.0 + self.elasticity * (price - self.price) / self.price))
            .trunc()
            .max(0.0)
    }

    /// Highest price at which `volume` is asked for in time-step `t`.
    pub fn price_for(&self, t: usize, volume: f64) -> f64 {
        self.price * (1.0 + (volume / self.demand[t] - 1.0) / self.elasticity)
    }
}

/// A contest instance for one seed.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Sites.
    pub sites: Vec<Site>,
    /// Server generations.
    pub generations: Vec<Generation>,
    /// Demand by class and generation, classes in the order of [`CLASSES`].
    pub lines: Vec<Line>,
    /// Number of time-steps.
    pub steps: usize,
}

impl Case {
    /// Reads the contest's folder and draws the demand of a seed.
    ///
    /// # Errors
    /// A sentence that says what could not be read.
    pub fn read(folder: &Path, seed: u32) -> Result<Self, String> {
        let sites: Vec<Site> = rows(&folder.join("datacenters.csv"))?;
        let mut generations: Vec<Generation> = rows(&folder.join("servers.csv"))?;
        for generation in &mut generations {
            generation.window = window(&generation.release_time)?;
        }
        let elasticities: Vec<Elasticity> = rows(&folder.join("price_elasticity_of_demand.csv"))?;
        let prices: Vec<SellingPrice> = rows(&folder.join("selling_prices.csv"))?;
        let base = base_demand(&folder.join("demand.csv"), &generations)?;
        let steps = base.first().map_or(0, |table| table.first().map_or(0, Vec::len));
        let mut noise = Noise::new(seed);
        let mut lines = Vec::new();
        for (class, name) in CLASSES.iter().enumerate() {
            for (g, generation) in generations.iter().enumerate() {
                let missing = |what: &str| format!("no {what} of {} for {name}", generation.id);
                let elasticity = elasticities
                    .iter()
                    .find(|row| row.server_generation == generation.id && row.latency_sensitivity == *name)
                    .ok_or_else(|| missing("elasticity"))?;
                let price = prices
                    .iter()
                    .find(|row| row.server_generation == generation.id && row.latency_sensitivity == *name)
                    .ok_or_else(|| missing("selling price"))?;
                let factors = noise.factors(steps);
                let demand = base[class][g].iter().zip(&factors);
                lines.push(Line {
                    class,
                    generation: g,
                    price: price.selling_price,
                    elasticity: elasticity.elasticity,
                    demand: demand.map(|(d, w)| (d * (1.0 + w)).trunc()).collect(),
                });
            }
        }
        Ok(Self {
            sites,
            generations,
            lines,
            steps,
        })
    }

    /// Latency class of a site, index into [`CLASSES`].
    pub fn class_of(&self, site: usize) -> Option<usize> {
        CLASSES.iter().position(|class| *class == self.sites[site].class)
    }
}

/// Rows of a CSV file, a byte-order mark in front of its header forgiven.
fn rows<T: for<'de> Deserialize<'de>>(path: &Path) -> Result<Vec<T>, String> {
    let text = text(path)?;
    csv::Reader::from_reader(text.as_bytes())
        .deserialize()
        .collect::<Result<_, _>>()
        .map_err(|error| format!("{}: {error}", path.display()))
}

fn text(path: &Path) -> Result<String, String> {
    let text =
        std::fs::read_to_string(path).map_err(|error| format!("cannot read {}: {error}", path.display()))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

/// `[1,60]` as a pair.
fn window(text: &str) -> Result<(usize, usize), String> {
    let wrong = || format!("expected a window such as [1,60], found {text}");
    let inner = text.trim().trim_start_matches('[').trim_end_matches(']');
    let (first, last) = inner.split_once(',').ok_or_else(wrong)?;
    let number = |part: &str| part.trim().parse::<usize>().map_err(|_| wrong());
    match (number(first)?, number(last)?) {
        (first, last) if 1 <= first && first <= last => Ok((first, last)),
        _ => Err(wrong()),
    }
}

/// Demand `[class][generation][step]` before noise.
fn base_demand(path: &Path, generations: &[Generation]) -> Result<Vec<Vec<Vec<f64>>>, String> {
    let text = text(path)?;
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let wrong = |what: String| format!("{}: {what}", path.display());
    let header = reader
        .headers()
        .map_err(|error| wrong(error.to_string()))?
        .clone();
    let place = |name: &str| {
        header
            .iter()
            .position(|h| h == name)
            .ok_or_else(|| wrong(format!("no column {name}")))
    };
    let (step_at, class_at) = (place("time_step")?, place("latency_sensitivity")?);
    let columns = generations
        .iter()
        .map(|generation| place(&generation.id))
        .collect::<Result<Vec<_>, _>>()?;
    let mut table = vec![vec![Vec::new(); generations.len()]; CLASSES.len()];
    for record in reader.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        let cell = |at: usize| record.get(at).unwrap_or_default();
        let class = CLASSES
            .iter()
            .position(|class| *class == cell(class_at))
            .ok_or_else(|| wrong(format!("unknown latency class {}", cell(class_at))))?;
        let step = table[class][0].len() + 1;
        if cell(step_at).parse() != Ok(step) {
            return Err(wrong(format!("expected time-step {step} of {}", CLASSES[class])));
        }
        for (g, &at) in columns.iter().enumerate() {
            let demand = cell(at)
                .parse::<f64>()
                .map_err(|_| wrong(format!("expected a number, found {}", cell(at))))?;
            table[class][g].push(demand);
        }
    }
    let steps = table[0].first().map_or(0, Vec::len);
    if steps == 0 || table.iter().flatten().any(|row| row.len() != steps) {
        return Err(wrong("every class needs the same number of time-steps".into()));
    }
    Ok(table)
}

/// Normal deviates as NumPy's legacy generator draws them: Mersenne Twister, Marsaglia's polar method.
struct Noise {
    generator: Mt,
    kept: Option<f64>,
}

impl Noise {
    fn new(seed: u32) -> Self {
        Self {
            generator: Mt::new(seed),
            kept: None,
        }
    }

    /// Uniform in [0, 1) with 53 bits.
    fn uniform(&mut self) -> f64 {
        let high = f64::from(self.generator.next_u32() >> 5);
        let low = f64::from(self.generator.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    fn normal(&mut self) -> f64 {
        if let Some(kept) = self.kept.take() {
            return kept;
        }
        loop {
            let (a, b) = (2.0 * self.uniform() - 1.0, 2.0 * self.uniform() - 1.0);
            let square = a * a + b * b;
            if square > 0.0 && square < 1.0 {
                let factor = (-2.0 * square.ln() / square).sqrt();
                self.kept = Some(factor * a);
                return factor * b;
            }
        }
    }

    /// A random walk with steps of deviation 2, scaled to lie between -1 and 1.
    fn factors(&mut self, steps: usize) -> Vec<f64> {
        let mut level = 0.0;
        let walk: Vec<f64> = (0..steps)
            .map(|_| {
                level += 2.0 * self.normal();
                level
            })
            .collect();
        let least = walk.iter().copied().fold(f64::INFINITY, f64::min);
        let most = walk.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        walk.iter()
            .map(|value| 2.0 * (value - least) / (most - least) - 1.0)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn noise_is_the_published_generators() {
        // numpy.random.seed(1097); numpy.random.normal(0, 2, 5)
        let mut noise = Noise::new(1097);
        let expected = [1.40803609, -1.63196908, -1.21582399, 0.62668929, 2.53932078];
        for value in expected {
            assert!((2.0 * noise.normal() - value).abs() < 1e-8);
        }
    }
}
