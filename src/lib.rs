//! Data-center capacity planning: which sites to open, which halls to build, which chips to buy, where and
//! when, within budget, power, supply, rules and demand - with a proven gap and an independent check.
//!
//! Data flows one way: [`scenario`] -> [`model`] -> [`program`] -> [`solver`] -> [`plan`] -> [`report`];
//! [`study`] asks many questions of that kind.

pub mod cli;
pub mod generate;
pub mod model;
pub mod plan;
pub mod program;
pub mod report;
pub mod run;
pub mod scenario;
pub mod solver;
pub mod study;
