//! Software stacks of workloads as written.

use super::Map;
use super::quantity::{Amount, Duration, Share};
use super::series::{Cap, Figure, Series};
use schemars::JsonSchema;
use serde::Deserialize;

/// Software stacks that a workload can run on: the one it was written for, and others by name. Chips of other
/// stacks cannot run it.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
pub struct RawStacks {
    /// Stack that it was written for; chips of this stack run it without limit or loss: `cuda`.
    pub home: String,
    /// Other stacks that it can run on, by name: `cann: {portable: 20 %}`.
    #[serde(flatten)]
    pub others: Map<RawSecondStack>,
}

/// A stack beside the one that a workload was written for.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSecondStack {
    /// Share of the workload's served volume that may run on it without porting: `20 %`. Default: 0 %.
    pub portable: Option<Figure<Share>>,
    /// What it takes to move more. Default: cannot be ported.
    pub port: Option<RawPorting>,
    /// Share of a chip's throughput that is lost on this stack: `{2027: 30 %, 2029..: 10 %}`. Default: 0 %.
    pub penalty: Option<Figure<Series<Share>>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// A project that ports a workload to another stack.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPorting {
    /// Cost, by the period in which it starts, paid then: `30 MUSD`. Default: none.
    pub cost: Option<Figure<Series<Amount>>>,
    /// Engineers at work from its start until it is done: `40`. Default: none.
    pub engineers: Option<Figure<f64>>,
    /// Time from its start to use: `12 months`. Default: none.
    pub lag: Option<Figure<Duration>>,
    /// Share of the served volume that may run on the stack once it is ported: `90 %`. Default: 100 %.
    pub share: Option<Figure<Share>>,
}

/// What limits porting over all workloads.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPortingLimits {
    /// Most engineers at work at once: `60`. Default: unlimited.
    pub engineers: Option<Figure<Cap<Series<f64>>>>,
}
