//! The documentation says what the code does.

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a generated page with the file; `UPDATE_DOCS=1` writes it instead.
fn assert_page(path: &Path, generated: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(path, generated).unwrap();
    }
    let written = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        written == generated,
        "{} is out of date; run: UPDATE_DOCS=1 cargo test --test suite docs::",
        path.display()
    );
}

#[test]
fn the_format_reference_is_what_the_types_say() {
    assert_page(
        &root().join("docs/src/format-reference.md"),
        &buildout::scenario::raw::reference::markdown(),
    );
}
