//! What a unit of each kind of repair counts for, so that repairs in different units can be compared.
//!
//! They only order repairs; no plan pays them. The page `docs/explain.md` lists them.

/// The price of one unit of a repair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Price {
    /// What one unit is.
    pub of: &'static str,
    /// MUSD per unit.
    pub musd: f64,
}

const fn price(of: &'static str, musd: f64) -> Price {
    Price { of, musd }
}

/// Money in a budget or an account, exposure to legal risk.
pub const MONEY: Price = price(
    "MUSD of a budget, of funding, of loans or of exposure to risk",
    1.0,
);
/// Grid power. Building a data center costs about as much.
pub const POWER: Price = price("MW of grid power", 10.0);
/// Land.
pub const LAND: Price = price("ha of land", 5.0);
/// Halls beyond the site's limit.
pub const HALL: Price = price("hall beyond the limit of its site", 10.0);
/// Halls that a contractor starts.
pub const CONTRACTOR: Price = price("hall more that a contractor starts in every period", 10.0);
/// Sites opened in a period.
pub const OPENING: Price = price("site more opened in a period", 50.0);
/// Leased power. Leasing it costs a few years' rent, building it about as much.
pub const LEASE: Price = price("MW of IT power in leased blocks beyond those on offer", 10.0);
/// Units beyond the supply, as a multiple of their price.
pub const SUPPLY: Price = price("MUSD worth of units beyond the supply", 1.0);
/// Demand without penalty and revenue.
pub const LINE: Price = price("demand line without penalty and revenue, the whole of it", 100.0);
/// Training jobs.
pub const JOB: Price = price("training job, the whole of it", 100.0);
/// Quotas and caps of rules.
pub const QUOTA: Price = price("MTPP of a quota or a cap of a rule", 10.0);
/// Rules that cannot be widened, only lifted.
pub const RULE: Price = price("rule or residency lifted", 1000.0);
/// Latency budgets.
pub const LATENCY: Price = price("ms of the latency budget of a workload", 5.0);
/// Emissions: 100 USD a tonne.
pub const CARBON: Price = price("ktCO2 of a cap", 0.1);
/// Water: 3 USD a cubic metre.
pub const WATER: Price = price("ML of a cap", 0.003);
/// The planner's own limits.
pub const LIMIT: Price = price("per cent of a limit of the planner's own", 10.0);
/// What must still be served after a loss.
pub const RESILIENCE: Price = price("percentage point of demand kept after a loss", 10.0);
/// Sites ready before their date, chips on sale before or after theirs.
pub const DATE: Price = price(
    "year by which a site is ready earlier, or a chip on sale earlier or later",
    50.0,
);
/// Commitments.
pub const COMMITMENT: Price = price("commitment to open a site given up", 100.0);

/// All of them, in the order of the page.
pub const ALL: [&Price; 19] = [
    &MONEY,
    &POWER,
    &LAND,
    &HALL,
    &CONTRACTOR,
    &OPENING,
    &LEASE,
    &SUPPLY,
    &LINE,
    &JOB,
    &QUOTA,
    &RULE,
    &LATENCY,
    &CARBON,
    &WATER,
    &LIMIT,
    &RESILIENCE,
    &DATE,
    &COMMITMENT,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_lists_every_price() {
        let page = include_str!("../../../docs/explain.md");
        for price in ALL {
            let line = format!("| {} | {} |", price.of, price.musd);
            assert!(page.contains(&line), "docs/explain.md lacks `{line}`");
        }
    }
}
