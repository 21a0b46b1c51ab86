//! `manifest.json`: what was solved, how it ended, and whether the plan was verified.

use crate::solver::Status;
use serde::{Deserialize, Serialize};

/// The manifest of a run. Its keys are part of the interface and change only with a version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Manifest {
    /// How the solve ended.
    pub status: Status,
    /// Objective of the plan in MUSD of present value: cost when minimised, profit when maximised.
    pub objective: Option<f64>,
    /// Proven bound on the objective of every plan, in the same sense.
    pub best_bound: Option<f64>,
    /// `|objective - best_bound| / |objective|`, as a fraction.
    pub gap: Option<f64>,
    /// What was done with the objective.
    pub sense: Sense,
    /// Columns of the program.
    pub columns: usize,
    /// Rows of the program.
    pub rows: usize,
    /// Nonzeros of the program.
    pub nonzeros: usize,
    /// Columns that are whole numbers in the plan.
    pub integers: usize,
    /// Wall-clock seconds by phase.
    pub seconds: Seconds,
    /// Largest resident memory of the process; `null` where the system does not tell.
    pub peak_rss_bytes: Option<u64>,
    /// Threads given to the solver.
    pub threads: usize,
    /// Random seed of the solver.
    pub seed: u32,
    /// Whether the solver counted its seconds in work; left out where it did not.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deterministic: bool,
    /// Versions of the program and of the solver.
    pub versions: Versions,
    /// SHA-256 of `scenario.resolved.yaml`.
    pub scenario_hash: String,
    /// The files that were read.
    pub inputs: Vec<Input>,
    /// Limits that ended the solve: `time`, `interrupt`.
    pub limits_hit: Vec<String>,
    /// Whether the plan passed the independent check.
    pub verified: bool,
}

/// Direction of the objective.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sense {
    /// Net present cost is minimised.
    Minimise,
    /// Net present profit is maximised.
    Maximise,
}

impl Sense {
    /// An objective of the minimised program as the planner reads it.
    pub fn of_minimised(self, value: f64) -> f64 {
        match self {
            Self::Minimise => value,
            // `0.0 - x` rather than `-x`: no negative zero.
            Self::Maximise => 0.0 - value,
        }
    }
}

/// Wall-clock seconds by phase.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seconds {
    /// Reading, merging, resolving and checking the scenario.
    pub load: f64,
    /// Building the program.
    pub build: f64,
    /// In the solver.
    pub solve: f64,
    /// Extracting, checking and pricing the plan.
    pub verify: f64,
    /// From start to the writing of the run.
    pub total: f64,
}

impl Seconds {
    /// To the millisecond: what is beyond that is noise.
    #[must_use]
    pub fn rounded(self) -> Self {
        let round = |seconds: f64| (seconds * 1e3).round() / 1e3;
        Self {
            load: round(self.load),
            build: round(self.build),
            solve: round(self.solve),
            verify: round(self.verify),
            total: round(self.total),
        }
    }
}

/// Versions that produced a run.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Versions {
    /// This program.
    pub buildout: String,
    /// The solver.
    pub highs: String,
}

impl Versions {
    /// Of this program and the solver that it is linked with.
    pub fn of_this_build() -> Self {
        Self {
            buildout: env!("CARGO_PKG_VERSION").into(),
            highs: crate::solver::highs_version(),
        }
    }
}

/// A file that was read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Input {
    /// Path, relative to the working directory of the run where it lies below it.
    pub file: String,
    /// SHA-256 of its bytes.
    pub hash: String,
}

/// SHA-256 in lower-case hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest;
    sha2::Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Largest resident memory of this process so far, where the system tells (`VmHWM` on Linux).
pub fn peak_rss_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kibibytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hash_of_a_known_text() {
        assert_eq!(
            sha256(b"abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        );
    }

    #[test]
    fn profit_is_the_negative_of_the_minimised_objective() {
        assert_eq!(Sense::Maximise.of_minimised(-3.0), 3.0);
        assert!(Sense::Maximise.of_minimised(0.0).is_sign_positive());
        assert_eq!(Sense::Minimise.of_minimised(3.0), 3.0);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_the_peak_memory() {
        assert!(peak_rss_bytes().unwrap() > 1 << 16);
    }
}
