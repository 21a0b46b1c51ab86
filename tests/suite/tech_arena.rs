//! The fleet contest through the ordinary scenario path, small enough to follow.

#[allow(dead_code)]
#[path = "../../examples/tech_arena/main.rs"]
mod example;

use example::{Arguments, case::Case, replay, solve};
use std::path::Path;

/// Two sites, one generation, four time-steps; demand of 40 in the low class and none elsewhere.
fn folder(path: &Path) {
    let write = |name: &str, text: &str| std::fs::write(path.join(name), text).unwrap();
    write(
        "datacenters.csv",
        "\u{feff}datacenter_id,cost_of_energy,latency_sensitivity,slots_capacity\nNear,0.5,low,7\nFar,0.7,high,4\n",
    );
    write(
        "servers.csv",
        "server_generation,server_type,release_time,purchase_price,slots_size,energy_consumption,capacity,\
         life_expectancy,cost_of_moving,average_maintenance_fee\nOne,CPU,\"[1,2]\",100,2,20,10,3,5,8\n",
    );
    write(
        "price_elasticity_of_demand.csv",
        "server_generation,latency_sensitivity,elasticity\nOne,low,-0.5\nOne,medium,-1\nOne,high,-1\n",
    );
    write(
        "selling_prices.csv",
        "server_generation,latency_sensitivity,selling_price\nOne,low,10\nOne,medium,10\nOne,high,10\n",
    );
    let mut demand = String::from("time_step,latency_sensitivity,One\n");
    for step in 1..=4 {
        for (class, volume) in [("high", 12), ("medium", 0), ("low", 40)] {
            demand += &format!("{step},{class},{volume}\n");
        }
    }
    write("demand.csv", &demand);
}

fn arguments(data: &Path, output: &Path) -> Arguments {
    Arguments {
        folder: data.to_owned(),
        seed: 1,
        time_limit: 60.0,
        threads: 1,
        json: false,
        output: output.to_owned(),
    }
}

#[test]
fn decisions_score_what_the_plan_earns_and_no_more_than_the_bound() {
    let data = tempfile::tempdir().unwrap();
    folder(data.path());
    let out = data.path().join("out");
    let scored = solve(&arguments(data.path(), &out)).unwrap();
    assert!(
        scored.score > 0.0 && scored.score <= scored.bound * (1.0 + 1e-9),
        "{scored:?}"
    );
    // Three servers sell 27.8 of capacity: whole units of demand cost a few percent at this size.
    assert!(scored.gap < 0.1, "{scored:?}");

    let case = Case::read(data.path(), 1).unwrap();
    let decisions = out.join("decisions.csv");
    let prices = out.join("prices.csv");
    assert_eq!(replay::score(&case, &decisions, &prices).unwrap(), scored.score);
    // A server more than the near site has slots for, and one bought after the last day of sale.
    let text = std::fs::read_to_string(&decisions).unwrap();
    let first: Vec<String> = (0..4).map(|i| format!("1,Near,One,more-{i},buy\n")).collect();
    let header = "time_step,datacenter_id,server_generation,server_id,action\n";
    let (_, rest) = text.split_once('\n').unwrap();
    std::fs::write(&decisions, format!("{header}{}{rest}", first.concat())).unwrap();
    let error = replay::score(&case, &decisions, &prices).unwrap_err();
    assert!(error.contains("Near uses"), "{error}");
    std::fs::write(&decisions, format!("{header}3,Near,One,late,buy\n")).unwrap();
    let error = replay::score(&case, &decisions, &prices).unwrap_err();
    assert!(error.contains("not on sale"), "{error}");
}

#[test]
fn a_folder_without_the_tables_is_named() {
    let data = tempfile::tempdir().unwrap();
    let error = solve(&arguments(data.path(), &data.path().join("out"))).unwrap_err();
    assert!(error.contains("datacenters.csv"), "{error}");
}
