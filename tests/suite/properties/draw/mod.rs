//! Random scenarios small enough to try every plan: every chip has a supply of at most two a period, every
//! hall design a largest number, every lease at most one block.

mod construction;
mod contracts;
mod couplings;
mod demand_side;
mod environment;
mod finance;
mod fleet;
mod hours;
mod limits;
mod resilience;
mod rules;
mod stacks;

use buildout::generate::SplitMix64;
use buildout::model::testing::{self, horizon};
use buildout::scenario::*;

/// A scenario drawn from a seed. Each optional part is there for some seeds and not for others.
pub fn scenario(seed: u64) -> Scenario {
    let mut draw = Draw {
        rng: SplitMix64::new(seed),
        periods: 2,
    };
    draw.scenario(seed)
}

/// A scenario drawn from a seed as [`scenario`], with any subset of the further parts of the model switched on.
pub fn anything(seed: u64) -> Scenario {
    let mut s = scenario(seed);
    let mut draw = Draw {
        rng: SplitMix64::new(seed ^ 0xB01D),
        periods: s.horizon.len(),
    };
    s.name = format!("anything-{seed}");
    for part in PARTS {
        if draw.chance(0.3) {
            part(&mut draw, &mut s);
        }
    }
    s
}

/// A scenario drawn from a seed as [`anything`], in which some part of every quantity has a price.
pub fn all_quantities(seed: u64) -> Scenario {
    let mut s = scenario(seed);
    let mut draw = Draw {
        rng: SplitMix64::new(seed ^ 0xA11),
        periods: s.horizon.len(),
    };
    s.name = format!("all-quantities-{seed}");
    for part in PARTS {
        if draw.chance(0.4) {
            part(&mut draw, &mut s);
        }
    }
    s.limits.clear();
    limits::all(&mut draw, &mut s);
    s
}

/// A scenario drawn from a seed as [`scenario`], split into blocks of hours.
pub fn in_blocks(seed: u64) -> Scenario {
    let mut s = scenario(seed);
    let mut draw = Draw {
        rng: SplitMix64::new(seed ^ 0x0E11),
        periods: s.horizon.len(),
    };
    s.name = format!("in-blocks-{seed}");
    hours::part(&mut draw, &mut s);
    s
}

/// A scenario drawn from a seed as [`scenario`], some of whose demand must survive losses.
pub fn with_losses(seed: u64) -> Scenario {
    let mut s = scenario(seed);
    let mut draw = Draw {
        rng: SplitMix64::new(seed ^ 0x1057),
        periods: s.horizon.len(),
    };
    s.name = format!("with-losses-{seed}");
    resilience::part(&mut draw, &mut s);
    s
}

/// Parts of the model beyond the founding families: each draws its own data into a scenario.
#[rustfmt::skip]
const PARTS: &[fn(&mut Draw, &mut Scenario)] = &[
    construction::part,
    hours::part,
    rules::part,
    resilience::part,
    demand_side::part,
    environment::part,
    stacks::part,
    fleet::part,
    contracts::part,
    finance::part,
    limits::part,
];

struct Draw {
    rng: SplitMix64,
    periods: usize,
}

impl Draw {
    fn chance(&mut self, probability: f64) -> bool {
        self.rng.chance(probability)
    }

    /// A multiple of a quarter.
    fn quarters(&mut self, low: u32, high: u32) -> f64 {
        f64::from(self.rng.whole(4 * low, 4 * high)) / 4.0
    }

    fn pick<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.rng.whole(0, of.len() as u32 - 1) as usize].clone()
    }

    fn period(&mut self) -> Period {
        Period(self.rng.whole(0, self.periods as u32 - 1) as u16)
    }

    fn series<Q>(&mut self, wrap: fn(f64) -> Q, low: u32, high: u32) -> Vec<Q> {
        (0..self.periods)
            .map(|_| wrap(self.quarters(low, high)))
            .collect()
    }

    fn scenario(&mut self, seed: u64) -> Scenario {
        self.periods = if self.chance(0.2) { 3 } else { 2 };
        let small = self.periods == 3;
        let mut s = testing::base();
        s.name = format!("drawn-{seed}");
        s.horizon = horizon(self.periods);
        if self.chance(0.3) {
            s.horizon.length[self.periods - 1] = Years(0.5);
        }
        s.money.usd = vec![1.0; self.periods];
        s.operator.wacc = self.pick(&[0.0, 0.08, 0.1]);
        s.halls = vec![
            testing::hall("air", true, false),
            testing::hall("wet", self.rng.chance(0.5), true),
        ];
        s.workloads = self.workloads();
        s.chips = self.chips(s.workloads.len(), if small { 1 } else { 2 });
        s.sites = self.sites(s.workloads.len(), small);
        s.markets = self.markets(s.sites.len());
        s.demand = self.demand(&s);
        self.couplings(&mut s);
        s
    }

    fn workloads(&mut self) -> Vec<Workload> {
        let count = if self.chance(0.3) { 2 } else { 1 };
        (0..count)
            .map(|w| Workload {
                id: format!("w{w}"),
                name: format!("w{w}"),
                unit: "ktok/s".into(),
                latency: self.rng.chance(0.4).then_some(Milliseconds(20.0)),
                peak: self.pick(&[1.0, 1.0, 1.25]),
                stacks: Stacks::default(),
            })
            .collect()
    }

    fn chips(&mut self, workloads: usize, count: usize) -> Vec<Chip> {
        (0..count)
            .map(|c| {
                let id = format!("c{c}");
                let mut chip =
                    testing::chip(&id, self.quarters(2, 6), self.quarters(10, 60).round(), 0.0, 0.0);
                chip.price = self.series(MillionUsd, 1, 6);
                chip.cooling = self.pick(&[Cooling::Air, Cooling::Liquid, Cooling::Either]);
                chip.origin = self.pick(&["US".to_owned(), "CN".to_owned()]);
                chip.tpp = self.pick(&[1000.0, 5000.0]);
                chip.chips_per_unit = self.pick(&[1, 8]);
                chip.diversity = self.pick(&[1.0, 0.9]);
                chip.utilisation = self.pick(&[1.0, 0.75]);
                chip.life = self.pick(&[1, 2, self.periods as u16]);
                chip.availability = self.pick(&[1.0, 0.95]);
                chip.throughput = (0..workloads)
                    .map(|_| {
                        Volume(if self.rng.chance(0.15) {
                            0.0
                        } else {
                            self.quarters(3, 9)
                        })
                    })
                    .collect();
                let late = self.chance(0.2);
                let first = if late { Period(1) } else { Period(0) };
                chip.available = Some((first, Period(self.periods as u16 - 1)));
                let supply = (0..self.periods).map(|t| {
                    if t < first.index() {
                        0.0
                    } else {
                        f64::from(self.rng.whole(1, 2))
                    }
                });
                chip.supply = Some(supply.collect());
                if self.chance(0.25) {
                    chip.install_cost = MillionUsd(self.quarters(0, 1));
                    chip.maintenance = MillionUsdPerYear(self.quarters(0, 1));
                }
                if self.chance(0.2) {
                    chip.loss = self.pick(&[0.05, 0.5]);
                }
                chip.hub = self.chance(0.25);
                chip
            })
            .collect()
    }

    fn sites(&mut self, workloads: usize, small: bool) -> Vec<Site> {
        let count = if !small && self.chance(0.8) { 2 } else { 1 };
        (0..count).map(|r| self.site(r, workloads)).collect()
    }

    fn site(&mut self, r: usize, workloads: usize) -> Site {
        let mut site = testing::site(&format!("s{r}"), ["AA", "BB"][r]);
        site.existing = self.chance(0.35);
        let price = if site.existing { (0, 0) } else { (1, 20) };
        site.opening_cost = self.series(MillionUsd, price.0, price.1);
        site.groups = vec![self.pick(&["north".to_owned(), "south".to_owned()])];
        if !site.existing && self.chance(0.2) {
            site.earliest = self.period();
        }
        if !site.existing && self.chance(0.1) {
            site.committed = Some(Period(
                self.rng
                    .whole(u32::from(site.earliest.0), self.periods as u32 - 1) as u16,
            ));
        }
        let designs = if self.chance(0.25) {
            vec![0, 1]
        } else {
            vec![self.rng.whole(0, 1) as u16]
        };
        site.halls = designs
            .into_iter()
            .map(|h| self.site_hall(h, site.existing))
            .collect();
        site.power = self.series(Megawatts, 5, 25);
        site.energy_price = self.series(UsdPerMwh, 0, 60);
        site.blocks = vec![Volume(0.0); workloads];
        if self.chance(0.15) {
            site.blocks[0] = Volume(self.quarters(1, 5));
        }
        if self.chance(0.3) {
            site.pue = 1.25;
            site.pue_hot = self.pick(&[1.25, 1.5]);
            site.reserve_margin = self.pick(&[0.0, 0.1]);
            site.derating = self.pick(&[0.0, 0.1]);
        }
        if self.chance(0.2) {
            site.fixed_cost = MillionUsdPerYear(self.quarters(0, 3));
        }
        if self.chance(0.2) {
            site.land = Some(Hectares(f64::from(self.rng.whole(2, 3))));
        }
        if self.chance(0.15) {
            site.contractor = Some(1.0);
        }
        if self.chance(0.2) {
            site.power = vec![Megawatts(self.quarters(0, 5)); self.periods];
            site.tranches = vec![self.tranche()];
        }
        if self.chance(0.25) {
            site.leases = vec![self.lease()];
        }
        site
    }

    fn site_hall(&mut self, design: u16, existing: bool) -> SiteHall {
        let standing = u32::from(existing);
        SiteHall {
            design: HallId(design),
            existing: standing,
            max: Some(standing + 1),
            cost: self.series(MillionUsd, 1, 12),
            build_periods: u16::from(self.chance(0.3)),
            construction: HallConstruction::default(),
        }
    }

    fn tranche(&mut self) -> Tranche {
        Tranche {
            lead_periods: u16::from(self.rng.chance(0.3)),
            earliest: if self.rng.chance(0.2) {
                Period(1)
            } else {
                Period(0)
            },
            deposit: MillionUsd(self.quarters(0, 4)),
            charge: MillionUsdPerMwYear(self.quarters(0, 1) / 4.0),
            ..testing::tranche("g", 10.0, 0)
        }
    }

    fn lease(&mut self) -> LeaseOffer {
        LeaseOffer {
            price: self.series(MillionUsdPerMwYear, 0, 2),
            escalator: self.pick(&[0.0, 0.05]),
            max_blocks: 1,
            accepts: Accepts {
                air: true,
                liquid: self.rng.chance(0.3),
            },
            earliest: if self.rng.chance(0.2) {
                Period(1)
            } else {
                Period(0)
            },
            ..testing::lease("colo", self.rng.whole(1, 2) as u16)
        }
    }

    fn markets(&mut self, sites: usize) -> Vec<Market> {
        ["near", "far"]
            .iter()
            .zip(["AA", "BB"])
            .take(if self.chance(0.5) { 2 } else { 1 })
            .map(|(id, jurisdiction)| Market {
                latency: (0..sites)
                    .map(|_| (!self.rng.chance(0.1)).then(|| Milliseconds(self.pick(&[10.0, 20.0, 30.0]))))
                    .collect(),
                ..testing::market(id, jurisdiction)
            })
            .collect()
    }

    fn demand(&mut self, s: &Scenario) -> Vec<DemandLine> {
        let mut lines = Vec::new();
        for m in 0..s.markets.len() {
            for w in 0..s.workloads.len() {
                let id = format!("{}-{}", s.markets[m].id, s.workloads[w].id);
                let mut line = testing::demand(&id, m as u16, 0.0);
                line.workload = WorkloadId(w as u16);
                line.volume = self.series(Volume, 0, 12);
                line.unmet_penalty = self.series(MillionUsdPerUnitYear, 0, 5);
                line.revenue = self.series(MillionUsdPerUnitYear, 0, 4);
                line.serve_cost = s
                    .sites
                    .iter()
                    .map(|_| MillionUsdPerUnitYear(self.quarters(0, 1) / 2.0))
                    .collect();
                if self.chance(0.2) {
                    let cap = self.chance(0.7);
                    line.rent = Some(Rent {
                        price: self.series(MillionUsdPerUnitYear, 1, 4),
                        at_most: cap.then(|| self.series(Volume, 0, 4)),
                    });
                }
                if self.chance(0.15) {
                    line.service_floor = self.pick(&[0.25, 0.5, 1.0]);
                }
                if self.chance(0.25) {
                    line.residency = Some(Residency {
                        places: PlaceSelector {
                            jurisdictions: Some(vec!["AA".into()]),
                            ..PlaceSelector::default()
                        },
                        share: self.pick(&[0.5, 1.0]),
                    });
                }
                lines.push(line);
            }
        }
        lines
    }
}
