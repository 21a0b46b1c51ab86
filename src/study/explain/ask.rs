//! What a planner asks about: `site=X`, `hall=SITE/DESIGN`, `chip=Y@2028` ...

use crate::scenario::text::hint;
use crate::scenario::*;

/// Something that a plan may have or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Item {
    /// A site that is opened.
    Site(SiteId),
    /// New halls of a design (position at the site).
    Hall(SiteId, usize),
    /// Units of a chip that are deployed, at one site or anywhere.
    Chip(ChipId, Option<SiteId>),
    /// A tranche of grid power (position at the site).
    Tranche(SiteId, usize),
    /// Blocks of a lease offer (position at the site) that are signed.
    Lease(SiteId, usize),
    /// Units ordered under a contract.
    Contract(ContractId),
}

/// A thing, and a period if one was named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// What.
    pub item: Item,
    /// When: of what stays once decided, by then; of the rest, in it.
    pub period: Option<Period>,
}

/// What is wrong with a question.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct AskError {
    /// What is wrong, and what was expected.
    pub message: String,
    /// What to do about it.
    pub hint: String,
}

fn wrong<T>(message: impl Into<String>, hint: impl Into<String>) -> Result<T, AskError> {
    Err(AskError {
        message: message.into(),
        hint: hint.into(),
    })
}

const KINDS: [&str; 6] = ["site", "hall", "chip", "tranche", "lease", "contract"];

impl Ask {
    /// Reads `KIND=NAME[@PERIOD]`. Names of halls, tranches and leases are `SITE/NAME`, those of chips may be.
    ///
    /// # Errors
    /// Unknown kinds, names and periods, with the closest that there is.
    pub fn parse(text: &str, s: &Scenario) -> Result<Self, AskError> {
        let Some((kind, rest)) = text.split_once('=') else {
            return wrong(
                format!("`{text}` is no question; expected KIND=NAME, such as site=X or chip=Y@2028"),
                format!("kinds: {}", KINDS.join(", ")),
            );
        };
        let (name, period) = match rest.rsplit_once('@') {
            Some((name, period)) => (name, Some(find_period(period, s)?)),
            None => (rest, None),
        };
        let item = match kind {
            "site" => Item::Site(find_site(name, s)?),
            "contract" => {
                let ids: Vec<&str> = s.contracts.iter().map(|contract| contract.id.as_str()).collect();
                Item::Contract(ContractId(find(name, "contract", "contracts", &ids)? as u16))
            }
            "chip" => match name.split_once('/') {
                Some((site, chip)) => Item::Chip(find_chip(chip, s)?, Some(find_site(site, s)?)),
                None => Item::Chip(find_chip(name, s)?, None),
            },
            "hall" | "tranche" | "lease" => {
                let Some((site, part)) = name.split_once('/') else {
                    return wrong(
                        format!("`{text}` does not say at which site"),
                        format!("write {kind}=SITE/{name}"),
                    );
                };
                let r = find_site(site, s)?;
                part_of(kind, part, r, s)?
            }
            other => {
                return wrong(
                    format!("`{other}` is no kind of thing to ask about"),
                    hint(other, "kinds", &KINDS),
                );
            }
        };
        Ok(Self { item, period })
    }

    /// In words: `the chip H20 at MY-JHB in 2028`.
    pub fn told(&self, s: &Scenario) -> String {
        let site = |r: SiteId| s.sites[r.index()].id.as_str();
        let what = match self.item {
            Item::Site(r) => format!("the site {}", site(r)),
            Item::Hall(r, i) => {
                let design = s.sites[r.index()].halls[i].design;
                format!("new halls {} at {}", s.halls[design.index()].id, site(r))
            }
            Item::Chip(c, None) => format!("the chip {}", s.chips[c.index()].id),
            Item::Chip(c, Some(r)) => format!("the chip {} at {}", s.chips[c.index()].id, site(r)),
            Item::Tranche(r, g) => {
                format!("the tranche {} at {}", s.sites[r.index()].tranches[g].id, site(r))
            }
            Item::Lease(r, b) => format!("the lease {} at {}", s.sites[r.index()].leases[b].id, site(r)),
            Item::Contract(l) => format!("the contract {}", s.contracts[l.index()].id),
        };
        match self.period {
            None => what,
            Some(t) => {
                let word = if self.stays() { "by" } else { "in" };
                format!("{what} {word} {}", s.horizon.labels[t.index()])
            }
        }
    }

    /// Whether leaving this out rules out having the other.
    pub fn rules_out(&self, forced: &Self) -> bool {
        let covers = match (self.item, forced.item) {
            (Item::Chip(c, site), Item::Chip(other, at)) => c == other && (site.is_none() || site == at),
            (item, other) => item == other,
        };
        let when = match (self.period, forced.period) {
            (None, _) => true,
            (Some(until), Some(by)) if self.stays() => by <= until,
            (Some(t), Some(asked)) => t == asked,
            (Some(_), None) => false,
        };
        covers && when
    }

    /// Whether it stays once it is decided.
    pub const fn stays(&self) -> bool {
        matches!(self.item, Item::Site(_) | Item::Hall(..) | Item::Tranche(..))
    }
}

fn part_of(kind: &str, part: &str, r: SiteId, s: &Scenario) -> Result<Item, AskError> {
    let site = &s.sites[r.index()];
    let at = |nouns: &str| format!("{nouns} of {}", site.id);
    Ok(match kind {
        "hall" => {
            let designs = site
                .halls
                .iter()
                .map(|hall| s.halls[hall.design.index()].id.as_str());
            Item::Hall(
                r,
                find(
                    part,
                    "hall design",
                    &at("hall designs"),
                    &designs.collect::<Vec<_>>(),
                )?,
            )
        }
        "tranche" => {
            let ids: Vec<&str> = site.tranches.iter().map(|tranche| tranche.id.as_str()).collect();
            Item::Tranche(r, find(part, "tranche", &at("tranches"), &ids)?)
        }
        _ => {
            let ids: Vec<&str> = site.leases.iter().map(|lease| lease.id.as_str()).collect();
            Item::Lease(r, find(part, "lease", &at("leases"), &ids)?)
        }
    })
}

fn find(name: &str, noun: &str, nouns: &str, all: &[&str]) -> Result<usize, AskError> {
    match all.iter().position(|known| *known == name) {
        Some(found) => Ok(found),
        None => wrong(format!("unknown {noun} `{name}`"), hint(name, nouns, all)),
    }
}

fn find_site(name: &str, s: &Scenario) -> Result<SiteId, AskError> {
    let ids: Vec<&str> = s.sites.iter().map(|site| site.id.as_str()).collect();
    Ok(SiteId(find(name, "site", "sites", &ids)? as u16))
}

fn find_chip(name: &str, s: &Scenario) -> Result<ChipId, AskError> {
    let ids: Vec<&str> = s.chips.iter().map(|chip| chip.id.as_str()).collect();
    Ok(ChipId(find(name, "chip", "chips in use", &ids)? as u16))
}

fn find_period(name: &str, s: &Scenario) -> Result<Period, AskError> {
    let labels: Vec<&str> = s.horizon.labels.iter().map(String::as_str).collect();
    Ok(Period(find(name, "period", "periods", &labels)? as u16))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing::base;

    #[test]
    fn questions_are_read_and_slips_are_matched() {
        let s = base();
        let read = |text: &str| Ask::parse(text, &s);
        let chip = Ask {
            item: Item::Chip(ChipId(1), None),
            period: Some(Period(1)),
        };
        assert_eq!(read("chip=big@2028"), Ok(chip));
        assert_eq!(chip.told(&s), "the chip big in 2028");
        let rules_out = |forbid: &str, force: &str| read(forbid).unwrap().rules_out(&read(force).unwrap());
        assert!(rules_out("site=beta", "site=beta@2028"));
        assert!(rules_out("site=beta@2028", "site=beta@2027"));
        assert!(!rules_out("site=beta@2027", "site=beta@2028"));
        assert!(rules_out("chip=big", "chip=beta/big@2027"));
        assert!(!rules_out("chip=beta/big", "chip=big"));
        assert!(!rules_out("chip=big@2027", "chip=big"));
        assert_eq!(read("site=beta").unwrap().told(&s), "the site beta");
        assert_eq!(
            read("hall=beta/air@2027").unwrap().told(&s),
            "new halls air at beta by 2027"
        );
        assert_eq!(read("chip=beta/big").unwrap().told(&s), "the chip big at beta");
        for (text, message, hint) in [
            ("beta", "`beta` is no question", "kinds: site"),
            ("sites=beta", "`sites` is no kind", "did you mean `site`?"),
            ("site=bta", "unknown site `bta`", "did you mean `beta`?"),
            ("chip=bog", "unknown chip `bog`", "did you mean `big`?"),
            ("site=beta@2026", "unknown period `2026`", "did you mean `2027`?"),
            (
                "hall=air",
                "`hall=air` does not say at which site",
                "write hall=SITE/air",
            ),
            ("hall=beta/ar", "unknown hall design `ar`", "did you mean `air`?"),
            ("lease=beta/x", "unknown lease `x`", "leases of beta: none"),
            ("tranche=beta/x", "unknown tranche `x`", "tranches of beta: none"),
            ("contract=x", "unknown contract `x`", "contracts: none"),
        ] {
            let error = read(text).unwrap_err();
            assert!(error.message.starts_with(message), "{error:?}");
            assert!(error.hint.starts_with(hint), "{error:?}");
        }
    }
}
