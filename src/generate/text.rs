//! Draws a scenario and writes it as a planner would.

mod demand;

use super::random::exp;
use super::{Correlation, Part, Size, SplitMix64};
use std::fmt::{self, Write};

/// Length of the horizon in months.
const MONTHS: f64 = 60.0;
/// IT power of one hall in MW.
pub(super) const HALL_POWER: f64 = 12.0;
/// Price of unmet demand in MUSD per unit and year.
pub(super) const UNMET: f64 = 25.0;
/// Cumulative capex over the cumulative value of demand.
const CAPEX_SHARE: f64 = 0.45;
/// Round-trip time over the side of the unit square in ms.
const SIDE: f64 = 40.0;
/// Mean and standard deviation of the logarithm of base demand.
const BASE: (f64, f64) = (3.0, 0.7);
/// Demand in the first and in the last period over its base.
const GROWTH: (f64, f64) = (0.4, 2.2);
/// Jurisdictions and vendors given out in turn.
pub(super) const COUNTRIES: [&str; 8] = ["MY", "SG", "ID", "TH", "AE", "SA", "JP", "KR"];
pub(super) const VENDORS: [&str; 3] = ["Northwind", "Contoso", "Fabrikam"];

/// Streams of random numbers, one kind per section of the file.
#[derive(Clone, Copy)]
enum Stream {
    Site,
    Chip,
    Rule,
    Market,
    Demand,
}

/// What several sections need to know.
pub(super) struct Draw<'a> {
    pub(super) size: &'a Size,
    pub(super) seed: u64,
    pub(super) parts: &'a [Part],
    correlation: Correlation,
    /// Place of every site in the unit square.
    places: Vec<(f64, f64)>,
    /// Place of every market in the unit square.
    market_places: Vec<(f64, f64)>,
    /// Mean demand of the first and last period, rounded as written.
    pub(super) volumes: Vec<(f64, f64)>,
}

/// A scenario of the given size as YAML text, complete in itself. The same size and seed give the same bytes on
/// every platform.
pub fn scenario_yaml(size: &Size, seed: u64) -> String {
    // Without correlation nothing can go wrong.
    correlated_yaml(size, seed, Correlation::NONE, &[]).unwrap_or_default()
}

/// As [`scenario_yaml`], with base demand correlated between markets and further parts of the model. Without
/// correlation and parts the bytes are the same.
///
/// # Errors
/// Those of [`Correlation::factor`].
pub fn correlated_yaml(
    size: &Size,
    seed: u64,
    correlation: Correlation,
    parts: &[Part],
) -> Result<String, String> {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = Draw::new(size, seed, correlation, parts)?.write(&mut out);
    Ok(out)
}

impl<'a> Draw<'a> {
    fn new(size: &'a Size, seed: u64, correlation: Correlation, parts: &'a [Part]) -> Result<Self, String> {
        let place = |stream: Stream| {
            move |index| {
                let mut rng = SplitMix64::stream(seed, stream as u64, index);
                (rng.unit(), rng.unit())
            }
        };
        let market_places: Vec<_> = (0..size.markets).map(place(Stream::Market)).collect();
        let factor = correlation.factor(&market_places)?;
        let normals = |w: usize| {
            // By market and workload, so that a further workload leaves the others as they were.
            let key = |m: usize| m * Size::LARGEST.workloads + w;
            let normal = |m| SplitMix64::stream(seed, Stream::Demand as u64, key(m)).normal();
            let independent: Vec<f64> = (0..size.markets).map(normal).collect();
            match &factor {
                Some(factor) => factor.correlate(independent),
                None => independent,
            }
        };
        let by_workload: Vec<Vec<f64>> = (0..size.workloads).map(normals).collect();
        let volume = |d: usize| {
            let base = exp(BASE.0 + BASE.1 * by_workload[d % size.workloads][d / size.workloads]);
            let rounded = |x: f64| (x * 1000.0).round() / 1000.0;
            (rounded(base * GROWTH.0), rounded(base * GROWTH.1))
        };
        Ok(Self {
            size,
            seed,
            parts,
            correlation,
            places: (0..size.sites).map(place(Stream::Site)).collect(),
            market_places,
            volumes: (0..size.markets * size.workloads).map(volume).collect(),
        })
    }

    fn rng(&self, stream: Stream, index: usize) -> SplitMix64 {
        SplitMix64::stream(self.seed, stream as u64, index)
    }

    pub(super) fn months(&self) -> f64 {
        MONTHS / self.size.periods as f64
    }

    fn write(&self, out: &mut String) -> fmt::Result {
        self.head(out)?;
        self.sites(out)?;
        self.chips(out)?;
        self.rules(out)?;
        self.demand(out)?;
        self.budget(out)?;
        self.whole_parts(out)
    }

    fn head(&self, out: &mut String) -> fmt::Result {
        let Size {
            sites,
            chips,
            periods,
            markets,
            workloads,
        } = *self.size;
        writeln!(out, "# Synthetic: every figure is drawn, none is real.")?;
        writeln!(out, "schema: 1")?;
        let (in_name, in_words) = match self.correlation.rho() {
            0.0 => Default::default(),
            rho => (
                format!("-rho{rho}"),
                format!(", demand correlated {rho} a side apart"),
            ),
        };
        let with: Vec<&str> = self.parts.iter().map(|part| part.name()).collect();
        let (with_name, with_words) = match with.as_slice() {
            [] => Default::default(),
            all if all.len() == Part::ALL.len() => {
                ("-with-all".to_owned(), ", every part of the model".to_owned())
            }
            some => (
                format!("-with-{}", some.join("-")),
                format!(", with {}", some.join(", ")),
            ),
        };
        writeln!(
            out,
            "name: synthetic-{sites}-{chips}-{periods}-{markets}-{workloads}-seed{}{in_name}{with_name}",
            self.seed
        )?;
        writeln!(
            out,
            "description: Drawn with seed {}; {sites} sites, {chips} chips, {periods} periods, {markets} markets, \
             {workloads} workloads{in_words}{with_words}.",
            self.seed
        )?;
        let labels: Vec<String> = (0..periods).map(|t| self.period(t)).collect();
        writeln!(
            out,
            "periods: {{labels: [{}], length: {} months, start_date: 2027-01-01}}",
            labels.join(", "),
            self.months()
        )?;
        writeln!(
            out,
            "operator: {{name: Synthetic operator, headquarters: SG, wacc: 10 %}}"
        )?;
        self.head_parts(out)
    }

    fn sites(&self, out: &mut String) -> fmt::Result {
        let cooling = "racks: 300, footprint: 1 ha, cooling";
        writeln!(out, "\nhall_designs:")?;
        let stages = self.design_parts();
        writeln!(
            out,
            "  air: {{it_power: {HALL_POWER} MW, {cooling}: [air]{stages}}}"
        )?;
        writeln!(
            out,
            "  liquid: {{it_power: {HALL_POWER} MW, {cooling}: [air, liquid]{stages}}}"
        )?;
        writeln!(out, "\nsites:")?;
        for r in 0..self.size.sites {
            self.one_site(out, r)?;
        }
        Ok(())
    }

    fn one_site(&self, out: &mut String, r: usize) -> fmt::Result {
        let mut rng = self.rng(Stream::Site, r);
        let _place = (rng.unit(), rng.unit());
        let opening = rng.uniform(20.0, 80.0);
        let air = HALL_POWER * rng.uniform(7.0, 14.0);
        let liquid = HALL_POWER * rng.uniform(9.0, 17.0);
        let halls = rng.whole(3, 13);
        let delay = rng.whole(1, 2);
        let energy = rng.uniform(40.0, 180.0);
        let pue = rng.uniform(1.15, 1.6);
        let grid = rng.uniform(0.7, 1.1) * f64::from(halls) * HALL_POWER * pue;
        let build = if self.size.periods <= 4 {
            0.0
        } else {
            f64::from(delay) * self.months()
        };
        let build_time = if self.has(Part::Construction) {
            String::new()
        } else {
            format!(", build_time: {build} months")
        };
        let (x, y) = self.places[r];
        writeln!(out, "  {}:", self.site(r))?;
        writeln!(out, "    name: Site {}", r + 1)?;
        writeln!(out, "    country: {}", COUNTRIES[r % COUNTRIES.len()])?;
        writeln!(out, "    coordinates: [{:.3}, {:.3}]", 36.0 * y, 70.0 + 36.0 * x)?;
        writeln!(out, "    opening_cost: {opening:.2} MUSD")?;
        writeln!(out, "    land: {halls} ha")?;
        writeln!(out, "    halls:")?;
        for (design, cost) in [("air", air), ("liquid", liquid)] {
            writeln!(
                out,
                "      {design}: {{max: {halls}, cost: {cost:.2} MUSD{build_time}}}"
            )?;
        }
        writeln!(out, "    power: {:.1} MW", self.free_power() * grid)?;
        writeln!(out, "    energy_price: {energy:.1} USD/MWh")?;
        writeln!(out, "    pue: {pue:.3}")?;
        self.site_parts(out, r, grid, air)
    }

    fn chips(&self, out: &mut String) -> fmt::Result {
        let ids: Vec<String> = (0..self.size.chips).map(|c| self.chip(c)).collect();
        writeln!(out, "\nchips: {{use: [{}]}}", ids.join(", "))?;
        writeln!(out, "\nchip_catalogue:")?;
        for c in 0..self.size.chips {
            self.one_chip(out, c)?;
        }
        Ok(())
    }

    fn one_chip(&self, out: &mut String, c: usize) -> fmt::Result {
        let mut rng = self.rng(Stream::Chip, c);
        // Two chips at the start, the last one at half the horizon; newer ones do more per kW.
        let last = self.size.chips.saturating_sub(1).max(1) as f64;
        let newness = c as f64 / last;
        let release = match c.saturating_sub(1) {
            0 => 0,
            step => (step as f64 / (last - 1.0).max(1.0) * self.size.periods as f64 / 2.0).round() as usize,
        };
        let power = rng.uniform(40.0, 140.0).round();
        let mean = power / 100.0 * (1.0 + 1.8 * newness);
        let price = mean * rng.uniform(2.0, 3.2);
        let supply = rng.uniform(10.0, 60.0) * self.size.sites as f64 / 4.0 * 12.0 / self.months();
        let cooling = if c % 3 == 2 { "liquid" } else { "air" };
        writeln!(out, "  {}:", self.chip(c))?;
        writeln!(out, "    name: Chip {}", c + 1)?;
        writeln!(out, "    vendor: {}", VENDORS[c % VENDORS.len()])?;
        writeln!(out, "    origin: US")?;
        writeln!(out, "    unit: rack")?;
        writeln!(out, "    chips_per_unit: 32")?;
        writeln!(out, "    power: {power} kW")?;
        writeln!(out, "    racks: 1")?;
        writeln!(out, "    cooling: {cooling}")?;
        writeln!(out, "    tpp: {:.0}", 4000.0 * (1.0 + 3.0 * newness))?;
        writeln!(out, "    price: {price:.3} MUSD")?;
        writeln!(out, "    price_trend: -7 %/year")?;
        writeln!(out, "    released: {}", self.release_date(release))?;
        writeln!(out, "    life: 4 years")?;
        writeln!(out, "    supply: {supply:.1} unit/year")?;
        write!(out, "    throughput: {{")?;
        for w in 0..self.size.workloads {
            let comma = if w == 0 { "" } else { ", " };
            write!(
                out,
                "{comma}{}: {:.3} server",
                self.workload(w),
                mean * rng.uniform(0.6, 1.4)
            )?;
        }
        writeln!(out, "}}")?;
        self.chip_parts(out, c, price)
    }

    /// A date half a period before period `t` starts, so that the chip is on sale from `t` on however the start
    /// of a period is rounded to a day.
    fn release_date(&self, t: usize) -> String {
        let months = 12.0 + (t as f64 - 0.5) * self.months();
        let whole = months.max(0.0) as u32;
        let day = 1 + (27.0 * months.max(0.0).fract()) as u32;
        format!("{}-{:02}-{day:02}", 2026 + whole / 12, 1 + whole % 12)
    }

    fn rules(&self, out: &mut String) -> fmt::Result {
        let mut heading = "\nrules:\n";
        for c in 0..self.size.chips {
            let denied: Vec<String> = (0..self.size.sites)
                .filter(|r| self.rng(Stream::Rule, c * Size::LARGEST.sites + r).chance(0.15))
                .map(|r| self.site(r))
                .collect();
            if denied.is_empty() {
                continue;
            }
            let chip = self.chip(c);
            write!(out, "{}", std::mem::take(&mut heading))?;
            writeln!(
                out,
                "  deny-{chip}: {{title: {chip} may not go to these sites, source: synthetic, \
                 chips: {{ids: [{chip}]}}, places: {{sites: [{}]}}, effect: denied}}",
                denied.join(", ")
            )?;
        }
        if self.has(Part::Rules) {
            write!(out, "{heading}")?;
            self.rule_parts(out)?;
        }
        Ok(())
    }

    pub(super) fn period(&self, t: usize) -> String {
        numbered("P", t, self.size.periods)
    }

    pub(super) fn site(&self, r: usize) -> String {
        numbered("site-", r, self.size.sites)
    }

    pub(super) fn chip(&self, c: usize) -> String {
        numbered("chip-", c, self.size.chips)
    }

    pub(super) fn market(&self, m: usize) -> String {
        numbered("market-", m, self.size.markets)
    }

    pub(super) fn workload(&self, w: usize) -> String {
        numbered("work-", w, self.size.workloads)
    }
}

/// `site-07`: counted from 1, as many digits as the largest number needs.
fn numbered(prefix: &str, index: usize, count: usize) -> String {
    let digits = count.to_string().len();
    format!("{prefix}{:0digits$}", index + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_bytes_and_another_does_not() {
        let text = scenario_yaml(&Size::M, 3);
        assert_eq!(text, scenario_yaml(&Size::M, 3));
        assert_ne!(text, scenario_yaml(&Size::M, 4));
    }

    #[test]
    fn bytes_are_those_of_the_first_version() {
        // What published timings were measured on: any change of a drawn figure or of the text shows here.
        for (size, seed, hash) in [
            (
                Size::S,
                0,
                "d54fbedabb789b3caa1d2e86d9c26cb14619ed5a6bc20fdbcb716b15bea8edd7",
            ),
            (
                Size::L,
                1,
                "ad7420fc8b36ff2f760509213b389ce028cae4ad353cce8088a57a4ecda0652e",
            ),
        ] {
            let text = scenario_yaml(&size, seed);
            assert_eq!(crate::run::manifest::sha256(text.as_bytes()), hash);
            assert_eq!(
                correlated_yaml(&size, seed, Correlation::new(0.0).unwrap(), &[]).unwrap(),
                text
            );
        }
    }

    #[test]
    fn correlation_changes_demand_and_what_follows_from_it_only() {
        let independent = scenario_yaml(&Size::M, 3);
        let together = correlated_yaml(&Size::M, 3, Correlation::new(0.8).unwrap(), &[]).unwrap();
        assert_ne!(independent, together);
        let rest = |text: &str| -> Vec<String> {
            let own = |line: &&str| {
                let demand = line.contains("unmet_penalty") || line.starts_with("      P");
                !demand && !line.starts_with("name:") && !line.starts_with("description:")
            };
            text.lines().filter(own).map(str::to_owned).collect()
        };
        assert_eq!(rest(&independent), rest(&together));
        assert!(together.contains("seed3-rho0.8\n"));
        let loaded = crate::scenario::load_str(
            "generated.yaml",
            &together,
            std::path::Path::new("."),
            &crate::scenario::text::LoadOptions::default(),
        );
        assert_eq!(loaded.unwrap().warnings.list, []);
    }

    #[test]
    fn more_sites_leave_chips_and_demand_as_they_were() {
        let wide = Size { sites: 9, ..Size::S };
        let (a, b) = (scenario_yaml(&Size::S, 1), scenario_yaml(&wide, 1));
        let line = |text: &str, start: &str| text.lines().find(|l| l.starts_with(start)).map(str::to_owned);
        for start in ["  market-1-work-1:", "    throughput:", "    price:"] {
            assert!(line(&a, start).is_some());
            assert_eq!(line(&a, start), line(&b, start));
        }
    }

    #[test]
    fn the_extremes_of_size_are_written() {
        let one = Size {
            sites: 1,
            chips: 1,
            periods: 1,
            markets: 1,
            workloads: 1,
        };
        assert!(scenario_yaml(&one, 0).contains("volume: "));
        assert_eq!(one.check(), Ok(()));
        assert!(Size { chips: 0, ..one }.check().is_err());
        assert!(Size { sites: 1001, ..one }.check().is_err());
    }

    #[test]
    fn figures_stay_in_their_ranges() {
        let text = scenario_yaml(&Size::XL, 11);
        let all = |key: &str| -> Vec<f64> {
            let value = |line: &str| line.trim().strip_prefix(key)?.split(' ').nth(1)?.parse().ok();
            text.lines().filter_map(value).collect()
        };
        for (key, low, high, count) in [
            ("opening_cost:", 20.0, 80.0, 60),
            ("land:", 3.0, 13.0, 60),
            ("energy_price:", 40.0, 180.0, 60),
            ("pue:", 1.15, 1.6, 60),
            ("power:", 25.0, 275.0, 74),
        ] {
            let found = all(key);
            assert_eq!(found.len(), count, "{key}");
            assert!(found.iter().all(|x| (low..=high).contains(x)), "{key} {found:?}");
        }
    }
}
