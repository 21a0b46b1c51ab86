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
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    /// Power tranches.
    Tranche,
    /// Power-purchase agreements.
    Ppa,
    /// Lease offers.
    Lease,
    /// Supply contracts.
    Contract,
    /// Offers of rented accelerators.
    Rental,
    /// Stages of halls.
    Stage,
    /// Conversions of halls.
    Retrofit,
    /// Periods of deployment, as the table of vintages names them.
    Vintage,
    /// Blocks of hours.
    Hour,
    /// Incentives.
    Incentive,
    /// Components of money.
    Component,
}

impl By {
    /// One of what it filters by.
    pub const fn noun(self) -> &'static str {
        match self {
            Self::Chip => "chip",
            Self::Place => "place",
            Self::Hall => "hall design",
            Self::Workload => "workload",
            Self::Demand => "demand line",
            Self::Job => "training job",
            Self::Tranche => "tranche",
            Self::Ppa => "power-purchase agreement",
            Self::Lease => "lease",
            Self::Contract => "contract",
            Self::Rental => "rental",
            Self::Stage => "stage",
            Self::Retrofit => "retrofit",
            Self::Vintage => "vintage",
            Self::Hour => "block of hours",
            Self::Incentive => "incentive",
            Self::Component => "component",
        }
    }

    /// The key of the filter.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Chip => "chips",
            Self::Place => "places",
            Self::Hall => "halls",
            Self::Workload => "workloads",
            Self::Demand => "demand",
            Self::Job => "jobs",
            Self::Tranche => "tranches",
            Self::Ppa => "ppas",
            Self::Lease => "leases",
            Self::Contract => "contracts",
            Self::Rental => "rentals",
            Self::Stage => "stages",
            Self::Retrofit => "retrofits",
            Self::Vintage => "vintages",
            Self::Hour => "hours",
            Self::Incentive => "incentives",
            Self::Component => "components",
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
    HallStagesEntered: "hall_stages.entered", U::Count("hall"), Flow, [Place, Hall, Stage], "halls that enter a stage";
    HallStagesWaiting: "hall_stages.waiting", U::Count("hall"), Level, [Place, Hall, Stage], "halls that wait for their next stage";
    RetrofitsStarted: "retrofits.started", U::Count("hall"), Flow, [Place, Retrofit], "halls whose conversion starts";
    RetrofitsInWork: "retrofits.in_work", U::Count("hall"), Level, [Place, Retrofit], "halls in conversion";
    TranchesCapacity: "tranches.capacity", U::Power, Flow, [Place, Tranche], "grid power committed in tranches";
    TrancheUsable: "tranche_use.usable", U::Power, Level, [Place, Tranche], "power of tranches that can flow";
    TrancheCharged: "tranche_use.charged", U::Power, Level, [Place, Tranche], "power of tranches that may be drawn and is charged";
    Generated: "tranche_use.generated_gwh", U::Energy, Flow, [Place, Tranche], "energy generated on site";
    PpaSigned: "ppas.signed", U::Power, Flow, [Place, Ppa], "power-purchase agreements signed";
    PpaRunning: "ppas.running", U::Power, Level, [Place, Ppa], "power-purchase agreements that run";
    PpaDelivered: "ppas.delivered_gwh", U::Energy, Flow, [Place, Ppa], "energy that agreements deliver";
    PpaPaid: "ppas.paid_gwh", U::Energy, Flow, [Place, Ppa], "energy of agreements that is paid for";
    PpaUsed: "ppas.used_gwh", U::Energy, Flow, [Place, Ppa], "energy of agreements that is used";
    GridUsable: "power.grid_usable", U::Power, Level, [Place], "usable grid power, after the reserve margin";
    HallIt: "power.hall_it", U::Power, Level, [Place], "IT power of the halls in use";
    LeasedIt: "power.leased_it", U::Power, Level, [Place], "IT power of the leases that run";
    ItUsed: "power.it_used", U::Power, Level, [Place, Chip], "peak IT power of the fleet";
    Racks: "racks.racks", U::Count("rack"), Level, [Place], "rack positions of halls and leases";
    RacksUsed: "racks.used", U::Count("rack"), Level, [Place, Chip], "rack positions taken by the fleet";
    RacksFree: "racks.free", U::Count("rack"), Level, [Place], "rack positions left";
    Ordered: "orders.ordered", U::Count("unit"), Flow, [Chip], "units that arrive";
    Hub: "orders.hub", U::Count("unit"), Level, [Chip], "units that wait in the hub";
    ContractOrdered: "contracts.ordered", U::Count("unit"), Flow, [Contract, Chip], "units newly ordered under contracts, by arrival";
    ContractCancelled: "contracts.cancelled", U::Count("unit"), Flow, [Contract, Chip], "committed units cancelled, by arrival";
    Deployed: "chips.deployed", U::Count("unit"), Flow, [Chip, Place], "units deployed";
    InService: "chips.in_service", U::Count("unit"), Level, [Chip, Place], "units in service";
    Retired: "chips.retired", U::Count("unit"), Flow, [Chip], "units retired before the end of their life";
    VintageMovedIn: "vintages.moved_in", U::Count("unit"), Flow, [Chip, Place, Vintage], "units that arrive by moves that take time or lose units";
    VintageMovedOut: "vintages.moved_out", U::Count("unit"), Flow, [Chip, Vintage], "units that leave by moves that take time or lose units";
    VintageRetired: "vintages.retired", U::Count("unit"), Flow, [Chip, Vintage], "units counted by vintage that are retired early";
    VintageInService: "vintages.in_service", U::Count("unit"), Level, [Chip, Place, Vintage], "units counted by vintage in service";
    ComputeDeployed: "compute.deployed", U::Compute, Flow, [Chip, Place], "TPP of the units deployed";
    ComputeInService: "compute.in_service", U::Compute, Level, [Chip, Place], "TPP of the units in service";
    LeasesSigned: "leases.signed", U::Count("block"), Flow, [Place, Lease], "leased blocks signed";
    LeasesRunning: "leases.running", U::Count("block"), Level, [Place, Lease], "leased blocks that run";
    LeaseOptions: "lease_terms.option", U::Count("block"), Flow, [Place, Lease], "leased blocks for which an option is taken";
    LeasesExercised: "lease_terms.exercised", U::Count("block"), Flow, [Place, Lease], "leased blocks signed under an option";
    LeasesExtended: "lease_terms.extended", U::Count("block"), Flow, [Place, Lease], "leased blocks kept for an extension";
    RentalsBegun: "rentals.begun", U::Count("unit"), Flow, [Rental, Chip, Place], "units whose rental begins";
    RentalsRunning: "rentals.rented", U::Count("unit"), Level, [Rental, Chip, Place], "units rented";
    Served: "served.volume", U::Volume, Level, [Demand, Place], "volume served from sites";
    Rented: "demand.rented", U::Volume, Level, [Demand], "volume bought in";
    Unmet: "demand.unmet", U::Volume, Level, [Demand], "volume not served";
    ServedHours: "demand_hours.served", U::Volume, Level, [Demand, Hour], "volume served from sites in blocks of hours";
    RentedHours: "demand_hours.rented", U::Volume, Level, [Demand, Hour], "volume bought in in blocks of hours";
    UnmetHours: "demand_hours.unmet", U::Volume, Level, [Demand, Hour], "volume not served in blocks of hours";
    Lost: "lost_customers.volume", U::Volume, Level, [Demand], "volume of customers who have left";
    AvailableHours: "work_hours.available", U::Count("unit"), Level, [Chip, Place, Hour], "units that can work, rented ones included";
    InferenceHours: "work_hours.inference", U::Count("unit"), Level, [Chip, Place, Hour], "units at work on inference";
    TrainingHours: "work_hours.training", U::Count("unit"), Level, [Chip, Place, Hour], "units at work on training";
    TrainingChips: "training.chips", U::Count("chip"), Level, [Job, Chip, Place], "chips at work on training jobs";
    TrainingWork: "training.work_zflop", U::Work, Flow, [Job, Chip, Place], "work done on training jobs";
    SpendCapex: "spend.capex", U::Money, Flow, [Place], "capital spending, as a budget over the places counts it";
    SpendOpex: "spend.opex", U::Money, Flow, [Place], "running cost, as a budget over the places counts it";
    SpendAmount: "spend.amount", U::Money, Flow, [Component], "money by component";
    CashFlows: "cash_flows.amount", U::Money, Flow, [Component, Place, Chip], "money by component, where and for which chip it is paid";
    Owed: "cash.owed", U::Money, Level, [], "debt at the end of a period";
    Drawn: "cash.drawn", U::Money, Flow, [], "loans drawn less loans repaid";
    Grants: "incentives.grant", U::Money, Flow, [Incentive], "grants received";
    PaidBack: "incentives.paid_back", U::Money, Flow, [Incentive], "rebates received";
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
