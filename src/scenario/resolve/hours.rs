//! Representative hours and the profiles of demand over them.

use super::Resolver;
use crate::scenario::raw::hours::RawProfile;
use crate::scenario::text::join;
use crate::scenario::types::{HourBlocks, Profile};

impl<'a> Resolver<'a> {
    /// The blocks into which every period is split; one if none are written.
    pub(super) fn hour_blocks(&mut self) -> HourBlocks {
        let raw = self.raw;
        if raw.hours.blocks.is_empty() {
            return HourBlocks::default();
        }
        let shares = raw.hours.blocks.iter().map(|(id, share)| {
            let share = self.share(self.field("hours.blocks", id, Some(share)));
            share.unwrap_or_default()
        });
        HourBlocks {
            share: shares.collect(),
            labels: raw.hours.blocks.keys().cloned().collect(),
        }
    }

    /// A profile over the blocks, `None` if none is written.
    pub(super) fn profile(&mut self, base: &str, raw: &'a RawProfile) -> Option<Profile> {
        let blocks = &self.raw.hours.blocks;
        let path = join(base, "profile");
        for id in raw.keys().filter(|id| !blocks.contains_key(*id)) {
            let known = blocks.keys().map(String::as_str);
            self.unknown(&join(&path, id), "block of hours", id, known);
        }
        if raw.is_empty() {
            return None;
        }
        let mut factors = Vec::with_capacity(blocks.len());
        for id in blocks.keys() {
            let field = self.field(&path, id, raw.get(id));
            let field = self.needed(field, "100 %");
            factors.push(self.share(field).unwrap_or_default());
        }
        Some(Profile(factors))
    }
}
