//! Every component of the example's cash flows, by hand.

use super::example::{self, BETA, SMALL};
use buildout::model::testing;
use buildout::plan::ledger::{Amount, Class, Component, Ledger};
use buildout::scenario::*;

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

/// Amounts by year, MUSD undiscounted.
const BY_HAND: [(Component, [f64; 3]); 20] = [
    // beta opens in 2028.
    (Component::Sites, [0.0, 11.0, 0.0]),
    // beta's hall of 20: 60 % and 40 %; alpha's of 2029 is paid in full in the last year.
    (Component::Halls, [0.0, 12.0, 8.0 + 20.0]),
    (Component::Power, [0.0, 6.0, 0.0]),
    // 12 at 1.0, 18 at 0.8.
    (Component::Chips, [12.0, 0.0, 14.4]),
    (Component::Installation, [1.0, 0.0, 2.0]),
    (Component::ImportDuty, [0.0; 3]),
    (Component::Licences, [0.0; 3]),
    (Component::Porting, [0.0; 3]),
    (Component::Fixed, [2.0, 3.0, 3.0]),
    // alpha's old hall every year; its new one and beta's are in use in 2029 (alpha builds at once).
    (Component::HallRunning, [0.5, 0.5, 1.5]),
    // 5 MW at 0.08 from 2029.
    (Component::PowerCharge, [0.0, 0.0, 0.4]),
    // 2027: (10 * 0.1 * 0.8 + 4 * 0.4 * 0.5) * 1.5 = 2.4 MW at 0.876 MUSD/MW; 2028: 2.1 MW;
    // 2029: 20 * 0.1 * 0.8 * 1.2 = 1.92 MW at 0.438 MUSD/MW.
    (Component::Energy, [2.1024, 1.8396, 0.84096]),
    (Component::Maintenance, [0.5 + 0.8, 0.5 + 0.6, 1.0]),
    // 10 MW at 1, 5 % more in the second year.
    (Component::Leases, [0.0, 10.0, 10.5]),
    (Component::Serving, [0.15, 0.10, 0.26]),
    (Component::Rental, [6.0, 8.0, 0.0]),
    (Component::Unmet, [100.0, 300.0, 600.0]),
    // 2 PFLOP/s for a year is 63.072 of 126.144 ZFLOP: half of 40.
    (Component::TrainingShortfall, [0.0, 0.0, 20.0]),
    // 10 at 1.0 and 20 at 0.8, weight 0.5, price 0.1.
    (Component::Risk, [0.5, 0.0, 0.8]),
    // near at 3, far at 4 (served and rented), half of the job's 10.
    (Component::Revenue, [30.0 + 72.0, 30.0 + 56.0, 15.0 + 52.0 + 5.0]),
];

fn discount(t: usize) -> f64 {
    1.1_f64.powf(-(t as f64 + 0.5))
}

#[test]
fn every_component_is_as_computed_by_hand() {
    let scenario = example::scenario();
    let ledger = Ledger::new(&scenario, &example::plan(&scenario));
    let others = |c: &&Component| BY_HAND.iter().all(|(by_hand, _)| by_hand != *c);
    for &component in Component::ALL.iter().filter(others) {
        assert_eq!(ledger.total(component), Amount::default(), "{component:?}");
    }
    for (component, expected) in BY_HAND {
        for (t, expected) in expected.into_iter().enumerate() {
            let sum = ledger.sum(|f| f.component == component && f.period.index() == t);
            assert!(
                close(sum.amount, expected),
                "{component:?} {t}: {} != {expected}",
                sum.amount
            );
            assert!(close(sum.present, expected * discount(t)), "{component:?} {t}");
        }
    }
}

#[test]
fn objectives_are_present_values() {
    let scenario = example::scenario();
    let ledger = Ledger::new(&scenario, &example::plan(&scenario));
    let present = |revenue: bool| -> f64 {
        let chosen = BY_HAND
            .iter()
            .filter(|(c, _)| (*c == Component::Revenue) == revenue);
        chosen
            .flat_map(|(_, years)| years.iter().enumerate().map(|(t, m)| m * discount(t)))
            .sum()
    };
    assert!(close(ledger.objective(&testing::min_cost()), present(false)));
    assert!(close(
        ledger.objective(&testing::max_profit()),
        present(false) - present(true)
    ));
}

#[test]
fn classes_add_up_by_period() {
    let scenario = example::scenario();
    let ledger = Ledger::new(&scenario, &example::plan(&scenario));
    let capex = ledger.by_period(Class::Capex);
    for (sum, expected) in capex.iter().zip([13.0, 29.0, 44.4]) {
        assert!(close(*sum, expected), "{capex:?}");
    }
}

#[test]
fn what_is_left_of_a_budget_is_carried_by_its_share() {
    let scenario = example::scenario();
    let ledger = Ledger::new(&scenario, &example::plan(&scenario));
    let rows = &ledger.budgets()[0];
    // 40 - 13 = 27 left, half of it carried; 40 + 13.5 - 29 = 24.5 left; 40 + 12.25 - 44.4.
    let available: Vec<f64> = rows.iter().map(|row| row.available).collect();
    let carried: Vec<f64> = rows.iter().map(|row| row.carried_out).collect();
    for (a, b) in available.iter().zip([40.0, 53.5, 52.25]) {
        assert!(close(*a, b), "{available:?}");
    }
    for (a, b) in carried.iter().zip([27.0, 24.5, 0.0]) {
        assert!(close(*a, b), "{carried:?}");
    }
    assert!(close(rows[2].headroom(), 7.85));
}

#[test]
fn a_carry_limit_holds() {
    let mut scenario = example::scenario();
    scenario.budgets[0].carry_limit = Some(MillionUsd(10.0));
    let ledger = Ledger::new(&scenario, &example::plan(&scenario));
    let available: Vec<f64> = ledger.budgets()[0].iter().map(|row| row.available).collect();
    for (a, b) in available.iter().zip([40.0, 45.0, 45.0]) {
        assert!(close(*a, b), "{available:?}");
    }
}

#[test]
fn a_narrow_budget_counts_chips_where_they_are_deployed() {
    let mut scenario = example::scenario();
    scenario.budgets[0].places.sites = Some(vec![SiteId(BETA as u16)]);
    let ledger = Ledger::new(&scenario, &example::plan(&scenario));
    let spend: Vec<f64> = ledger.budgets()[0].iter().map(|row| row.spend).collect();
    // 2028: opening 11, hall 12, deposit 6. 2029: hall 8, 20 small units at 0.8 and their installation.
    for (a, b) in spend.iter().zip([0.0, 29.0, 8.0 + 16.0 + 2.0]) {
        assert!(close(*a, b), "{spend:?}");
    }
}

#[test]
fn flows_know_site_and_chip() {
    let scenario = example::scenario();
    let ledger = Ledger::new(&scenario, &example::plan(&scenario));
    let energy = ledger.sum(|f| {
        (f.component, f.site, f.chip)
            == (
                Component::Energy,
                Some(SiteId(BETA as u16)),
                Some(ChipId(SMALL as u16)),
            )
    });
    assert!(close(energy.amount, 0.84096));
    let keys: Vec<_> = ledger
        .flows()
        .iter()
        .map(|f| (f.component, f.site, f.chip, f.period))
        .collect();
    assert!(keys.is_sorted());
}
