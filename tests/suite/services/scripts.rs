//! The Python example of `docs/scripting/`, with what it imports. The shell example needs nothing and is tested always.

use std::path::Path;
use std::process::Command;

#[test]
#[ignore = "skipped: no Python with pandas: `make test-all` makes one"]
fn the_python_example_draws_the_budget_curve() {
    let python =
        std::env::var_os("BUILDOUT_PYTHON").unwrap_or_else(|| panic!("no Python: run `make test-all`"));
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    // From half the budget, at which old halls run out of money for what is wanted, to half as much again.
    let sweep = folder.path().join("sweep");
    let output = Command::new(env!("CARGO_BIN_EXE_buildout"))
        .current_dir(root)
        .args([
            "sweep",
            "inputs/tutorial.yaml",
            "--vary=budget.capex.at_most=*0.2..*1.6 step 0.1",
            "--gap=1%",
        ])
        .arg("-o")
        .arg(&sweep)
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let picture = folder.path().join("curve.png");
    let script = |results: &Path, more: &[&str]| {
        let mut command = Command::new(&python);
        command
            .arg(root.join("docs/scripting/budget_curve.py"))
            .arg(results)
            .arg(&picture)
            .args(more);
        command.env("MPLCONFIGDIR", folder.path()).output().unwrap()
    };
    let output = script(&sweep.join("results.parquet"), &[]);
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    assert!(
        output.stderr.is_empty(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let said = String::from_utf8_lossy(&output.stdout);
    let expected = format!(
        "budget.capex.at_most [times]: 15 cases drawn to {}\n",
        picture.display()
    );
    assert_eq!(said, expected);
    let bytes = std::fs::read(&picture).unwrap();
    assert_eq!(&bytes[..8], b"\x89PNG\r\n\x1a\n");
    // Width and height, first in the header.
    assert_eq!(
        (&bytes[16..20], &bytes[20..24]),
        (&960_u32.to_be_bytes()[..], &840_u32.to_be_bytes()[..])
    );
    assert!(bytes.len() > 20_000, "{} bytes: nothing is drawn", bytes.len());

    let output = script(&sweep.join("results.parquet"), &["sites"]);
    assert_eq!(output.status.code(), Some(2));
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(
        said,
        "no such input: sites; there are budget.capex.at_most [times]\n"
    );
}
