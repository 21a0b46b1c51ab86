//! Rows as files: one a case, written whole or not at all, so that whatever was computed survives.
//!
//! Several processes may share a directory: a case has the same name everywhere, and a file that is there is whole.

use super::row::{FORMAT, Row};
use crate::run::directory::{DirectoryError, plain};
use crate::run::manifest::sha256;
use serde_json::Value;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Folder of the cases in a sweep directory.
pub const CASES: &str = "cases";

/// A sweep directory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    directory: PathBuf,
}

/// What there is of a case.
#[derive(Debug, Clone, PartialEq)]
pub enum Found {
    /// Nothing.
    Nothing,
    /// Its row.
    Row(Box<Row>),
    /// A file that is no row of this case: why.
    Unusable(String),
}

impl Store {
    /// The directory as it is or will be; nothing is touched.
    pub fn at(directory: &Path) -> Self {
        Self {
            directory: directory.to_owned(),
        }
    }

    /// Where it is.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Whether a sweep is there.
    pub fn exists(&self) -> bool {
        self.directory.join(CASES).is_dir()
    }

    /// Makes the directory and checks, before anything is solved, that it takes files.
    ///
    /// # Errors
    /// As the system says.
    pub fn open(&self) -> Result<(), DirectoryError> {
        let cases = self.directory.join(CASES);
        fs::create_dir_all(&cases).map_err(|error| {
            // A file in the place of a folder: "file exists" would puzzle who asked for a folder.
            let error = match error.kind() {
                ErrorKind::AlreadyExists => ErrorKind::NotADirectory.into(),
                _ => error,
            };
            DirectoryError::io("create", &cases)(error)
        })?;
        let probe = tempfile::Builder::new().prefix(".buildout-").tempfile_in(&cases);
        let probed = probe.and_then(|mut file| file.write_all(&[b' '; 1024]));
        probed.map_err(DirectoryError::io("write a file in", &cases))
    }

    /// File of a case.
    pub fn path(&self, case: &str) -> PathBuf {
        self.directory.join(CASES).join(format!("{case}.json"))
    }

    /// Looks a case up.
    pub fn find(&self, case: &str) -> Found {
        let text = match fs::read(self.path(case)) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Found::Nothing,
            Err(error) => return Found::Unusable(error.to_string()),
        };
        match read(&text) {
            Ok(row) if row.case == case => Found::Row(Box::new(row)),
            Ok(row) => Found::Unusable(format!("it holds the case {}", row.case)),
            Err(why) => Found::Unusable(why),
        }
    }

    /// Writes a row.
    ///
    /// # Errors
    /// As the system says.
    pub fn save(&self, row: &Row) -> Result<(), DirectoryError> {
        let path = self.path(&row.case);
        write_whole(&path, &of_row(row, &path)?)
    }

    /// Writes a row of a case that has none, and whether it did: a row that has come meanwhile stays.
    ///
    /// # Errors
    /// As the system says.
    pub fn save_new(&self, row: &Row) -> Result<bool, DirectoryError> {
        let path = self.path(&row.case);
        match aside(&path, &of_row(row, &path)?)?.persist_noclobber(&path) {
            Ok(_) => Ok(true),
            Err(error) if error.error.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(error) => Err(DirectoryError::io("write", &path)(plain(error.error))),
        }
    }

    /// Writes a file of the sweep directory, whole or not at all.
    ///
    /// # Errors
    /// As the system says.
    pub fn write(&self, name: &str, bytes: &[u8]) -> Result<(), DirectoryError> {
        write_whole(&self.directory.join(name), bytes)
    }
}

/// Writes beside the target and renames. There is no wait for the disk: a file that a power cut leaves incomplete is
/// noticed by its hash and computed again.
fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), DirectoryError> {
    match aside(path, bytes)?.persist(path) {
        Ok(_) => Ok(()),
        Err(error) => Err(DirectoryError::io("write", path)(plain(error.error))),
    }
}

/// A file beside another one with all that is to be in it.
fn aside(path: &Path, bytes: &[u8]) -> Result<tempfile::NamedTempFile, DirectoryError> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".buildout-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the process's umask decides.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    let written = builder.tempfile_in(folder).and_then(|mut aside| {
        aside.write_all(bytes)?;
        Ok(aside)
    });
    written.map_err(|error| DirectoryError::io("write", path)(plain(error)))
}

/// A row as the bytes of its file.
fn of_row(row: &Row, path: &Path) -> Result<Vec<u8>, DirectoryError> {
    written(row).map_err(|error| DirectoryError::io("write", path)(io::Error::other(error)))
}

/// A row with the hash of everything else in it.
fn written(row: &Row) -> Result<Vec<u8>, serde_json::Error> {
    let mut value = serde_json::to_value(row)?;
    let hash = sha256(value.to_string().as_bytes());
    if let Value::Object(map) = &mut value {
        map.insert("sha256".into(), Value::from(hash));
    }
    let mut text = serde_json::to_string_pretty(&value)?;
    text.push('\n');
    Ok(text.into_bytes())
}

/// Reads a row back, if it is as it was written.
fn read(text: &[u8]) -> Result<Row, String> {
    let mut value: Value =
        serde_json::from_slice(text).map_err(|error| format!("it is not whole: {error}"))?;
    let map = value.as_object_mut().ok_or("it is no row")?;
    match map.get("format").and_then(Value::as_u64) {
        Some(format) if format == u64::from(FORMAT) => {}
        _ => return Err(format!("its format is not {FORMAT}")),
    }
    let hash = map.shift_remove("sha256");
    if hash.as_ref().and_then(Value::as_str) != Some(sha256(value.to_string().as_bytes()).as_str()) {
        return Err("its hash is not that of its content".into());
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::row::Asked;
    use super::*;
    use crate::run::manifest::Sense;

    fn row(case: &str) -> Row {
        let asked = Asked {
            gap: 0.1,
            time_limit: None,
            threads: 1,
            seed: 0,
        };
        let row = Row::failed(case.into(), asked, Sense::Minimise, "why\nso".into(), false);
        Row {
            objective: Some(0.1 + 0.2),
            indicators: [("capex_musd".to_owned(), 1e-7)].into(),
            ..row
        }
    }

    #[test]
    fn a_row_comes_back_as_it_was() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(&folder.path().join("sweep"));
        assert!(!store.exists());
        store.open().unwrap();
        assert!(store.exists());
        assert_eq!(store.find("a"), Found::Nothing);
        store.save(&row("a")).unwrap();
        store.save(&row("a")).unwrap();
        let late = Row {
            objective: None,
            ..row("a")
        };
        assert!(!store.save_new(&late).unwrap());
        assert_eq!(store.find("a"), Found::Row(Box::new(row("a"))));
        let files = fs::read_dir(folder.path().join("sweep/cases")).unwrap().count();
        assert_eq!(files, 1, "nothing is left beside it");
    }

    #[test]
    fn a_file_that_was_altered_cut_or_misplaced_is_no_row() {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::at(folder.path());
        store.open().unwrap();
        store.save(&row("a")).unwrap();
        let text = fs::read_to_string(store.path("a")).unwrap();
        for (broken, why) in [
            (text.replace("0.3", "0.4"), "hash"),
            (text[..text.len() / 2].to_owned(), "not whole"),
            (String::new(), "not whole"),
            ("[]".into(), "no row"),
            (text.replace("\"format\": 1", "\"format\": 9"), "format"),
        ] {
            fs::write(store.path("a"), broken).unwrap();
            let Found::Unusable(told) = store.find("a") else {
                panic!("{why}");
            };
            assert!(told.contains(why), "{told}");
        }
        fs::write(store.path("b"), &text).unwrap();
        assert!(matches!(store.find("b"), Found::Unusable(told) if told.contains("the case a")));
    }
}
