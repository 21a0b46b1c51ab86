//! Contracts, hubs that cost and lose, terms of leases, rented accelerators, chips in any amount.

use super::Draw;
use buildout::model::testing;
use buildout::scenario::*;

pub fn part(draw: &mut Draw, s: &mut Scenario) {
    for c in 0..s.chips.len() {
        if draw.chance(0.6) {
            let first = contract(draw, s, c, "first");
            s.contracts.push(first);
            if draw.chance(0.4) {
                let second = contract(draw, s, c, "second");
                s.contracts.push(second);
            }
        }
        let chip = &mut s.chips[c];
        if chip.hub && draw.chance(0.5) {
            chip.hub_terms = HubTerms {
                cost: MillionUsdPerYear(draw.quarters(0, 1)),
                loss: draw.pick(&[0.0, 0.1]),
            };
        }
        // What is counted by vintage, or stands already, stays whole.
        let standing = s.cohorts.iter().any(|cohort| cohort.chip.index() == c);
        if c > 0 && !standing && !s.chips[c].by_vintage() && draw.chance(0.3) {
            s.chips[c].whole = false;
        }
    }
    for r in 0..s.sites.len() {
        if !s.sites[r].leases.is_empty() && draw.chance(0.7) {
            s.sites[r].leases[0].terms = lease_terms(draw);
        }
    }
    if draw.chance(0.5) {
        let offer = rental(draw, s);
        s.rentals.push(offer);
    }
}

fn contract(draw: &mut Draw, s: &Scenario, c: usize, id: &str) -> Contract {
    let (chip, periods) = (&s.chips[c], draw.periods);
    let price = draw.series(MillionUsd, 1, 6);
    let mut contract = Contract {
        price: price.clone(),
        window: chip.available,
        committed: vec![0.0; periods],
        loss: chip.loss.max(draw.pick(&[0.0, 0.25])),
        ..testing::contract(&format!("{}-{id}", chip.id), c as u16, 0.0)
    };
    if draw.chance(0.5) {
        contract.allocation = Some((0..periods).map(|_| draw.quarters(1, 3)).collect());
    }
    if draw.chance(0.3) {
        contract.min_order = 2.0;
    }
    if draw.chance(0.4) {
        contract.order_cost = MillionUsd(draw.quarters(0, 3));
    }
    if draw.chance(0.2) {
        contract.multiple = 2;
    }
    if draw.chance(0.5) {
        contract.break_kind = draw.pick(&[BreakKind::AllUnits, BreakKind::Incremental]);
        let factor = draw.pick(&[0.5, 0.75]);
        contract.breaks = vec![PriceBreak {
            from: draw.pick(&[1.0, 2.0]),
            price: price.iter().map(|&price| price * factor).collect(),
        }];
    }
    if draw.chance(0.4) {
        contract.prepay = Some(Prepay {
            share: 0.5,
            ahead: draw.pick(&[1, 2]),
        });
    }
    if id == "first" && draw.chance(0.3) {
        contract.committed[periods - 1] = 1.0;
        contract.cancel = draw.chance(0.7).then(|| Cancellation {
            fee: 0.25,
            notice: draw.pick(&[0, 1]),
        });
    }
    contract
}

fn lease_terms(draw: &mut Draw) -> LeaseTerms {
    LeaseTerms {
        min_blocks: draw.pick(&[0, 0, 2]),
        committed: vec![],
        option: draw.chance(0.6).then(|| LeaseOption {
            fee: MillionUsd(draw.quarters(0, 1)),
            blocks: 1,
            taken: Period(0),
            until: draw.period(),
            price: MillionUsdPerMwYear(draw.quarters(0, 2)),
        }),
        extension: draw.chance(0.6).then(|| LeaseExtension {
            price: draw.series(MillionUsdPerMwYear, 0, 2),
            term: 1,
        }),
    }
}

fn rental(draw: &mut Draw, s: &Scenario) -> RentalOffer {
    let chip = draw.rng.whole(0, s.chips.len() as u32 - 1) as u16;
    let site = draw.rng.whole(0, s.sites.len() as u32 - 1) as u16;
    RentalOffer {
        price: draw.series(MillionUsdPerYear, 0, 3),
        at_most: Some((0..draw.periods).map(|_| draw.quarters(0, 2)).collect()),
        term: draw.pick(&[1, 2]),
        ..testing::rental("cloud", chip, site, 0.0)
    }
}
