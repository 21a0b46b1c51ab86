//! What each line of a comparison counts: from the ledger and the tables of a plan.

use super::sheet::{At, Sheet};
use super::{ALL, By, DEPLOYED, IN_SERVICE, Key, NET_COST, ORDERED, Over, Topic, UNMET_OF_LINE};
use crate::plan::ledger::{Class, Component, Ledger};
use crate::plan::tables::Cell;
use crate::scenario::{MegaTpp, Scenario};

impl Sheet<'_> {
    pub(super) fn money(&mut self, ledger: &Ledger) {
        let scenario = self.scenario;
        // All lines first, so that they stand in the order of reports.
        for flow in ledger.flows() {
            let class = flow.component.class();
            let sign = if class == Class::Revenue {
                1.0
            } else {
                class.in_net_cost()
            };
            let site = flow
                .site
                .and_then(|r| scenario.sites.get(r.index()))
                .map_or("", |site| site.id.as_str());
            let chip = flow
                .chip
                .and_then(|c| scenario.chips.get(c.index()))
                .map_or("", |chip| chip.id.as_str());
            let at = |of| At {
                of,
                site,
                chip,
                period: flow.period.index(),
            };
            let (amount, present) = (sign * flow.amount, sign * flow.present);
            let unit = (Over::Sum, "MUSD");
            for (topic, value) in [(Topic::Cost, present), (Topic::Spending, amount)] {
                let money = (value, present);
                self.add_money(topic, class.name(), unit, at(flow.component.name()), money);
                self.add_money(topic, class.name(), unit, at(ALL), money);
                if class != Class::Revenue {
                    self.add_money(topic, NET_COST, unit, at(ALL), money);
                }
            }
        }
        self.series.sort_by(|a, _, b, _| rank(a).cmp(&rank(b)));
    }

    pub(super) fn capacity(&mut self) {
        let line = |line, over| (Topic::Capacity, line, over);
        self.column("power", "hall_it", line("IT power of halls", Over::Peak), "MW");
        self.column("power", "leased_it", line("IT power leased", Over::Peak), "MW");
        self.column("power", "it_used", line("IT power in use", Over::Peak), "MW");
        self.column(
            "power",
            "grid_usable",
            line("grid power usable", Over::Peak),
            "MW",
        );
        self.column("power", "grid_used", line("grid power in use", Over::Peak), "MW");
        self.column("halls", "started", line("halls started", Over::Sum), "hall");
        self.column(
            "leases",
            "signed",
            line("lease blocks signed", Over::Sum),
            "block",
        );
        // Tranches name their period in a column of its own.
        if let Some(tranches) = self.table("tranches").filter(|_| self.by != By::Chip) {
            for row in &tranches.rows {
                if let ([site, _], [Cell::Text(when), _, Cell::Number(capacity)]) =
                    (row.keys.as_slice(), row.values.as_slice())
                {
                    let at = At {
                        site,
                        period: self.period(when),
                        ..At::default()
                    };
                    let line = "grid power committed";
                    self.add(Topic::Capacity, line, Over::Sum, "MW", at, *capacity);
                }
            }
        }
    }

    pub(super) fn chips(&mut self) {
        self.column("orders", "ordered", (Topic::Chips, ORDERED, Over::Sum), "unit");
        let line = |line, over| (Topic::Chips, line, over);
        self.column("chips", "deployed", line(DEPLOYED, Over::Sum), "unit");
        self.column("chips", "in_service", line(IN_SERVICE, Over::Peak), "unit");
        let Some(chips) = self.table("chips") else { return };
        let scenario = self.scenario;
        for row in &chips.rows {
            let ([chip, site, period], [_, _, Cell::Number(units)]) =
                (row.keys.as_slice(), row.values.as_slice())
            else {
                continue;
            };
            let Some(c) = scenario.chips.iter().find(|known| known.id == *chip) else {
                continue;
            };
            let at = At {
                of: "",
                site,
                chip,
                period: self.period(period),
            };
            let tpp = units * f64::from(c.chips_per_unit) * c.tpp * 1e-6;
            self.add(
                Topic::Capacity,
                "compute in service",
                Over::Peak,
                MegaTpp::UNIT,
                at,
                tpp,
            );
        }
    }

    pub(super) fn demand(&mut self) {
        let scenario = self.scenario;
        if let Some(demand) = self
            .table("demand")
            .filter(|_| self.by != By::Site && self.by != By::Chip)
        {
            for row in &demand.rows {
                let ([line, period], [volume, served, rented, unmet, _]) =
                    (row.keys.as_slice(), row.values.as_slice())
                else {
                    continue;
                };
                let workload = workload_of(scenario, line);
                let period = self.period(period);
                let columns = [
                    ("wanted", volume, workload),
                    ("served from own sites", served, workload),
                    ("rented", rented, workload),
                    ("unmet", unmet, workload),
                    (UNMET_OF_LINE, unmet, line.as_str()),
                ];
                for (name, cell, of) in columns {
                    if let Cell::Number(value) = cell {
                        let at = At {
                            of,
                            period,
                            ..At::default()
                        };
                        self.add(Topic::Demand, name, Over::Mean, &row.unit, at, *value);
                    }
                }
            }
        }
        if let Some(served) = self.table("served").filter(|_| self.by == By::Site) {
            for row in &served.rows {
                if let ([line, site, period], [Cell::Number(volume)]) =
                    (row.keys.as_slice(), row.values.as_slice())
                {
                    let at = At {
                        of: workload_of(scenario, line),
                        site,
                        period: self.period(period),
                        ..At::default()
                    };
                    self.add(Topic::Demand, "served", Over::Mean, &row.unit, at, *volume);
                }
            }
        }
        let (Some(jobs), Some(training)) = (self.table("jobs"), self.table("training")) else {
            return;
        };
        for row in &training.rows {
            let ([job, period], [_, Cell::Number(work)]) = (row.keys.as_slice(), row.values.as_slice())
            else {
                continue;
            };
            let place = jobs.rows.iter().find(|row| row.keys.first() == Some(job));
            let place = place.map_or(&[][..], |row| row.values.as_slice());
            let word = |at: usize| match place.get(at) {
                Some(Cell::Text(word)) => word.as_str(),
                _ => "",
            };
            let at = At {
                of: job,
                site: word(1),
                chip: word(0),
                period: self.period(period),
            };
            self.add(Topic::Demand, "training done", Over::Sum, "ZFLOP", at, *work);
        }
    }

    pub(super) fn carbon(&mut self) {
        let line = |line| (Topic::Carbon, line, Over::Sum);
        self.column("environment", "energy_gwh", line("energy"), "GWh");
        self.column("environment", "operational", line("emissions of operation"), "");
        self.column("environment", "embodied", line("embodied emissions"), "");
        self.column("environment", "operational", line("emissions"), "");
        self.column("environment", "embodied", line("emissions"), "");
        self.column("environment", "water_ml", line("water"), "ML");
    }
}

/// Place of a line of money in reports: class, then its sum, then its components.
fn rank(key: &Key) -> (Topic, usize, usize) {
    let class = Class::ALL.iter().position(|class| class.name() == key.line);
    let component = Component::named(&key.of);
    let place = component.and_then(|one| Component::ALL.iter().position(|other| *other == one));
    (
        key.topic,
        class.unwrap_or(Class::ALL.len()),
        place.map_or(0, |place| place + 1),
    )
}

fn workload_of<'a>(scenario: &'a Scenario, line: &str) -> &'a str {
    let line = scenario.demand.iter().find(|known| known.id == line);
    let workload = line.and_then(|line| scenario.workloads.get(line.workload.index()));
    workload.map_or("", |workload| workload.id.as_str())
}
