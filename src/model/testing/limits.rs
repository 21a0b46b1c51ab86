//! Rules, requirements, budgets, caps and limits, each of one kind and without further terms.

use super::*;

/// A rule in force in every period, on everything, for everyone.
pub fn rule(id: &str, effect: RuleEffect) -> Rule {
    Rule {
        id: id.into(),
        title: id.into(),
        source: "test".into(),
        from: None,
        until: None,
        active: vec![true; PERIODS],
        owners: None,
        chips: ChipSelector::default(),
        places: PlaceSelector::default(),
        effect,
    }
}

/// A requirement to keep a share of all demand in every period when any one thing of a kind is lost.
pub fn resilience(scenario: &Scenario, against: Against, form: ResilienceForm, keep: f64) -> Resilience {
    let mut losses: Vec<Loss> = Vec::new();
    let mut lose = |id: &str, site: Option<SiteId>, chip: Option<ChipId>| {
        let at = losses.iter().position(|loss| loss.id == id);
        let at = at.unwrap_or_else(|| {
            losses.push(Loss {
                id: id.into(),
                sites: vec![],
                chips: vec![],
            });
            losses.len() - 1
        });
        losses[at].sites.extend(site);
        losses[at].chips.extend(chip);
    };
    for (r, site) in SiteId::all(scenario.sites.len()).zip(&scenario.sites) {
        match against {
            Against::Site => lose(&site.id, Some(r), None),
            Against::GridZone => lose(&site.grid_zone, Some(r), None),
            Against::Jurisdiction => lose(&site.jurisdiction, Some(r), None),
            Against::Vendor => {}
        }
    }
    for (c, chip) in ChipId::all(scenario.chips.len()).zip(&scenario.chips) {
        if against == Against::Vendor {
            lose(&chip.vendor, None, Some(c));
        }
    }
    Resilience {
        id: "keep".into(),
        against,
        keep: vec![keep; scenario.horizon.len()],
        lines: DemandId::all(scenario.demand.len()).collect(),
        form,
        losses,
    }
}

/// A capex budget per period over all sites, without carry-over.
pub fn capex_budget(at_most: f64) -> Budget {
    Budget {
        id: "capex".into(),
        currency: BudgetCurrency::default(),
        kind: BudgetKind::Capex,
        places: PlaceSelector::default(),
        windows: Period::all(PERIODS)
            .map(|t| BudgetWindow {
                first: t,
                last: t,
                at_most: MillionUsd(at_most),
            })
            .collect(),
        carry_over: 0.0,
        carry_limit: None,
    }
}

/// A cap on the emissions of the energy of all sites in each period, ktCO2, without banking.
pub fn carbon_cap(at_most: f64) -> CarbonCap {
    CarbonCap {
        id: "cap".into(),
        places: PlaceSelector::default(),
        scope: CarbonScope::Operational,
        windows: cap_windows(KiloTonnes(at_most)),
        banking: 0.0,
        bank_limit: None,
    }
}

/// A cap on the water of all sites in each period, ML.
pub fn water_cap(at_most: f64) -> WaterCap {
    WaterCap {
        id: "zone".into(),
        places: PlaceSelector::default(),
        windows: cap_windows(Megalitres(at_most)),
    }
}

/// A limit of the planner's own on a quantity in each period, in its unit.
pub fn limit(quantity: Quantity, at_most: Option<f64>, at_least: Option<f64>) -> CustomLimit {
    let window = |t| LimitWindow {
        first: t,
        last: t,
        at_most,
        at_least,
    };
    CustomLimit {
        id: "limit".into(),
        quantity,
        filter: QuantityFilter::default(),
        share_of: None,
        windows: Period::all(PERIODS).map(window).collect(),
        violation_cost: None,
    }
}

fn cap_windows<Q: Copy>(at_most: Q) -> Vec<CapWindow<Q>> {
    let window = |t| CapWindow {
        first: t,
        last: t,
        at_most,
    };
    Period::all(PERIODS).map(window).collect()
}
