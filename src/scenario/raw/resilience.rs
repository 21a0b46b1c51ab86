//! Resilience as written.

use super::quantity::Share;
use super::series::{Figure, Series};
use schemars::JsonSchema;
use serde::Deserialize;

/// A requirement: when any one thing of a kind is lost, a share of demand is still served. Bought-in volume is not lost,
/// training pauses.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawResilience {
    /// What is lost: `site`, `grid_zone`, `jurisdiction` or `vendor` (all its chips everywhere).
    pub against: RawAgainst,
    /// Share of the volume that must still be served: `{2027: 0 %, 2028..: 90 %}`; 0 % asks for nothing. Of a line whose
    /// price is decided it is the share of what is sold.
    pub keep: Figure<Series<Share>>,
    /// Demand lines it speaks of. Default: all.
    #[serde(default)]
    pub demand: RawDemandSelector,
    /// Only these sites, grid zones, jurisdictions or vendors may be lost: `[SG-SIN]`. Default: any one.
    pub only: Option<Vec<String>>,
    /// `pooled`: what is left of the capacity given to a workload after the largest loss must do, wherever it stands; right
    /// where every site can serve every line. `copies`: chips and volumes are dealt out anew for every loss, within
    /// latency and residency; right everywhere, but a larger program. Default: `copies`.
    #[serde(default)]
    pub form: RawForm,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// What is lost.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawAgainst {
    /// A site.
    Site,
    /// All sites of a grid zone.
    GridZone,
    /// All sites of a jurisdiction.
    Jurisdiction,
    /// All chips of a vendor, everywhere.
    Vendor,
}

/// How the requirement is modelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawForm {
    /// One pool of capacity for each workload.
    Pooled,
    /// Chips and volumes dealt out anew for every loss.
    #[default]
    Copies,
}

/// Selects demand lines. An absent part selects all; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDemandSelector {
    /// Any of these demand lines: `[sea-chat]`.
    pub lines: Option<Vec<String>>,
    /// Of any of these markets: `[sea]`.
    pub markets: Option<Vec<String>>,
    /// Of any of these workloads: `[r1-chat]`.
    pub workloads: Option<Vec<String>>,
}
