//! Software stacks of a workload: on which chips it runs as it is, where it has to be ported.

use super::{Scenario, Series};
use crate::scenario::ids::{ChipId, WorkloadId};
use crate::scenario::quantity::{MillionUsd, Volume};

/// Software stacks of a workload. By default it runs on every chip that has a throughput for it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Stacks {
    /// Stack that it was written for: chips of this stack run it without limit or loss. `None`: it runs on all
    /// stacks alike.
    pub home: Option<String>,
    /// Further stacks. With a home stack, chips of no stack named here cannot run it.
    pub others: Vec<SecondStack>,
}

/// A stack beside the home stack of a workload.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SecondStack {
    /// Its name, as `Chip::stack`.
    pub stack: String,
    /// Share of the workload's served volume that may run on it without porting.
    pub portable: f64,
    /// What it takes to move more; `None`: cannot be ported.
    pub port: Option<Porting>,
    /// Share of a chip's throughput lost on this stack, by period.
    pub penalty: Series<f64>,
}

/// A project that ports a workload to another stack.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Porting {
    /// Cost, by the period in which the project starts; paid then.
    pub cost: Series<MillionUsd>,
    /// Engineers at work from the start until the port is done.
    pub engineers: f64,
    /// Periods from start to use: started in t, in use from t + lag.
    pub lag: u16,
    /// Share of the served volume that may run on the stack once it is ported.
    pub share: f64,
}

impl Porting {
    /// Periods for which the engineers are at work, at least one.
    pub fn busy(&self) -> usize {
        usize::from(self.lag.max(1))
    }
}

impl Stacks {
    /// Share of a chip's throughput that is left on a stack in `t`: 1 at home, 0 where it cannot run.
    pub fn factor(&self, stack: &str, t: usize) -> f64 {
        match &self.home {
            Some(home) if home != stack => self
                .others
                .iter()
                .find(|other| other.stack == stack)
                .map_or(0.0, |other| {
                    1.0 - other.penalty.get(t).copied().unwrap_or_default()
                }),
            _ => 1.0,
        }
    }
}

impl Scenario {
    /// Volume of a workload that one unit of a chip carries in `t`, after what its software stack loses; 0 if it
    /// cannot run it.
    pub fn throughput(&self, c: ChipId, w: WorkloadId, t: usize) -> Volume {
        let (Some(chip), Some(workload)) = (self.chips.get(c.index()), self.workloads.get(w.index())) else {
            return Volume(0.0);
        };
        let carried = chip.throughput.get(w.index()).copied().unwrap_or_default();
        carried * workload.stacks.factor(&chip.stack, t)
    }

    /// The most that one unit carries in any period.
    pub fn best_throughput(&self, c: ChipId, w: WorkloadId) -> Volume {
        let periods = 0..self.horizon.len();
        let volumes = periods.map(|t| self.throughput(c, w, t).value());
        Volume(volumes.fold(0.0, f64::max))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn throughput_falls_by_the_penalty_of_the_stack() {
        let stacks = Stacks {
            home: Some("cuda".into()),
            others: vec![SecondStack {
                stack: "cann".into(),
                penalty: vec![0.25, 0.0],
                ..SecondStack::default()
            }],
        };
        let factors = |stack: &str| [0, 1].map(|t| stacks.factor(stack, t));
        assert_eq!(factors("cuda"), [1.0, 1.0]);
        assert_eq!(factors("cann"), [0.75, 1.0]);
        assert_eq!(factors("rocm"), [0.0, 0.0]);
        assert_eq!(Stacks::default().factor("rocm", 0), 1.0);
    }
}
