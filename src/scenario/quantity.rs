//! Physical and monetary quantities as newtypes: illegal arithmetic does not compile.
//!
//! Inside the program every quantity is in one base unit (below); the YAML layer converts on the way in
//! and the report layer formats on the way out. Products that mean something are spelled out here;
//! anything else needs an explicit `.value()`.

use serde::{Deserialize, Serialize};
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Neg, Sub, SubAssign};

macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub f64);

        impl $name {
            /// Unit as printed in tables and CSV unit columns.
            pub const UNIT: &'static str = $unit;
            /// Zero of this quantity.
            pub const ZERO: Self = Self(0.0);
            /// The bare number, in the base unit.
            pub const fn value(self) -> f64 {
                self.0
            }
        }
        impl Add for $name {
            type Output = Self;
            fn add(self, other: Self) -> Self {
                Self(self.0 + other.0)
            }
        }
        impl AddAssign for $name {
            fn add_assign(&mut self, other: Self) {
                self.0 += other.0;
            }
        }
        impl Sub for $name {
            type Output = Self;
            fn sub(self, other: Self) -> Self {
                Self(self.0 - other.0)
            }
        }
        impl SubAssign for $name {
            fn sub_assign(&mut self, other: Self) {
                self.0 -= other.0;
            }
        }
        impl Neg for $name {
            type Output = Self;
            fn neg(self) -> Self {
                Self(-self.0)
            }
        }
        impl Mul<f64> for $name {
            type Output = Self;
            fn mul(self, factor: f64) -> Self {
                Self(self.0 * factor)
            }
        }
        impl Div<f64> for $name {
            type Output = Self;
            fn div(self, divisor: f64) -> Self {
                Self(self.0 / divisor)
            }
        }
        impl Div for $name {
            type Output = f64;
            fn div(self, other: Self) -> f64 {
                self.0 / other.0
            }
        }
        impl Sum for $name {
            fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
                Self(iter.map(|q| q.0).sum())
            }
        }
    };
}

macro_rules! product {
    ($a:ident * $b:ident = $c:ident) => {
        impl Mul<$b> for $a {
            type Output = $c;
            fn mul(self, other: $b) -> $c {
                $c(self.0 * other.0)
            }
        }
        impl Mul<$a> for $b {
            type Output = $c;
            fn mul(self, other: $a) -> $c {
                $c(self.0 * other.0)
            }
        }
    };
}

quantity!(
    /// Power in megawatts. Whether it is IT power or grid power is said by the field that holds it.
    Megawatts,
    "MW"
);
quantity!(
    /// Energy in megawatt-hours.
    MegawattHours,
    "MWh"
);
quantity!(
    /// A duration in hours.
    Hours,
    "h"
);
quantity!(
    /// A duration in years (of 8760 hours).
    Years,
    "year"
);
quantity!(
    /// Money in millions of US dollars, undiscounted unless the field says otherwise.
    MillionUsd,
    "MUSD"
);
quantity!(
    /// A yearly rate of money.
    MillionUsdPerYear,
    "MUSD/year"
);
quantity!(
    /// Price of capacity, e.g. leased or connected power.
    MillionUsdPerMwYear,
    "MUSD/MW/year"
);
quantity!(
    /// Price of energy.
    UsdPerMwh,
    "USD/MWh"
);
quantity!(
    /// Carbon intensity of energy; 1 gCO2/kWh is 1 tCO2/GWh.
    GramsPerKwh,
    "gCO2/kWh"
);
quantity!(
    /// Emissions in thousand tonnes of CO2 equivalent.
    KiloTonnes,
    "ktCO2"
);
quantity!(
    /// Price of emissions; 1 MUSD/ktCO2 is 1000 USD/tCO2.
    MillionUsdPerKiloTonne,
    "MUSD/ktCO2"
);
quantity!(
    /// Water in millions of litres, which are thousand cubic metres.
    Megalitres,
    "ML"
);
quantity!(
    /// Water per energy; 1 L/kWh is 1 ML/GWh.
    LitresPerKwh,
    "L/kWh"
);
quantity!(
    /// Land area.
    Hectares,
    "ha"
);
quantity!(
    /// Round-trip time.
    Milliseconds,
    "ms"
);
quantity!(
    /// Volume of a workload in its own unit (thousand output tokens per second, PFLOP/s, servers ...).
    Volume,
    "unit"
);
quantity!(
    /// Price of holding one unit of workload volume for one year.
    MillionUsdPerUnitYear,
    "MUSD/unit/year"
);
quantity!(
    /// Arithmetic work of a training job, 1e21 floating-point operations.
    ZettaFlop,
    "ZFLOP"
);
quantity!(
    /// Arithmetic speed, 1e15 floating-point operations per second.
    PetaFlops,
    "PFLOP/s"
);
quantity!(
    /// Millions of Total Processing Performance points (TPP: dense TOPS times operand bits, ECCN 3A090).
    MegaTpp,
    "MTPP"
);

product!(MillionUsdPerYear * Years = MillionUsd);
product!(MillionUsdPerMwYear * Megawatts = MillionUsdPerYear);
product!(Megawatts * Hours = MegawattHours);
product!(MillionUsdPerUnitYear * Volume = MillionUsdPerYear);
product!(MillionUsdPerKiloTonne * KiloTonnes = MillionUsd);

impl Mul<MegawattHours> for UsdPerMwh {
    type Output = MillionUsd;
    fn mul(self, energy: MegawattHours) -> MillionUsd {
        MillionUsd(self.0 * energy.0 * 1e-6)
    }
}

impl Mul<MegawattHours> for GramsPerKwh {
    type Output = KiloTonnes;
    /// 1 gCO2/kWh is 1 kgCO2/MWh.
    fn mul(self, energy: MegawattHours) -> KiloTonnes {
        KiloTonnes(self.0 * energy.0 * 1e-6)
    }
}

impl Mul<MegawattHours> for LitresPerKwh {
    type Output = Megalitres;
    /// 1 L/kWh is 1000 L/MWh.
    fn mul(self, energy: MegawattHours) -> Megalitres {
        Megalitres(self.0 * energy.0 * 1e-3)
    }
}

impl Mul<Years> for PetaFlops {
    type Output = ZettaFlop;
    /// 1 PFLOP/s for a year of 8760 hours is 1e15 x 31,536,000 s = 31.536 ZFLOP.
    fn mul(self, duration: Years) -> ZettaFlop {
        ZettaFlop(self.0 * duration.0 * 31.536)
    }
}

impl Years {
    /// Length in hours, by the convention of 8760 hours a year.
    pub fn hours(self) -> Hours {
        Hours(self.0 * 8760.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn energy_costs_add_up_by_hand() {
        // 10 MW for a year at 100 USD/MWh: 10 * 8760 * 100 = 8.76 million USD.
        let cost = UsdPerMwh(100.0) * (Megawatts(10.0) * Years(1.0).hours());
        assert!((cost.value() - 8.76).abs() < 1e-12);
    }

    #[test]
    fn energy_becomes_carbon_and_water() {
        // 10 MW for a year are 87,600 MWh: at 500 gCO2/kWh 43,800 t, at 1.8 L/kWh 157,680 m3.
        let energy = Megawatts(10.0) * Years(1.0).hours();
        assert!((GramsPerKwh(500.0) * energy - KiloTonnes(43.8)).value().abs() < 1e-12);
        assert!((LitresPerKwh(1.8) * energy - Megalitres(157.68)).value().abs() < 1e-9);
    }

    #[test]
    fn petaflops_times_years_is_zettaflop() {
        let work = PetaFlops(2.0) * Years(0.5);
        assert!((work.value() - 31.536).abs() < 1e-12);
    }
}
