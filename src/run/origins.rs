//! `origins.csv`: where every value of a resolved scenario was written.

use crate::plan::tables::csv_text;
use crate::scenario::text::{Document, join, split};
use std::collections::HashMap;
use std::iter;

/// Name of the file in a run directory.
pub const FILE: &str = "origins.csv";

/// Paths of a resolved scenario and where what is below them was written: `plan.yaml:31`,
/// `override late-grid, plan.yaml:31`, `template campus, plan.yaml:7`, `--set`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Origins {
    rows: Vec<(String, String)>,
    place: HashMap<String, usize>,
}

impl Origins {
    /// From paths and their origins, as [`Document::places`] gives them.
    pub fn new(rows: Vec<(String, String)>) -> Self {
        let place = rows.iter().enumerate();
        Self {
            place: place.map(|(index, (path, _))| (path.clone(), index)).collect(),
            rows,
        }
    }

    /// The origin of a path: its own, or that of the nearest list or map around it.
    pub fn of(&self, path: &str) -> Option<&str> {
        let told = |path: &str| {
            let row = self.rows.get(*self.place.get(path)?)?;
            Some(row.1.as_str())
        };
        if let Some(origin) = told(path) {
            return Some(origin);
        }
        let steps = split(path).ok()?;
        let mut around = vec![String::new()];
        for step in &steps {
            let longer = around.last().map(|base| join(base, step));
            around.extend(longer);
        }
        around.iter().rev().find_map(|path| told(path))
    }

    /// The first path that a document does not have.
    pub fn stray(&self, document: &Document) -> Option<&str> {
        let paths = self.rows.iter().map(|(path, _)| path.as_str());
        paths
            .filter(|path| !path.is_empty())
            .find(|path| document.find(path).is_none())
    }

    /// As CSV with a header line.
    pub fn to_csv(&self) -> String {
        let rows = self.rows.iter();
        let rows = rows.map(|(path, origin)| [path.as_str(), origin.as_str()]);
        csv_text(iter::once(["path", "origin"]).chain(rows))
    }

    /// Reads what [`Origins::to_csv`] wrote; lines that are not path and origin are left out.
    pub fn from_csv(text: &str) -> Self {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.records().filter_map(|record| {
            let record = record.ok()?;
            Some((record.get(0)?.to_owned(), record.get(1)?.to_owned()))
        });
        Self::new(rows.collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_has_the_origin_of_what_is_around_it() {
        let rows = [
            ("sites.a", "template campus, plan.yaml:7"),
            ("sites.b.\"x.y\"", "--set"),
        ];
        let origins = Origins::new(rows.map(|(path, origin)| (path.into(), origin.into())).to_vec());
        let again = Origins::from_csv(&origins.to_csv());
        assert_eq!(again, origins);
        assert_eq!(again.of("sites.a.power.2027"), Some(rows[0].1));
        assert_eq!(again.of("sites.b.\"x.y\""), Some("--set"));
        assert_eq!(again.of("sites.b"), None);
    }
}
