//! Power-purchase agreements.

use super::super::example::BETA;
use super::Mutation;
use buildout::model::testing;
use buildout::plan::Plan;
use buildout::scenario::*;

/// Beta signs 2 MW of the sun in 2027 that deliver 8.76 GWh a year, of which 7.008 must be paid for.
fn sun(s: &mut Scenario, p: &mut Plan) {
    s.sites[BETA].environment.ppas = vec![PpaOffer {
        take: 0.8,
        ..testing::ppa("sun", 2.0)
    }];
    p.ppa.signed[BETA] = vec![vec![2.0, 0.0, 0.0]];
    p.ppa.energy[BETA] = vec![vec![0.0, 0.0, 8.0]];
    p.ppa.paid[BETA] = vec![vec![8.0; 3]];
}

pub const MUTATIONS: &[Mutation] = &[
    (
        "ppa.ppa_capacity",
        "power contracted: 2 MW, 1 MW more than power on offer (1 MW)",
        |s, p| {
            sun(s, p);
            s.sites[BETA].environment.ppas[0].capacity = Megawatts(1.0);
        },
    ),
    (
        "ppa.ppa_earliest",
        "sun of beta is signed before it is offered",
        |s, p| {
            sun(s, p);
            s.sites[BETA].environment.ppas[0].earliest = Period(1);
        },
    ),
    (
        "ppa.ppa_output",
        "energy paid for: 9 GWh, 0.24 GWh more than energy delivered (8.76 GWh)",
        |s, p| {
            sun(s, p);
            p.ppa.paid[BETA][0][1] = 9.0;
        },
    ),
    (
        "ppa.ppa_output",
        "energy paid for: 8 GWh, 8 GWh more than energy delivered (0 GWh)",
        |s, p| {
            sun(s, p);
            s.sites[BETA].environment.ppas[0].term = 2;
        },
    ),
    (
        "ppa.ppa_take",
        "energy paid for: 7 GWh, 0.008 GWh less than energy that must be paid for (7.008 GWh)",
        |s, p| {
            sun(s, p);
            p.ppa.paid[BETA][0][0] = 7.0;
        },
    ),
    (
        "ppa.ppa_used",
        "energy used: 8.5 GWh, 0.5 GWh more than energy paid for (8 GWh)",
        |s, p| {
            sun(s, p);
            p.ppa.energy[BETA][0][2] = 8.5;
        },
    ),
    (
        "site_energy.site_energy",
        "energy from other sources than the grid: 17 GWh, 0.1808 GWh more than energy of the site (16.8192 GWh)",
        |s, p| {
            sun(s, p);
            s.sites[BETA].environment.ppas[0].output = 1.0;
            p.ppa.paid[BETA] = vec![vec![17.0; 3]];
            p.ppa.energy[BETA][0][2] = 17.0;
        },
    ),
];
