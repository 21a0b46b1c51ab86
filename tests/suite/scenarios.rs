//! The shipped scenarios and the catalogue: they load, they are as large as they claim to be, and every figure says
//! where it comes from.

use buildout::scenario::text::{self, LoadOptions};
use std::path::{Path, PathBuf};

const SHIPPED: [&str; 5] = [
    "alibaba-cloud-global",
    "huawei-cloud-ascend",
    "tencent-cloud-global",
    "us-csp-gulf",
    "tutorial",
];

fn input(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("inputs")
        .join(name)
        .with_extension("yaml")
}

#[test]
fn every_named_scenario_applies() {
    for name in SHIPPED {
        let document = text::load(&input(name), &LoadOptions::default())
            .unwrap_or_else(|p| panic!("{name}: {:?}", p.list));
        for (scenario, _) in &document.listing.scenarios {
            let options = LoadOptions {
                scenario: Some(scenario.clone()),
                ..LoadOptions::default()
            };
            let changed = text::load(&input(name), &options)
                .unwrap_or_else(|p| panic!("{name} {scenario}: {:?}", p.list));
            assert!(
                changed.warnings.list.is_empty(),
                "{name} {scenario}: {:?}",
                changed.warnings.list
            );
            assert!(
                !changed.root.same(&document.root),
                "{name} {scenario} changes nothing"
            );
        }
    }
}
