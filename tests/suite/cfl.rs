//! External siting cases through the ordinary scenario path.

#[allow(dead_code)]
#[path = "../../examples/cfl.rs"]
mod example;

use example::Case;
use std::path::{Path, PathBuf};

/// Two warehouses, three customers. Opening both: fixed 10 + 12, then everyone from the cheaper one within
/// capacities 9 and 8. Only the first is too small (demand 4 + 5 + 3 = 12), only the second too. Customer costs
/// (for all of the demand): (8, 20), (10, 15), (9, 3). Best: 1 from A (8), 2 from A (10, fills A to 9), 3 from B (3).
/// Optimum 22 + 21 = 43.
const TINY: &str = "2 3\n 9 10.\n 8 12.\n 4\n 8. 20.\n 5\n 10. 15.\n 3\n 9. 3.\n";

/// As TINY, but A holds only 7: customers 1 and 2 (9 units) have to spill 2 units to B. Per unit that costs 12/4 = 3
/// more for customer 1 and 5/5 = 1 more for customer 2, so 2 units of customer 2 move. Optimum 43 + 2 = 45.
const SPLIT: &str = "2 3\n 7 10.\n 8 12.\n 4\n 8. 20.\n 5\n 10. 15.\n 3\n 9. 3.\n";

fn folder() -> PathBuf {
    std::env::var_os("BUILDOUT_BENCH").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/bench"),
        PathBuf::from,
    )
}

#[test]
fn a_case_solved_by_hand() {
    let solved = Case::parse("tiny", TINY).unwrap().solve().unwrap();
    assert!((solved.objective - 43.0).abs() < 1e-6, "{solved:?}");
    assert_eq!(solved.open, 2);
    assert_eq!(solved.published, None);
    assert!(solved.agrees());
}

#[test]
fn a_customer_is_split_when_that_is_cheaper() {
    let solved = Case::parse("split", SPLIT).unwrap().solve().unwrap();
    assert!((solved.objective - 45.0).abs() < 1e-6, "{solved:?}");
}

#[test]
fn a_damaged_file_is_refused_with_what_was_expected() {
    let message = |text: &str| Case::parse("bad", text).unwrap_err();
    assert_eq!(message("2 x"), "bad: expected the number of customers, found x");
    assert_eq!(
        message("1 1\n 5 7.\n 3"),
        "bad: the file ends where a cost is expected"
    );
    assert_eq!(message("0 0 1"), "bad: expected the end of the file, found 1");
    assert_eq!(message("1 1 -5"), "bad: expected a capacity, found -5");
}

#[test]
fn published_optima_are_reproduced() {
    let folder = folder().join("cfl");
    if !folder.is_dir() {
        println!(
            "skipped: no {} (set BUILDOUT_BENCH to the folder that has cfl/)",
            folder.display()
        );
        return;
    }
    let solved = example::solve_folder(&folder).unwrap();
    let published = solved.iter().filter(|s| s.published.is_some()).count();
    assert!(
        published > 0,
        "no case of {} has a published value",
        folder.display()
    );
    for s in &solved {
        assert!(s.agrees(), "{s:?}");
    }
}
