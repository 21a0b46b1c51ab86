//! What chips are drawn with.

use super::Part;
use crate::generate::text::{Draw, VENDORS};
use std::fmt::{self, Write};

impl Draw<'_> {
    /// Vendor of a chip.
    pub(super) fn vendor(&self, c: usize) -> &'static str {
        VENDORS[c % VENDORS.len()]
    }

    /// Software stack of a chip: every vendor has its own.
    pub(super) fn stack(c: usize) -> &'static str {
        ["cuda", "cann", "rocm"][c % VENDORS.len()]
    }

    /// Further keys of a chip. `price` in MUSD.
    pub(in crate::generate) fn chip_parts(&self, out: &mut String, c: usize, price: f64) -> fmt::Result {
        if self.has(Part::Stacks) {
            writeln!(out, "    stack: {}", Self::stack(c))?;
        }
        if self.has(Part::Training) {
            let newness = c as f64 / self.size.chips.max(2) as f64;
            writeln!(
                out,
                "    training_speed: {:.0} TFLOP/s",
                900.0 * (1.0 + 1.5 * newness)
            )?;
            writeln!(out, "    training_share: 35 %")?;
        }
        if self.has(Part::Contracts) {
            writeln!(out, "    hub: true")?;
            writeln!(out, "    hub_cost: {:.3} MUSD/year", 0.02 * price)?;
        }
        if self.has(Part::Ageing) {
            let mut rng = self.part_rng(Part::Ageing, 0, c);
            writeln!(
                out,
                "    ageing: {{maintenance: {{0 years: {:.1} %/year, 2 years: {:.1} %/year}}, \
                 availability: {{0 years: 97 %, 3 years: 93 %}}, energy: [100 %], \
                 resale: {{0 months: 75 %, 1 year: {:.0} %, 2 years: {:.0} %, 3 years: 10 %}}, early_retirement: true, write_off: 20 %}}",
                rng.uniform(2.0, 4.0),
                rng.uniform(5.0, 9.0),
                rng.uniform(45.0, 65.0),
                rng.uniform(20.0, 35.0),
            )?;
            writeln!(out, "    moves: {{cost: {:.4} MUSD}}", 0.03 * price)?;
        }
        Ok(())
    }

    /// Supply contracts: two for every chip, a flexible one and a dear one with a discount on volume.
    pub(super) fn contracts(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "\ncontracts:")?;
        for c in 0..self.size.chips {
            let mut rng = self.part_rng(Part::Contracts, 0, c);
            let chip = self.chip(c);
            writeln!(
                out,
                "  {chip}-spot: {{chip: {chip}, allocation: {} unit/year}}",
                rng.whole(10, 40)
            )?;
            writeln!(
                out,
                "  {chip}-volume: {{chip: {chip}, min_order: {}, order_cost: {:.2} MUSD, multiple: {}, \
                 breaks: {{kind: {}, tiers: [{{from: 16, discount: 4 %}}, {{from: 40, discount: 9 %}}]}}, \
                 prepay: {{share: 30 %, ahead: 6 months}}}}",
                rng.whole(2, 3) * 4,
                rng.uniform(0.2, 1.0),
                [1, 2, 4][rng.whole(0, 2) as usize],
                if c % 2 == 0 { "all_units" } else { "incremental" },
            )?;
        }
        Ok(())
    }

    /// Rented accelerators: one offer in five sites, of the newest chips.
    pub(super) fn rentals(&self, out: &mut String) -> fmt::Result {
        writeln!(out, "\nrentals:")?;
        for r in (0..self.size.sites).step_by(5) {
            let mut rng = self.part_rng(Part::Leases, 1, r);
            let c = self.size.chips - 1 - r % self.size.chips.min(2);
            writeln!(
                out,
                "  {site}-rental: {{chip: {}, site: {site}, price: {:.0} USD/unit/hour, at_most: {}}}",
                self.chip(c),
                rng.uniform(150.0, 260.0),
                rng.whole(5, 20),
                site = self.site(r),
            )?;
        }
        Ok(())
    }
}
