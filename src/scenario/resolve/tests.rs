//! Closed-form tests of the resolution: small texts, numbers checked by hand.

use crate::scenario::problem::Problems;
use crate::scenario::text::LoadOptions;
use crate::scenario::types::{BudgetWindow, Flag, ResilienceForm, RuleEffect, Scenario};
use crate::scenario::{
    ChipId, DemandId, MegaTpp, Megawatts, MillionUsd, Milliseconds, Period, SiteId, load, load_str,
};
use std::path::{Path, PathBuf};

/// A scenario that has everything a test may want to change.
const BASE: &str = r#"
schema: 1
name: small
periods: {start: 2027H1, count: 4}
fx: {CNY: {2027: 8 per USD, 2028: 4 per USD}}
operator:
  headquarters: CN
  wacc: 9 %
  existing_sites: [home]
  existing_fleet: [{site: home, chip: H800, units: 3, deployed: 2025H1}]
regions:
  MY-JHB:
    country: MY
    groups: [sea]
    bis_group: "D:4"
    energy_price: {value: 0.108 USD/kWh, source: R1, flag: verified, as_of: 2026-11-22}
    build_cost: 10 USD/W
    pue: 1.4
    power: 90 MW
    power_lead: 9 months
    colo_price: 100 USD/kW/month
  SG-SIN: {country: SG, energy_price: 192 USD/MWh, pue: 1.3, power: 20 MW}
latency: {SG-SIN: {MY-JHB: 10 ms}}
hall_designs:
  air: {it_power: 12 MW, racks: 400, cooling: [air], cost_factor: 1.25, build_time: 7 months}
sites:
  home: {region: SG-SIN, halls: {air: {existing: 1, max: 1, cost: 100 MCNY}}}
  MY-JHB:
    opening_cost: 80 MCNY
    halls: {air: {max: unlimited}}
    leases: [{id: colo, block: 2 MW, racks: 60, cooling: [air], term: 24 months, max_blocks: 3}]
chips:
  use: [H800]
  set: {H800: {supply: 1600 chip/year}}
chip_catalogue:
  H800:
    vendor: NVIDIA
    origin: US
    chips_per_unit: 8
    power: 10.2 kW
    racks: 0.33
    cooling: air
    tpp: 15824
    price: 0.4 MUSD
    price_trend: -19 %/year
    install_share: 10 %
    maintenance: 4 %/year
    released: 2027-01
    lead_time: 6 months
    end_of_sale: 2028-07-01
    life: 3 years
    supply: unlimited
    prefill: {deepseek-r1: 9213 tok/s}
    decode: {deepseek-r1: {value: 1850 tok/s, source: C13, flag: verified}}
    training_speed: 1 PFLOP/s
    training_share: 35 %
workloads:
  chat: {kind: inference, model: deepseek-r1, input_ratio: 3.6, latency: 150 ms}
markets:
  sea: {region: SG-SIN}
demand:
  sea-chat:
    market: sea
    workload: chat
    volume: {2027H1: 86.4 Gtok/day, growth: 21 %/year}
    unmet_penalty: 30 USD/Mtok
    rent: {price: 80 CNY/Mtok, at_most: unlimited}
rules:
  licence: {from: 2027-07-01, until: 2028-07-01, owners: [CN], chips: {tpp_at_least: 4800}, effect: {compute_cap: 1000 H800}}
budget:
  capex: {each: year, at_most: {2027: 800 MCNY, 2028: 400 MCNY}}
"#;

fn resolved(text: &str) -> Result<Scenario, Problems> {
    load_str("small.yaml", text, Path::new(""), &LoadOptions::default()).map(|loaded| loaded.scenario)
}

/// The base with one text replaced by another.
fn changed(from: &str, to: &str) -> Result<Scenario, Problems> {
    assert!(BASE.contains(from), "{from}");
    resolved(&BASE.replacen(from, to, 1))
}

/// The only problem of a change: its path, message and hint.
fn problem(from: &str, to: &str) -> (String, String, String) {
    let problems = changed(from, to).unwrap_err();
    let [problem] = problems.list.as_slice() else {
        panic!("{:#?}", problems.list)
    };
    assert!(problem.origin.is_some(), "{problem:?}");
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    (text(&problem.path), problem.message.clone(), text(&problem.hint))
}

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-9 * b.abs().max(1.0)
}

#[test]
fn sites_take_the_facts_of_their_regions() {
    let scenario = resolved(BASE).unwrap();
    let [home, johor] = scenario.sites.as_slice() else {
        panic!("two sites")
    };
    assert_eq!((home.jurisdiction.as_str(), home.existing), ("SG", true));
    assert_eq!(home.power, [Megawatts(20.0); 4]);
    // Nine months are two half-years: a new site has its region's power from the third period on.
    assert_eq!(
        johor.power.iter().map(|p| p.value()).collect::<Vec<_>>(),
        [0.0, 0.0, 90.0, 90.0]
    );
    assert_eq!(johor.groups, ["D:4", "sea"]);
    assert!(close(johor.energy_price[0].value(), 108.0));
    assert_eq!((johor.pue, johor.pue_hot), (1.4, 1.4));
    // 10 USD/W times 12 MW times 1.25 is 150 MUSD; seven months are two half-years.
    assert!(close(johor.halls[0].cost[0].value(), 150.0));
    assert_eq!(johor.halls[0].build_periods, 2);
    assert_eq!(johor.halls[0].max, None);
    // 100 USD a kW a month is 1.2 MUSD a MW a year.
    assert!(close(johor.leases[0].price[0].value(), 1.2));
    assert_eq!(johor.leases[0].term, 4);
}

#[test]
fn currencies_convert_by_the_rate_of_the_period() {
    let scenario = resolved(BASE).unwrap();
    assert_eq!(
        scenario.sites[0].halls[0].cost,
        [12.5, 12.5, 25.0, 25.0].map(MillionUsd)
    );
    assert_eq!(
        scenario.sites[1].opening_cost,
        [10.0, 10.0, 20.0, 20.0].map(MillionUsd)
    );
    let window = |first, last, at_most| BudgetWindow {
        first: Period(first),
        last: Period(last),
        at_most: MillionUsd(at_most),
    };
    assert_eq!(
        scenario.budgets[0].windows,
        [window(0, 1, 100.0), window(2, 3, 50.0)]
    );
    // A dollar of the second year counts for 4 yuan, one of the first for 8.
    assert_eq!(scenario.budgets[0].currency.code, "CNY");
    assert_eq!(scenario.budgets[0].currency.weight(Period(2)), 0.5);
    assert_eq!(scenario.money.usd, [1.0; 4]);
    let yuan = changed("name: small", "name: small\nmoney: MCNY").unwrap();
    assert_eq!(yuan.money.usd, [0.125, 0.125, 0.25, 0.25]);
}

#[test]
fn chips_resolve_by_hand_made_numbers() {
    let scenario = resolved(BASE).unwrap();
    let chip = &scenario.chips[0];
    // 0.4 MUSD times 0.81^(1/4) in the first half-year, whose middle is a quarter of a year on.
    let first = 0.4 * 0.81_f64.powf(0.25);
    assert!(close(chip.price[0].value(), first));
    assert!(close(chip.price[3].value(), 0.4 * 0.81_f64.powf(1.75)));
    assert!(close(chip.install_cost.value(), 0.1 * first));
    assert!(close(chip.maintenance.value(), 0.04 * first));
    // Sold from January 2027 with half a year of lead: from 2027H2; off sale in July 2028: until 2028H1.
    assert_eq!(chip.available, Some((Period(1), Period(2))));
    // 1600 chips a year are 200 units of 8 a year, 100 a half-year.
    assert_eq!(chip.supply, Some(vec![0.0, 100.0, 100.0, 0.0]));
    assert_eq!(chip.life, 6);
    // 8 chips at 1 / (3.6 / 9213 + 1 / 1850) tokens a second.
    let output = 8.0 / (3.6 / 9213.0 + 1.0 / 1850.0) / 1e3;
    assert!(close(chip.throughput[0].value(), output));
    assert!(close(chip.training.unwrap().value(), 8.0 * 0.35));
    // Deployed four periods before the first, six of life: two left.
    assert_eq!((scenario.cohorts[0].units, scenario.cohorts[0].ends), (3, 2));
}

#[test]
fn demand_is_in_thousand_tokens_a_second_and_money_a_year() {
    let scenario = resolved(BASE).unwrap();
    let line = &scenario.demand[0];
    for (volume, expected) in line.volume.iter().zip([1000.0, 1100.0, 1210.0, 1331.0]) {
        assert!(close(volume.value(), expected), "{:?}", line.volume);
    }
    assert!(close(line.unmet_penalty[0].value(), 30.0 * 31_536e-6));
    let rent = line.rent.as_ref().unwrap();
    assert!(close(rent.price[0].value(), 10.0 * 31_536e-6));
    assert!(close(rent.price[3].value(), 20.0 * 31_536e-6));
    assert_eq!(rent.at_most, None);
    assert_eq!(
        scenario.markets[0].latency,
        [Some(Milliseconds(0.0)), Some(Milliseconds(10.0))]
    );
}

#[test]
fn a_line_takes_over_the_profile_of_its_market() {
    let blocks = "periods: {start: 2027H1, count: 4}\nhours: {blocks: {night: 25 %, day: 75 %}}";
    let text = BASE.replace("periods: {start: 2027H1, count: 4}", blocks);
    let market = "  sea: {region: SG-SIN, profile: {day: 120 %, night: 40 %}}";
    let text = text.replace("  sea: {region: SG-SIN}", market);
    let scenario = resolved(&text).unwrap();
    assert_eq!(scenario.hours.labels, ["night", "day"]);
    // 86.4 Gtok a day are 1000 ktok/s.
    let volume = |s: &Scenario, h| s.demand[0].volume_in(0, h).value();
    assert!(close(volume(&scenario, 0), 400.0) && close(volume(&scenario, 1), 1200.0));
    let own = "    workload: chat\n    profile: {night: 100 %, day: 100 %}";
    let scenario = resolved(&text.replace("    workload: chat", own)).unwrap();
    assert!(close(volume(&scenario, 0), 1000.0));
    let problems = resolved(&text.replace("{day: 120 %, night: 40 %}", "{dya: 120 %}")).unwrap_err();
    let messages: Vec<&str> = problems.list.iter().map(|p| p.message.as_str()).collect();
    assert_eq!(
        messages,
        [
            "unknown block of hours `dya`",
            "`night` is missing",
            "`day` is missing"
        ]
    );
}

#[test]
fn requirements_of_resilience_know_what_may_be_lost() {
    let with = |entry: &str| resolved(&format!("{BASE}resilience: {{keep: {entry}}}\n"));
    let lost = |against: &str| -> Vec<(String, Vec<SiteId>, Vec<ChipId>)> {
        let scenario = with(&format!(
            "{{against: {against}, keep: {{2027: 0 %, 2028: 90 %}}}}"
        ))
        .unwrap();
        let [requirement] = scenario.resilience.as_slice() else {
            panic!("one requirement")
        };
        assert_eq!(requirement.keep, [0.0, 0.0, 0.9, 0.9]);
        assert_eq!(requirement.lines, [DemandId(0)]);
        let losses = requirement.losses.iter();
        losses
            .map(|loss| (loss.id.clone(), loss.sites.clone(), loss.chips.clone()))
            .collect()
    };
    let (home, johor) = (vec![SiteId(0)], vec![SiteId(1)]);
    assert_eq!(
        lost("site"),
        [
            ("home".into(), home.clone(), vec![]),
            ("MY-JHB".into(), johor.clone(), vec![])
        ]
    );
    // Without a grid zone of its own a site shares the grid of its country.
    assert_eq!(
        lost("grid_zone"),
        [("SG".into(), home.clone(), vec![]), ("MY".into(), johor, vec![])]
    );
    assert_eq!(lost("vendor"), [("NVIDIA".into(), vec![], vec![ChipId(0)])]);
    let zoned = BASE.replace("  home: {region", "  home: {grid_zone: MY, region");
    let scenario = resolved(&format!(
        "{zoned}resilience: {{keep: {{against: grid_zone, only: [MY], keep: 50 %, form: pooled}}}}\n"
    ));
    let requirement = &scenario.unwrap().resilience[0];
    assert_eq!(requirement.losses[0].sites, [SiteId(0), SiteId(1)]);
    assert_eq!(requirement.form, ResilienceForm::Pooled);

    let problems = with("{against: site, keep: 50 %, only: [hom], demand: {markets: [see]}}").unwrap_err();
    let messages: Vec<&str> = problems.list.iter().map(|p| p.message.as_str()).collect();
    assert_eq!(messages, ["unknown loss `hom`", "unknown market `see`"]);
}

#[test]
fn rules_are_dated_and_quotas_count_chips() {
    let scenario = resolved(BASE).unwrap();
    let rule = &scenario.rules[0];
    assert_eq!(rule.active, [false, true, true, false]);
    let RuleEffect::ComputeCap { at_most } = rule.effect else {
        panic!("a cap")
    };
    assert!(close(at_most.value(), MegaTpp(15.824).value()));
}

#[test]
fn figures_with_a_flag_are_listed_under_the_name_of_their_use() {
    let scenario = resolved(BASE).unwrap();
    let figures: Vec<(&str, &str, Flag)> = scenario
        .figures
        .iter()
        .map(|f| (f.path.as_str(), f.source.as_str(), f.flag))
        .collect();
    assert_eq!(
        figures,
        [
            ("chips.H800.decode.deepseek-r1", "C13", Flag::Verified),
            ("sites.MY-JHB.energy_price", "R1", Flag::Verified)
        ]
    );
    assert_eq!(scenario.figures[1].as_of.as_deref(), Some("2026-11-22"));
}

#[test]
fn names_that_do_not_exist_are_told_with_the_closest() {
    let (path, message, hint) = problem("use: [H800]", "use: [H80]");
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("chips.use.0", "unknown chip `H80`")
    );
    assert_eq!(hint, "did you mean `H800`? chips: H800");
    let (path, message, _) = problem("market: sea", "market: see");
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("demand.sea-chat.market", "unknown market `see`")
    );
    let (path, message, _) = problem("existing_sites: [home]", "existing_sites: [home, hone]");
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("operator.existing_sites.1", "unknown site `hone`")
    );
    let (_, message, _) = problem("1000 H800", "1000 H900");
    assert_eq!(message, "unknown unit or chip `H900`");
}

#[test]
fn absence_is_never_zero() {
    let (path, message, hint) = problem("    opening_cost: 80 MCNY\n", "");
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("sites.MY-JHB.opening_cost", "`opening_cost` is missing")
    );
    assert_eq!(hint, "add `opening_cost: 40 MUSD`");
    let (path, ..) = problem("    life: 3 years\n", "");
    assert_eq!(path, "chip_catalogue.H800.life");
    let (path, ..) = problem("    unmet_penalty: 30 USD/Mtok\n", "");
    assert_eq!(path, "demand.sea-chat.unmet_penalty");
    let (path, message, _) = problem("2027: 800 MCNY, 2028: 400 MCNY", "2027: 800 MCNY");
    assert_eq!(
        (path.as_str(), message.as_str()),
        ("budget.capex.at_most", "no value for 2028H1, 2028H2")
    );
}

#[test]
fn values_that_do_not_fit_are_told_with_their_place() {
    let (path, message, _) = problem("opening_cost: 80 MCNY", "opening_cost: 80 MEUR");
    assert_eq!(path, "sites.MY-JHB.opening_cost");
    assert_eq!(message, "no exchange rate for the currency EUR; known: USD, CNY");
    let (path, message, _) = problem("30 USD/Mtok", "30 USD/server/hour");
    assert_eq!(path, "demand.sea-chat.unmet_penalty");
    assert!(
        message.starts_with("`30 USD/server/hour` does not fit this workload; expected money per tokens"),
        "{message}"
    );
    let (path, _, _) = problem(
        "each: year, at_most: {2027: 800 MCNY",
        "each: horizon, at_most: {2027: 800 MCNY",
    );
    assert_eq!(path, "budget.capex.at_most");
    let (path, message, _) = problem("deployed: 2025H1", "deployed: 2028H1");
    assert_eq!(path, "operator.existing_fleet.0.deployed");
    assert!(
        message.starts_with("`2028H1` is not before the first period"),
        "{message}"
    );
}

#[test]
fn all_problems_are_told_at_once() {
    let text = BASE
        .replace("market: sea", "market: see")
        .replace("use: [H800]", "use: [H800, B300]")
        .replace("9 months", "-9 months");
    assert_eq!(resolved(&text).unwrap_err().list.len(), 3);
}

fn shipped() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs");
    let entries = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let mut files: Vec<PathBuf> = entries
        .filter(|path| path.extension().is_some_and(|e| e == "yaml"))
        .collect();
    files.sort();
    files
}

#[test]
fn a_resolved_scenario_loads_again_to_the_same() {
    let files = shipped();
    assert!(files.len() >= 5);
    for file in files {
        let loaded = load(&file, &LoadOptions::default()).unwrap();
        let text = loaded.document.to_yaml();
        // From a folder without any of the files it was made of.
        let again = load_str(
            "scenario.resolved.yaml",
            &text,
            Path::new("/nowhere"),
            &LoadOptions::default(),
        )
        .unwrap();
        assert_eq!(again.scenario, loaded.scenario, "{}", file.display());
        assert_eq!(again.hash, loaded.hash, "{}", file.display());
    }
}

#[test]
fn tables_in_files_are_part_of_the_resolved_text() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(
        folder.path().join("power.csv"),
        "period,low,high\n2027H1,5,10\n2027H2,6,12\n2028H1,7,14\n",
    )
    .unwrap();
    std::fs::write(
        folder.path().join("rtt.csv"),
        "from_id,to_id,rtt_ms\nSG-SIN,MY-JHB,12.5\n",
    )
    .unwrap();
    let text = BASE
        .replacen(
            "    opening_cost: 80 MCNY",
            "    power: {csv: power.csv, column: high, unit: MW, hold: true}\n    opening_cost: 80 MCNY",
            1,
        )
        .replacen("latency: {SG-SIN: {MY-JHB: 10 ms}}", "latency: {csv: rtt.csv}", 1);
    let loaded = load_str("small.yaml", &text, folder.path(), &LoadOptions::default()).unwrap();
    let johor = &loaded.scenario.sites[1];
    assert_eq!(johor.power, [10.0, 12.0, 14.0, 14.0].map(Megawatts));
    assert_eq!(loaded.scenario.markets[0].latency[1], Some(Milliseconds(12.5)));
    let again = load_str(
        "again.yaml",
        &loaded.document.to_yaml(),
        Path::new("/nowhere"),
        &LoadOptions::default(),
    )
    .unwrap();
    assert_eq!(again.scenario, loaded.scenario);
}
