//! Limits that are one figure of the scenario, moved.

use crate::scenario::*;

/// The scenario with one limit relaxed by an amount in the limit's own unit: `family` is the name of its rows,
/// `subject` the ids of what is limited, separated by commas, `period` a label. `None` if the limit is not one figure of
/// the scenario but follows from decisions or from several figures.
pub(super) fn relaxed(
    scenario: &Scenario,
    family: &str,
    subject: &str,
    period: &str,
    by: f64,
) -> Option<Scenario> {
    let mut moved = scenario.clone();
    let labels = &scenario.horizon.labels;
    let at = |label: &str| labels.iter().position(|known| known == label);
    match family {
        "budget" => {
            let (id, first) = subject.split_once(',')?;
            let first = at(first)?;
            let budget = moved.budgets.iter_mut().find(|budget| budget.id == id)?;
            // The amount is in the budget's currency.
            let amount = by / budget.currency.first();
            let mut windows = budget.windows.iter_mut();
            let window = windows.find(|window| window.first.index() == first)?;
            window.at_most.0 += amount;
        }
        "grid_power" => {
            let t = at(period)?;
            let site = moved.sites.iter_mut().find(|site| site.id == subject)?;
            let usable = 1.0 - site.reserve_margin;
            if usable <= 0.0 {
                return None;
            }
            site.power.get_mut(t)?.0 += by / usable;
        }
        "land" => {
            let site = moved.sites.iter_mut().find(|site| site.id == subject)?;
            site.land.as_mut()?.0 += by;
        }
        "contractor" => {
            let site = moved.sites.iter_mut().find(|site| site.id == subject)?;
            *site.contractor.as_mut()? += by;
        }
        "chip_supply" => {
            let t = at(period)?;
            let chip = moved.chips.iter_mut().find(|chip| chip.id == subject)?;
            *chip.supply.as_mut()?.get_mut(t)? += by;
        }
        "supply_pool" => {
            let t = at(period)?;
            let pool = moved.pools.iter_mut().find(|pool| pool.id == subject)?;
            *pool.at_most.get_mut(t)? += by;
        }
        "openings_per_period" => {
            *moved.openings_per_period.as_mut()?.get_mut(at(period)?)? += by;
        }
        "compute_cap" | "licence_quota" | "risk_cap" => {
            let rule = moved.rules.iter_mut().find(|rule| rule.id == subject)?;
            match (family, &mut rule.effect) {
                // A cap of every period: relaxed in all of them.
                ("compute_cap", RuleEffect::ComputeCap { at_most }) => at_most.0 += by,
                ("licence_quota", RuleEffect::Grant { quota: Some(quota) }) => quota.0 += by,
                (
                    "risk_cap",
                    RuleEffect::Risk {
                        at_most: Some(at_most),
                        ..
                    },
                ) => at_most.0 += by,
                _ => return None,
            }
        }
        "carbon_cap" => {
            let first = at(period)?;
            let caps = &mut moved.environment.carbon_caps;
            let cap = caps.iter_mut().find(|cap| cap.id == subject)?;
            let mut windows = cap.windows.iter_mut();
            windows.find(|window| window.first.index() == first)?.at_most.0 += by;
        }
        "water_cap" => {
            let first = at(period)?;
            let caps = &mut moved.environment.water_caps;
            let cap = caps.iter_mut().find(|cap| cap.id == subject)?;
            let mut windows = cap.windows.iter_mut();
            windows.find(|window| window.first.index() == first)?.at_most.0 += by;
        }
        "limit_at_most" => {
            let first = at(period)?;
            let limit = moved.limits.iter_mut().find(|limit| limit.id == subject)?;
            if limit.share_of.is_some() {
                return None;
            }
            let mut windows = limit.windows.iter_mut();
            let window = windows.find(|window| window.first.index() == first)?;
            *window.at_most.as_mut()? += by;
        }
        _ => return None,
    }
    Some(moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::{base, capex_budget};

    #[test]
    fn one_figure_moves_and_nothing_else() {
        let mut scenario = base();
        scenario.budgets = vec![capex_budget(12.0)];
        let id = scenario.budgets[0].id.clone();
        let moved = relaxed(&scenario, "budget", &format!("{id},2028"), "", 3.0).unwrap();
        assert_eq!(moved.budgets[0].windows[1].at_most, MillionUsd(15.0));
        assert_eq!(moved.budgets[0].windows[0].at_most, MillionUsd(12.0));
        let moved = relaxed(&scenario, "grid_power", "alpha", "2029", 4.0).unwrap();
        assert_eq!(moved.sites[0].power[2], Megawatts(44.0));
        for (family, subject) in [
            ("hall_power", "alpha"),
            ("grid_power", "nowhere"),
            ("land", "alpha"),
        ] {
            assert_eq!(relaxed(&scenario, family, subject, "2029", 1.0), None, "{family}");
        }
    }
}
