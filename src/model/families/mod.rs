//! The constraint families, one file each; `registry.rs` lists them.

pub mod budget;
pub mod chip_supply;
pub mod construction_stages;
pub mod demand_balance;
pub mod export_rules;
pub mod fleet_balance;
pub mod fleet_life;
pub mod fleet_moves;
pub mod hall_capacity;
pub mod hall_construction;
pub mod leases;
pub mod licences;
pub mod power_tranche;
pub mod price_response;
pub mod residency_latency;
pub mod resilience;
pub mod retrofit;
pub mod site_energy;
pub mod site_opening;
pub mod strengthening;
pub mod take_or_pay;
pub mod training_cluster;
pub mod volume_ratio;
pub mod workload_capacity;
