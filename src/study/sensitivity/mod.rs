//! What the result depends on: limits by their price, inputs one at a time, inputs all together.

mod inputs;
mod limits;
mod prices;
mod ranks;
mod regression;
mod samples;
mod tornado;

pub use inputs::{Input, Range, catalogue_ranges, input};
pub use prices::{Confirmation, Price, What, prices};
pub use ranks::ranks;
pub use regression::{Doubt, Effect, Regression, regression};
pub use samples::{Samples, from_csv, sampled};
pub use tornado::{Bar, Side, Tornado, tornado};
