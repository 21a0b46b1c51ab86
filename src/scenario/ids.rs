//! Typed, interned indices. Strings exist only at the edges: a loaded scenario speaks in these.

use serde::{Deserialize, Serialize};

macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u16);

        impl $name {
            /// Position in the scenario's vector of these.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
            /// All ids of a set with `len` members, in order.
            pub fn all(len: usize) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator + Clone {
                (0..u16::try_from(len).unwrap_or(u16::MAX)).map(Self)
            }
        }
    };
}

id!(
    /// A period of the horizon, counted from 0.
    Period
);
id!(
    /// A candidate or existing site.
    SiteId
);
id!(
    /// A hall design of the scenario (not of one site).
    HallId
);
id!(
    /// A chip product: the unit that is bought.
    ChipId
);
id!(
    /// A workload class.
    WorkloadId
);
id!(
    /// A market: where demand arises.
    MarketId
);
id!(
    /// A demand line: one (market, workload).
    DemandId
);
id!(
    /// A training job.
    JobId
);
id!(
    /// A rule: export, sovereignty or house rule with dates.
    RuleId
);
id!(
    /// A budget.
    BudgetId
);
id!(
    /// An existing cohort: units of one chip at one site bought before the horizon.
    CohortId
);
id!(
    /// A power tranche, counted within its site in the order in which they must be taken.
    TrancheId
);
id!(
    /// A lease offer, counted within its site.
    LeaseId
);
id!(
    /// A supply pool shared by several chips.
    PoolId
);
id!(
    /// A supply contract.
    ContractId
);
id!(
    /// An offer of rented accelerators.
    RentalId
);
