//! The planner's own limits, hard or at a price.
//!
//! ```text
//! limit_at_most[l,w]    X[w] - sigma Y[w] - excess[l,w] <= value          sigma Y: for a share of Y, value 0
//! limit_at_least[l,w]   X[w] - sigma Y[w] + lack[l,w]   >= value
//! ```
//!
//! `X` and `Y` are quantities of the tables (`quantities.rs`): over a window what happens is added up and of what holds
//! the mean over time counts. `excess` and `lack` exist where breaking the limit has a price; it is charged as a
//! penalty in the last period of the window. Source: `model.md` family 19.

use crate::model::columns::{Labels, key};
use crate::model::quantities::Selection;
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{CustomLimit, LimitWindow};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "custom_limits",
    title: "limits of the planner's own",
    hardness: Hardness::Soft("violation_cost, where written"),
    rows: &[
        RowInfo {
            name: "limit_at_most",
            labels: &[Labels::Limit, Labels::Period],
            dual_unit: "MUSD per unit of the quantity",
            violation: "{limit} is exceeded by {by} from {period} on",
        },
        RowInfo {
            name: "limit_at_least",
            labels: &[Labels::Limit, Labels::Period],
            dual_unit: "MUSD per unit of the quantity",
            violation: "{limit} is missed by {by} from {period} on",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (l, limit) in s.limits.iter().enumerate() {
        for window in &limit.windows {
            if let Some(most) = window.at_most {
                side(b, l, limit, window, most, true);
            }
            if let Some(least) = window.at_least {
                side(b, l, limit, window, least, false);
            }
        }
    }
}

fn side(b: &mut Build<'_, '_>, l: usize, limit: &CustomLimit, window: &LimitWindow, value: f64, most: bool) {
    let (s, columns) = (b.scenario(), b.columns);
    let within = (window.first, window.last);
    let mut constant = 0.0;
    let mut term = |col, amount| match col {
        Some(col) => b.program.term(col, amount),
        None => constant += amount,
    };
    Selection::new(s, columns, limit.quantity, &limit.filter).window(within, &mut term);
    let mut bound = value;
    if let Some(of) = &limit.share_of {
        bound = 0.0;
        let whole = Selection::new(s, columns, of.quantity, &of.filter);
        whole.window(within, &mut |col, amount| term(col, -value * amount));
    }
    let first = window.first.index();
    let (excess, lack) = (columns.limits.excess(l, first), columns.limits.lack(l, first));
    let at = key([l, first]);
    if most {
        b.term(excess, -1.0);
        b.at_most(b.rows(0), at, bound - constant);
    } else {
        b.term(lack, 1.0);
        b.at_least(b.rows(1), at, bound - constant);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base, limit, only_big};
    use crate::scenario::{ChipId, ChipSelector, Period, PlaceSelector, Quantity, ShareOf, SiteId};

    #[test]
    fn a_limit_holds_in_each_window_or_costs() {
        // 2 MW of peak power are five units of 0.4 MW; a sixth would serve 5 more at 50 MUSD a year.
        let mut scenario = only_big();
        scenario.limits = vec![limit(Quantity::ItUsed, Some(2.0), None)];
        assert_optimum(&scenario, 15.0 + 3.0 * 250.0);
        // 0.4 MW over it at 100 MUSD/MW in each of three years, and 3 for the unit.
        scenario.limits[0].violation_cost = Some(100.0);
        assert_optimum(&scenario, 18.0 + 3.0 * 40.0);
    }

    #[test]
    fn what_happens_adds_up_and_what_holds_is_averaged() {
        let mut scenario = only_big();
        scenario.chips[0].life = 1;
        // Six a year: 18 over the horizon, of which 16.5 are allowed.
        let whole = |quantity, most| {
            let mut all = limit(quantity, Some(most), None);
            all.windows.truncate(1);
            all.windows[0].last = Period(2);
            all
        };
        scenario.limits = vec![whole(Quantity::Deployed, 16.5)];
        assert_optimum(&scenario, 48.0 + 2.0 * 250.0);
        // 5.5 on average are 16.5 in all.
        scenario.limits = vec![whole(Quantity::InService, 5.5)];
        assert_optimum(&scenario, 48.0 + 2.0 * 250.0);
    }

    #[test]
    fn at_least_is_reached_or_costs() {
        let mut scenario = base();
        // Ten small where six big would do: each serves 1, so that four big are left for 20 of 30.
        scenario.limits = vec![limit(Quantity::Deployed, None, Some(10.0))];
        scenario.limits[0].filter.chips.ids = Some(vec![ChipId(0)]);
        scenario.limits[0].windows.truncate(1);
        assert_optimum(&scenario, 10.0 + 12.0);
        scenario.limits[0].violation_cost = Some(0.25);
        assert_optimum(&scenario, 18.0 + 2.5);
    }

    #[test]
    fn a_limit_may_be_a_share_of_another_quantity() {
        let mut scenario = only_big();
        // At most half of what is deployed may stand at alpha: three at beta, which opens for 10 with a hall for 20.
        scenario.limits = vec![limit(Quantity::Deployed, Some(0.5), None)];
        scenario.limits[0].filter.places = PlaceSelector {
            sites: Some(vec![SiteId(0)]),
            ..PlaceSelector::default()
        };
        scenario.limits[0].share_of = Some(ShareOf {
            quantity: Quantity::Deployed,
            filter: Default::default(),
        });
        assert_optimum(&scenario, 18.0 + 30.0);
    }

    #[test]
    fn constants_count() {
        let mut scenario = only_big();
        scenario.limits = vec![limit(Quantity::Racks, Some(60.0), None)];
        scenario.limits[0].violation_cost = Some(0.01);
        // 100 racks stand there: 40 too many in each of three years.
        assert_optimum(&scenario, 18.0 + 3.0 * 0.4);
        scenario.limits[0].filter.chips = ChipSelector::default();
    }
}
