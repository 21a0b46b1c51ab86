//! The fleet that was bought before the horizon.

use super::Resolver;
use crate::scenario::text::join;
use crate::scenario::types::Cohort;
use crate::scenario::{ChipId, SiteId};

impl Resolver<'_> {
    pub(super) fn cohorts(&mut self) -> Vec<Cohort> {
        let raw = self.raw;
        let mut cohorts = Vec::new();
        for (index, cohort) in raw.operator.existing_fleet.iter().enumerate() {
            let base = join("operator.existing_fleet", &index.to_string());
            let site = self.site(&join(&base, "site"), &cohort.site);
            // An unknown chip was reported where the chips in use were collected.
            let chip = self.chips.get(cohort.chip.as_str()).copied();
            let offset = self.calendar.offset(&cohort.deployed.0);
            let (Some(site), Some(chip), Ok(offset)) = (site, chip, &offset) else {
                if let Err(fault) = offset {
                    self.fault(&join(&base, "deployed"), fault);
                }
                continue;
            };
            if *offset >= 0 {
                let message = format!(
                    "`{}` is not before the first period; only older units are an existing fleet",
                    cohort.deployed.0
                );
                self.error(&join(&base, "deployed"), message);
                continue;
            }
            let Some(life) = self.life_of(&cohort.chip) else {
                continue;
            };
            let ends = offset + i64::from(life);
            if ends <= 0 {
                self.warn(
                    &base,
                    format!(
                        "the {} units of {} at {} end their life before the first period and are left out",
                        cohort.units, cohort.chip, cohort.site
                    ),
                );
                continue;
            }
            let last = self.calendar.len();
            cohorts.push(Cohort {
                site: SiteId(site),
                chip: ChipId(chip),
                units: cohort.units,
                age: u16::try_from(-offset).unwrap_or(u16::MAX),
                ends: u16::try_from(ends)
                    .unwrap_or(u16::MAX)
                    .min(u16::try_from(last).unwrap_or(u16::MAX)),
            });
        }
        cohorts
    }
}
