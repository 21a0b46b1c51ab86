//! The units themselves, by what they measure.

use super::{Currency, HOURS_PER_YEAR, SECONDS_PER_YEAR};

/// Units of one kind with their size in the base unit of that kind.
pub(super) struct Table {
    pub(super) what: &'static str,
    units: &'static [(&'static str, f64)],
}

pub(super) const POWER: Table = Table {
    what: "power",
    units: &[("W", 1e-6), ("kW", 1e-3), ("MW", 1.0), ("GW", 1e3)],
};
pub(super) const ENERGY: Table = Table {
    what: "energy",
    units: &[("kWh", 1e-3), ("MWh", 1.0), ("GWh", 1e3)],
};
/// Base: one year.
pub(super) const TIME: Table = Table {
    what: "time",
    units: &[
        ("year", 1.0),
        ("quarter", 0.25),
        ("month", 1.0 / 12.0),
        ("week", 7.0 / 365.0),
        ("day", 1.0 / 365.0),
        ("hour", 1.0 / HOURS_PER_YEAR),
    ],
};
/// Base: one month, a twelfth of 365 days.
pub(super) const DURATION: Table = Table {
    what: "duration",
    units: &[
        ("months", 1.0),
        ("month", 1.0),
        ("years", 12.0),
        ("year", 12.0),
        ("weeks", 7.0 * 12.0 / 365.0),
        ("week", 7.0 * 12.0 / 365.0),
        ("days", 12.0 / 365.0),
        ("day", 12.0 / 365.0),
    ],
};
/// Base: one second.
pub(super) const SECONDS: Table = Table {
    what: "time",
    units: &[
        ("s", 1.0),
        ("minute", 60.0),
        ("hour", 3600.0),
        ("day", 86_400.0),
        ("year", SECONDS_PER_YEAR),
    ],
};
/// Base: one token.
pub(super) const TOKENS: Table = Table {
    what: "tokens",
    units: &[
        ("tok", 1.0),
        ("ktok", 1e3),
        ("Mtok", 1e6),
        ("Gtok", 1e9),
        ("Ttok", 1e12),
    ],
};
/// Base: 1e15 floating-point operations.
pub(super) const FLOP: Table = Table {
    what: "arithmetic",
    units: &[
        ("GFLOP", 1e-6),
        ("TFLOP", 1e-3),
        ("PFLOP", 1.0),
        ("EFLOP", 1e3),
        ("ZFLOP", 1e6),
        ("FLOP", 1e-15),
    ],
};
pub(super) const AREA: Table = Table {
    what: "area",
    units: &[("ha", 1.0), ("m2", 1e-4), ("km2", 100.0)],
};
pub(super) const MILLISECONDS: Table = Table {
    what: "time",
    units: &[("ms", 1.0), ("us", 1e-3), ("s", 1e3)],
};
pub(super) const PERCENT: Table = Table {
    what: "share",
    units: &[("%", 0.01)],
};
pub(super) const CARBON: Table = Table {
    what: "carbon",
    units: &[("gCO2", 1.0), ("kgCO2", 1e3)],
};
/// Base: thousand tonnes of CO2 equivalent.
pub(super) const CARBON_MASS: Table = Table {
    what: "emissions",
    units: &[("tCO2", 1e-3), ("ktCO2", 1.0), ("MtCO2", 1e3)],
};
/// Base: million TPP.
pub(super) const COMPUTE: Table = Table {
    what: "compute",
    units: &[("TPP", 1e-6), ("kTPP", 1e-3), ("MTPP", 1.0)],
};
/// Base: million litres.
pub(super) const WATER: Table = Table {
    what: "water",
    units: &[("L", 1e-6), ("m3", 1e-3), ("ML", 1.0), ("GL", 1e3)],
};

/// Every table, to say what a misplaced unit measures.
const TABLES: [&Table; 13] = [
    &POWER,
    &ENERGY,
    &TIME,
    &DURATION,
    &TOKENS,
    &FLOP,
    &AREA,
    &MILLISECONDS,
    &PERCENT,
    &CARBON,
    &CARBON_MASS,
    &COMPUTE,
    &WATER,
];

impl Table {
    pub(super) fn find(&self, unit: &str) -> Option<f64> {
        self.units
            .iter()
            .find(|(name, _)| *name == unit)
            .map(|&(_, factor)| factor)
    }

    pub(super) fn names(&self) -> Vec<String> {
        self.units.iter().map(|(name, _)| (*name).to_owned()).collect()
    }
}

/// One factor of a unit.
#[derive(Clone, Copy)]
pub(super) enum Factor {
    /// An amount of money: `USD`, `kCNY`, `MUSD`, `BUSD`. Base: one million of the currency.
    Money,
    /// A unit of a table.
    Of(&'static Table),
}

impl Factor {
    pub(super) fn what(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Of(table) => table.what,
        }
    }

    pub(super) fn names(self) -> Vec<String> {
        match self {
            Self::Money => ["USD", "kUSD", "MUSD", "BUSD"].map(str::to_owned).to_vec(),
            Self::Of(table) => table.names(),
        }
    }
}

/// `MUSD` is a million (1.0) of USD; any three-letter code, with `k`, `M`, `B` or no prefix.
pub(super) fn parse_money_unit(unit: &str) -> Option<(f64, Currency)> {
    if let Some(currency) = Currency::parse(unit) {
        return Some((1e-6, currency));
    }
    let (prefix, code) = unit.split_at_checked(1)?;
    let factor = match prefix {
        "k" => 1e-3,
        "M" => 1.0,
        "B" => 1e3,
        _ => return None,
    };
    Some((factor, Currency::parse(code)?))
}

/// What kind of thing a unit factor measures, if any.
pub(super) fn kind_of(unit: &str) -> Option<&'static str> {
    if let Some(table) = TABLES.iter().find(|table| table.find(unit).is_some()) {
        return Some(table.what);
    }
    parse_money_unit(unit).map(|_| "money")
}
