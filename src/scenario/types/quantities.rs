//! Every quantity that a planner may limit: the numeric columns of a plan's tables, by table and column.

/// What a quantity is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum QuantityUnit {
    /// Things, by their name in the singular: `site`, `hall`, `unit`.
    Count(&'static str),
    /// Power, MW.
    Power,
    /// Energy, GWh.
    Energy,
    /// Money, MUSD undiscounted.
    Money,
    /// Emissions, ktCO2.
    Carbon,
    /// Water, ML.
    Water,
    /// Compute, MTPP.
    Compute,
    /// Arithmetic, ZFLOP.
    Work,
    /// Volume of workloads, in their own unit.
    Volume,
}

impl QuantityUnit {
    /// As printed; volumes are printed in the unit of their workload instead.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Count(noun) => noun,
            Self::Power => "MW",
            Self::Energy => "GWh",
            Self::Money => "MUSD",
            Self::Carbon => "ktCO2",
            Self::Water => "ML",
            Self::Compute => "MTPP",
            Self::Work => "ZFLOP",
            Self::Volume => "unit of volume",
        }
    }
}

/// How a quantity adds up over the periods of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OverTime {
    /// Happens in a period: a window has the sum.
    Flow,
    /// Holds during a period: a window has the mean, weighted by the length of the periods.
    Level,
}

/// What a quantity can be filtered by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Chips.
    Chip,
    /// Sites.
    Place,
    /// Hall designs.
    Hall,
    /// Workloads.
    Workload,
    /// Demand lines, also by their markets and workloads.
    Demand,
    /// Training jobs.
    Job,
}

impl By {
    /// The key of the filter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Chip => "chips",
            Self::Place => "places",
            Self::Hall => "halls",
            Self::Workload => "workloads",
            Self::Demand => "demand",
            Self::Job => "jobs",
        }
    }
}

macro_rules! quantities {
    ($($name:ident: $path:literal, $unit:expr, $time:ident, [$($by:ident),*], $says:literal;)*) => {
        /// A quantity that a planner may limit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Quantity {
            $(
                #[doc = concat!("`", $path, "`: ", $says, ".")]
                $name,
            )*
        }

        impl Quantity {
            /// Every quantity.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// Table and column: `power.it_used`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $path,)* }
            }

            /// What it is counted in.
            pub const fn unit(self) -> QuantityUnit {
                match self { $(Self::$name => $unit,)* }
            }

            /// How it adds up over time.
            pub const fn over_time(self) -> OverTime {
                match self { $(Self::$name => OverTime::$time,)* }
            }

            /// What it can be filtered by.
            pub const fn by(self) -> &'static [By] {
                match self { $(Self::$name => &[$(By::$by),*],)* }
            }

            /// In words.
            pub const fn says(self) -> &'static str {
                match self { $(Self::$name => $says,)* }
            }
        }
    };
}

use QuantityUnit as U;

quantities! {
    SitesOpen: "sites.open", U::Count("site"), Level, [Place], "sites open, existing ones included";
    SitesOpened: "sites.opened", U::Count("site"), Flow, [Place], "candidate sites opened";
    HallsStarted: "halls.started", U::Count("hall"), Flow, [Place, Hall], "halls started";
    HallsInUse: "halls.in_use", U::Count("hall"), Level, [Place, Hall], "halls in use, existing ones included";
    TranchesCapacity: "tranches.capacity", U::Power, Flow, [Place], "grid power committed in tranches";
    GridUsable: "power.grid_usable", U::Power, Level, [Place], "usable grid power, after the reserve margin";
    HallIt: "power.hall_it", U::Power, Level, [Place], "IT power of the halls in use";
    LeasedIt: "power.leased_it", U::Power, Level, [Place], "IT power of the leases that run";
    ItUsed: "power.it_used", U::Power, Level, [Place, Chip], "peak IT power of the fleet";
    Racks: "racks.racks", U::Count("rack"), Level, [Place], "rack positions of halls and leases";
    RacksUsed: "racks.used", U::Count("rack"), Level, [Place, Chip], "rack positions taken by the fleet";
    RacksFree: "racks.free", U::Count("rack"), Level, [Place], "rack positions left";
    Ordered: "orders.ordered", U::Count("unit"), Flow, [Chip], "units that arrive";
    Hub: "orders.hub", U::Count("unit"), Level, [Chip], "units that wait in the hub";
    Deployed: "chips.deployed", U::Count("unit"), Flow, [Chip, Place], "units deployed";
    InService: "chips.in_service", U::Count("unit"), Level, [Chip, Place], "units in service";
    ComputeDeployed: "compute.deployed", U::Compute, Flow, [Chip, Place], "TPP of the units deployed";
    ComputeInService: "compute.in_service", U::Compute, Level, [Chip, Place], "TPP of the units in service";
    LeasesSigned: "leases.signed", U::Count("block"), Flow, [Place], "leased blocks signed";
    LeasesRunning: "leases.running", U::Count("block"), Level, [Place], "leased blocks that run";
    Served: "served.volume", U::Volume, Level, [Demand, Place], "volume served from sites";
    Rented: "demand.rented", U::Volume, Level, [Demand], "volume bought in";
    Unmet: "demand.unmet", U::Volume, Level, [Demand], "volume not served";
    TrainingChips: "training.chips", U::Count("chip"), Level, [Job, Chip, Place], "chips at work on training jobs";
    TrainingWork: "training.work_zflop", U::Work, Flow, [Job, Chip, Place], "work done on training jobs";
    SpendCapex: "spend.capex", U::Money, Flow, [Place], "capital spending, as a budget over the places counts it";
    SpendOpex: "spend.opex", U::Money, Flow, [Place], "running cost, as a budget over the places counts it";
    ItEnergy: "environment.it_energy_gwh", U::Energy, Flow, [Place, Chip], "energy used by the fleet";
    SiteEnergy: "environment.energy_gwh", U::Energy, Flow, [Place, Chip], "energy that the fleet takes, cooling included";
    CarbonOperational: "environment.operational", U::Carbon, Flow, [Place], "emissions of that energy";
    CarbonEmbodied: "environment.embodied", U::Carbon, Flow, [Place], "embodied emissions of chips deployed and halls started";
    WaterUsed: "environment.water_ml", U::Water, Flow, [Place], "water used";
}

impl Quantity {
    /// The quantity of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|quantity| quantity.name() == name)
    }
}
