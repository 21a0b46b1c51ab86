//! What workloads, markets and demand lines are drawn with.

use super::Part;
use crate::generate::text::{Draw, UNMET};

/// Share of the day that each block takes, and the volume of a market whose day falls into the first, the second or
/// the third of them, in percent of the mean.
const BLOCKS: [(&str, f64); 3] = [("early", 33.0), ("middle", 34.0), ("late", 33.0)];
const PROFILES: [[f64; 3]; 3] = [[140.0, 100.0, 60.0], [60.0, 140.0, 98.0], [80.0, 80.0, 140.0]];

impl Draw<'_> {
    /// Share of the time by block of hours.
    pub(super) fn blocks() -> String {
        let blocks: Vec<String> = BLOCKS
            .iter()
            .map(|(id, share)| format!("{id}: {share} %"))
            .collect();
        blocks.join(", ")
    }

    /// Further keys of a workload, inside its braces.
    pub(in crate::generate) fn workload_parts(&self, w: usize) -> String {
        let mut pairs = Vec::new();
        if self.has(Part::Stacks) {
            let mut rng = self.part_rng(Part::Stacks, 0, w);
            // Every second workload was written for each of two stacks.
            let (home, other) = if w.is_multiple_of(2) {
                ("cuda", "cann")
            } else {
                ("cann", "cuda")
            };
            pairs.push(format!(
                "stacks: {{home: {home}, {other}: {{portable: {:.0} %, port: {{cost: {:.1} MUSD, engineers: {}, \
                 lag: 12 months}}, penalty: 20 %}}, rocm: {{portable: {:.0} %, penalty: 10 %}}}}",
                rng.uniform(10.0, 40.0),
                rng.uniform(5.0, 30.0),
                rng.whole(10, 40),
                rng.uniform(30.0, 70.0),
            ));
        }
        Self::inline(&pairs)
    }

    /// Further keys of a market, inside its braces.
    pub(in crate::generate) fn market_parts(&self, m: usize) -> String {
        if !self.has(Part::Hours) {
            return String::new();
        }
        let profile = PROFILES[m % PROFILES.len()];
        let mean: f64 = BLOCKS
            .iter()
            .zip(profile)
            .map(|((_, share), volume)| share * volume / 100.0)
            .sum();
        // The last block takes up what is missing to a mean of 100 %.
        let last = profile[2] + (100.0 - mean) * 100.0 / BLOCKS[2].1;
        format!(
            ", profile: {{early: {} %, middle: {} %, late: {last:.10} %}}",
            profile[0], profile[1]
        )
    }

    /// Further keys of a demand line, inside its braces.
    pub(in crate::generate) fn line_parts(&self, d: usize) -> String {
        let mut pairs = Vec::new();
        if self.has(Part::Response) {
            let mut rng = self.part_rng(Part::Response, 0, d);
            pairs.push(format!("revenue: {UNMET} MUSD/server/year"));
            // Profit is maximised where prices are to be decided; lines whose customers queue keep their price.
            let every = if self.has(Part::Service) { 4 } else { 2 };
            if d.is_multiple_of(every) {
                pairs.push(format!(
                    "price_response: {{elasticity: -{:.2}, tolerance: 1 %}}",
                    rng.uniform(0.6, 2.0)
                ));
            }
        }
        let queues = self.has(Part::Service) && !d.is_multiple_of(4);
        let leaves = queues && d % 3 == 1;
        if queues {
            let mut rng = self.part_rng(Part::Service, 0, d);
            pairs.push(format!(
                "unmet_tiers: [{{above: 20 %, penalty: {:.1} MUSD/server/year}}]",
                UNMET * rng.uniform(1.2, 2.0)
            ));
            pairs.push(format!("priority: {}", 1 + d % 3));
            if leaves {
                pairs.push(format!(
                    "churn: {{leave: {:.0} %, back: 10 %}}",
                    rng.uniform(5.0, 30.0)
                ));
            }
        }
        // One line in ten may not be split, unless its customers leave.
        if self.has(Part::Placement) && d % 10 == 7 && !leaves {
            pairs.push("placement: single".into());
        }
        Self::inline(&pairs)
    }
}
