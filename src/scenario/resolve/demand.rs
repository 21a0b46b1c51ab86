//! Workloads and demand lines.

use super::figures::Field;
use super::tokens::{TOKEN_UNIT, VolumeUnit};
use super::{Fault, Resolver};
use crate::scenario::raw::demand::{RawKind, RawResidency, RawServeCost};
use crate::scenario::raw::quantity::{RawVolume, VolumePrice};
use crate::scenario::raw::{Cap, RawDemand, RawPlaceSelector, RawWorkload, Series};
use crate::scenario::text::join;
use crate::scenario::types::{DemandLine, Market, Rent, Residency, Workload};
use crate::scenario::{MarketId, MillionUsdPerUnitYear, Milliseconds, Volume, WorkloadId};

/// What a workload's volumes are counted in.
pub(super) fn volume_unit(workload: &RawWorkload) -> VolumeUnit {
    match workload.kind {
        RawKind::Inference => VolumeUnit::Tokens,
        RawKind::Capacity => VolumeUnit::Own(workload.unit.clone().unwrap_or_default()),
    }
}

impl<'a> Resolver<'a> {
    pub(super) fn workloads(&mut self) -> Vec<Workload> {
        let raw = self.raw;
        raw.workloads
            .iter()
            .map(|(id, workload)| self.workload(id, workload))
            .collect()
    }

    fn workload(&mut self, id: &str, raw: &'a RawWorkload) -> Workload {
        let base = join("workloads", id);
        let missing = |this: &mut Self, key: &str, example: &str| {
            this.missing(&this.field::<f64>(&base, key, None), example);
        };
        let unit = match raw.kind {
            RawKind::Inference => {
                if raw.model.is_none() {
                    missing(self, "model", "deepseek-r1");
                }
                if raw.input_ratio.is_none() {
                    missing(self, "input_ratio", "3.6");
                }
                if raw.unit.as_deref().is_some_and(|unit| unit != TOKEN_UNIT) {
                    let fault = Fault::new(format!(
                        "inference is counted in `{TOKEN_UNIT}` of output tokens"
                    ))
                    .hint("leave `unit` out; volumes may still be written in any unit of tokens per time");
                    self.fault(&join(&base, "unit"), fault);
                }
                TOKEN_UNIT.to_owned()
            }
            RawKind::Capacity => {
                if raw.unit.as_ref().is_none_or(String::is_empty) {
                    missing(self, "unit", "server");
                }
                for (key, given) in [
                    ("model", raw.model.is_some()),
                    ("input_ratio", raw.input_ratio.is_some()),
                    ("speed", raw.speed.is_some()),
                ] {
                    if given {
                        self.error(
                            &join(&base, key),
                            format!(
                                "`{key}` belongs to workloads of kind `inference`; this one is `capacity`"
                            ),
                        );
                    }
                }
                raw.unit.clone().unwrap_or_default()
            }
        };
        self.number(self.field(&base, "input_ratio", raw.input_ratio.as_ref()));
        self.share(self.field(&base, "speed", raw.speed.as_ref()));
        let latency = self.take(&self.field(&base, "latency", raw.latency.as_ref()));
        Workload {
            id: id.to_owned(),
            name: raw.name.clone().unwrap_or_else(|| id.to_owned()),
            unit,
            latency: latency
                .and_then(Cap::at_most)
                .map(|limit| Milliseconds(limit.parsed.number)),
            peak: self
                .number(self.field(&base, "peak", raw.peak.as_ref()))
                .unwrap_or(1.0),
            stacks: self.stacks(&join(&base, "stacks"), raw.stacks.as_ref()),
        }
    }

    pub(super) fn demand_lines(&mut self, markets: &[Market]) -> Vec<DemandLine> {
        let raw = self.raw;
        raw.demand
            .iter()
            .filter_map(|(id, demand)| self.demand_line(id, demand, markets))
            .collect()
    }

    fn demand_line(&mut self, id: &str, raw: &'a RawDemand, markets: &[Market]) -> Option<DemandLine> {
        let base = join("demand", id);
        let market = self.markets.get(raw.market.as_str()).copied();
        if market.is_none() {
            self.unknown(
                &join(&base, "market"),
                "market",
                &raw.market,
                self.raw.markets.keys().map(String::as_str),
            );
        }
        let workload = self.workloads.get(raw.workload.as_str()).copied();
        if workload.is_none() {
            self.unknown(
                &join(&base, "workload"),
                "workload",
                &raw.workload,
                self.raw.workloads.keys().map(String::as_str),
            );
        }
        let (market, workload) = (market?, workload?);
        let unit = volume_unit(self.raw.workloads.get(&raw.workload)?);
        let floor = self
            .share(self.field(&base, "service_floor", raw.service_floor.as_ref()))
            .unwrap_or_default();
        let penalty = self.field(&base, "unmet_penalty", raw.unmet_penalty.as_ref());
        if !penalty.is_given() && floor < 1.0 && raw.price_response.is_none() {
            let example = match &unit {
                VolumeUnit::Tokens => "30 USD/Mtok".to_owned(),
                VolumeUnit::Own(unit) => format!("0.4 MUSD/{unit}/year"),
            };
            self.missing(&penalty, &example);
        }
        let revenue = self.prices(self.field(&base, "revenue", raw.revenue.as_ref()), &unit);
        let profile = self.profile(&base, &raw.profile);
        let of_market = markets.get(usize::from(market)).map(|market| &market.profile);
        let profile = profile.or_else(|| of_market.cloned()).unwrap_or_default();
        Some(DemandLine {
            id: id.to_owned(),
            market: MarketId(market),
            workload: WorkloadId(workload),
            volume: self.volumes(self.field(&base, "volume", Some(&raw.volume)), &unit),
            profile,
            unmet_penalty: self.prices(penalty, &unit),
            rent: self.rent(&base, raw, &unit),
            service_floor: floor,
            residency: raw
                .residency
                .as_ref()
                .map(|residency| self.residency(&join(&base, "residency"), residency)),
            serve_cost: self.serve_cost(&base, raw, &unit),
            side: self.demand_side(&base, raw, &unit, &revenue),
            revenue,
        })
    }

    fn volumes(&mut self, field: Field<'a, Series<RawVolume>>, unit: &VolumeUnit) -> Vec<Volume> {
        let volumes = self.series_by(field, |_, volume, _| unit.volume(&volume.text, &volume.parsed));
        volumes.unwrap_or_default().into_iter().map(Volume).collect()
    }

    /// Prices by period; zeros if there are none.
    pub(super) fn prices(
        &mut self,
        field: Field<'a, Series<VolumePrice>>,
        unit: &VolumeUnit,
    ) -> Vec<MillionUsdPerUnitYear> {
        let prices = self.series_by(field, |this, price, t| this.price_at(price, unit, t));
        prices
            .unwrap_or_else(|| self.zeros())
            .into_iter()
            .map(MillionUsdPerUnitYear)
            .collect()
    }

    /// A price in USD per unit of volume and year, by the rate of a period.
    fn price_at(&self, price: &VolumePrice, unit: &VolumeUnit, period: usize) -> Result<f64, Fault> {
        let factor = unit.price_factor(&price.text, &price.parsed)?;
        Ok(self.rates.usd(price.parsed.money, period)? * factor)
    }

    fn rent(&mut self, base: &str, raw: &'a RawDemand, unit: &VolumeUnit) -> Option<Rent> {
        let rent = raw.rent.as_ref()?;
        let base = join(base, "rent");
        let at_most = self.field(&base, "at_most", Some(&rent.at_most));
        let path = at_most.path.clone();
        let at_most = self.take(&at_most).and_then(Cap::at_most).map(|series| {
            let volumes = self.expand(&path, series, &mut |_, volume, _| {
                unit.volume(&volume.text, &volume.parsed)
            });
            volumes.into_iter().map(Volume).collect()
        });
        Some(Rent {
            price: self.prices(self.field(&base, "price", Some(&rent.price)), unit),
            at_most,
        })
    }

    fn residency(&mut self, base: &str, raw: &'a RawResidency) -> Residency {
        let places = RawPlaceSelector {
            sites: raw.sites.clone(),
            countries: raw.countries.clone(),
            groups: raw.groups.clone(),
            not_countries: raw.not_countries.clone(),
            not_groups: raw.not_groups.clone(),
        };
        Residency {
            places: self.place_selector(base, &places),
            share: self
                .share(self.field(base, "share", raw.share.as_ref()))
                .unwrap_or(1.0),
        }
    }

    /// Cost of serving by site, at the rates of the first period.
    fn serve_cost(
        &mut self,
        base: &str,
        raw: &'a RawDemand,
        unit: &VolumeUnit,
    ) -> Vec<MillionUsdPerUnitYear> {
        let sites = self.raw.sites.len();
        let base = join(base, "serve_cost");
        let by_site = match &raw.serve_cost {
            None => return vec![MillionUsdPerUnitYear::ZERO; sites],
            Some(RawServeCost::Everywhere(price)) => {
                let cost = self.price_at(price, unit, 0);
                return vec![self.or_fault(&base, cost); sites];
            }
            Some(RawServeCost::BySite(by_site)) => by_site,
        };
        let mut costs: Vec<Option<MillionUsdPerUnitYear>> = vec![None; sites];
        let mut default = None;
        for (name, figure) in by_site {
            let path = join(&base, name);
            let field: Field<'a, VolumePrice> = self.field::<VolumePrice>(&base, name, Some(figure));
            let Some(price) = self.take(&field) else { continue };
            let cost = self.price_at(price, unit, 0);
            let cost = self.or_fault(&path, cost);
            if name == "default" {
                default = Some(cost);
            } else if let Some(site) = self.site(&path, name)
                && let Some(place) = costs.get_mut(usize::from(site))
            {
                *place = Some(cost);
            }
        }
        let unpriced = costs
            .iter()
            .position(Option::is_none)
            .filter(|_| default.is_none());
        if let Some((site, _)) = unpriced.and_then(|index| self.raw.sites.get_index(index)) {
            let fault = Fault::new(format!("no cost of serving from `{site}`"))
                .hint("name every site, or add `default`");
            self.fault(&base, fault);
        }
        costs
            .into_iter()
            .map(|cost| cost.or(default).unwrap_or_default())
            .collect()
    }

    fn or_fault(&mut self, path: &str, cost: Result<f64, Fault>) -> MillionUsdPerUnitYear {
        match cost {
            Ok(cost) => MillionUsdPerUnitYear(cost),
            Err(fault) => {
                self.fault(path, fault);
                MillionUsdPerUnitYear::ZERO
            }
        }
    }
}
