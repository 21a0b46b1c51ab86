//! The independent check accepts plans and rejects mutations; the ledger agrees with hand-made sums.

mod example;
mod json;
mod ledger;
mod mutations;
mod random;
mod shapes;
mod solved;
mod tables;
