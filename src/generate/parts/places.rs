//! What sites and hall designs are drawn with.

use super::Part;
use crate::generate::text::{Draw, HALL_POWER};
use std::fmt::{self, Write};

/// Stages of a hall: share of its time and of its cost.
const HALL_STAGES: [(&str, f64, u32); 3] = [
    ("shell", 0.5, 45),
    ("fit-out", 0.35, 40),
    ("commissioning", 0.15, 15),
];

impl Draw<'_> {
    /// Stages of the hall designs, in place of the sites' times of construction.
    pub(in crate::generate) fn design_parts(&self) -> String {
        if !self.has(Part::Construction) {
            return String::new();
        }
        // Halls of the base take one or two periods; here every one takes the same, split over its stages.
        let months = if self.size.periods <= 4 { 0.0 } else { 12.0 };
        let stages: Vec<String> = HALL_STAGES
            .iter()
            .map(|(id, time, share)| {
                let lead = (months * time).round();
                format!("{{id: {id}, lead_time: {lead} months, share: {share} %, idle_cost: 0.3 MUSD/year}}")
            })
            .collect();
        format!(", stages: [{}]", stages.join(", "))
    }

    /// Grid power that a site has without an order, as a share of what the base gives it.
    pub(in crate::generate) fn free_power(&self) -> f64 {
        if self.has(Part::Power) { 0.4 } else { 1.0 }
    }

    /// Further keys of a site.
    pub(in crate::generate) fn site_parts(
        &self,
        out: &mut String,
        r: usize,
        grid: f64,
        air: f64,
    ) -> fmt::Result {
        if self.has(Part::Construction) {
            let mut rng = self.part_rng(Part::Construction, 0, r);
            let (land, permit) = (rng.uniform(2.0, 10.0), rng.uniform(0.5, 3.0));
            let lead = if self.size.periods <= 4 {
                0.0
            } else {
                self.months().min(6.0)
            };
            writeln!(
                out,
                "    stages: [{{id: land, cost: {land:.2} MUSD, salvage: {:.2} MUSD}}, \
                 {{id: permit, lead_time: {lead} months, cost: {permit:.2} MUSD}}]",
                0.8 * land
            )?;
            writeln!(out, "    contractors: {{fit-out: {}}}", rng.whole(2, 4))?;
            writeln!(
                out,
                "    retrofits: [{{id: to-liquid, from: air, to: liquid, cost: {:.2} MUSD, downtime: {} months, at_most: 4}}]",
                rng.uniform(0.25, 0.4) * air,
                if self.size.periods <= 4 {
                    0.0
                } else {
                    self.months()
                }
            )?;
        }
        if self.has(Part::Power) {
            let mut rng = self.part_rng(Part::Power, 0, r);
            let step = 0.3 * grid;
            writeln!(out, "    reserve_margin: {:.1} %", rng.uniform(2.0, 6.0))?;
            writeln!(out, "    derating: {:.1} %", rng.uniform(0.0, 5.0))?;
            writeln!(out, "    tranches:")?;
            for (id, lead) in [("first", 12.0), ("second", 24.0)] {
                writeln!(
                    out,
                    "      - {{id: {id}, capacity: {step:.1} MW, lead_time: {lead} months, queue_time: {} months, \
                     deposit: {:.2} MUSD, refund: 50 %, charge: {:.3} MUSD/MW/year, take_or_pay: 80 %, ramp: [50 %]}}",
                    rng.whole(0, 2) * 3,
                    0.05 * step,
                    rng.uniform(0.02, 0.08),
                )?;
            }
            writeln!(
                out,
                "      - {{id: turbines, capacity: {:.1} MW, lead_time: {} months, cost: {:.2} MUSD, \
                 bridging: {{fuel_price: {:.1} USD/MWh, carbon: 450 gCO2/kWh}}}}",
                HALL_POWER,
                self.months(),
                HALL_POWER * rng.uniform(0.3, 0.6),
                rng.uniform(120.0, 190.0),
            )?;
        }
        if self.has(Part::Leases) {
            let mut rng = self.part_rng(Part::Leases, 0, r);
            let price = rng.uniform(110.0, 190.0);
            writeln!(
                out,
                "    leases: [{{id: colo, block: 2 MW, racks: 50, cooling: [air], price: {price:.1} USD/kW/month, \
                 escalator: 3 %/year, term: 24 months, max_blocks: {}, min_blocks: 1, \
                 option: {{fee: 0.4 MUSD, blocks: 2, until: {}, price: {:.1} USD/kW/month}}, \
                 extension: {{price: {:.1} USD/kW/month, term: 12 months}}}}]",
                rng.whole(2, 6),
                self.period_after(2.0),
                0.95 * price,
                1.1 * price,
            )?;
        }
        if self.has(Part::Resilience) {
            // Four sites share a grid.
            writeln!(out, "    grid_zone: grid-{}", r / 4 + 1)?;
        }
        if self.has(Part::Money) {
            let mut rng = self.part_rng(Part::Money, 0, r);
            writeln!(out, "    import_duty: {:.1} %", rng.uniform(0.0, 8.0))?;
        }
        if self.has(Part::Environment) {
            let mut rng = self.part_rng(Part::Environment, 0, r);
            writeln!(
                out,
                "    ppas: [{{id: solar, capacity: {:.1} MW, output: {:.0} %, price: {:.1} USD/MWh, \
                 intensity: 40 gCO2/kWh, take: 80 %, term: 10 years}}]",
                rng.uniform(10.0, 60.0),
                rng.uniform(22.0, 45.0),
                rng.uniform(45.0, 110.0),
            )?;
        }
        Ok(())
    }
}
