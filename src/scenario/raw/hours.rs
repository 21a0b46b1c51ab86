//! Representative hours as written.

use super::Map;
use super::quantity::Share;
use super::series::Figure;
use schemars::JsonSchema;
use serde::Deserialize;

/// Blocks of like hours into which every period is split. Volumes, chips at work and training have one amount in each
/// block; sites, halls, fleets and energy are those of the whole period.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHours {
    /// Share of the time by block: `{night: 40 %, day: 60 %}`. The shares add up to 100 %. Default: one block.
    #[serde(default)]
    pub blocks: Map<Figure<Share>>,
}

/// Volume in each block of hours as a share of the mean volume: `{night: 55 %, day: 130 %}`. All blocks are named, and
/// weighted by the time that they take the mean is 100 %.
pub type RawProfile = Map<Figure<Share>>;
