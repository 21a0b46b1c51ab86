//! Run directories: they appear whole or not at all.

use std::fs::{self, File};
use std::io::ErrorKind::{AlreadyExists, NotADirectory, NotFound};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A file or directory that could not be read, written or created, or must not be.
#[derive(Debug, thiserror::Error)]
pub enum DirectoryError {
    /// The target exists and may not be replaced.
    #[error("{path} exists already")]
    Exists {
        /// The target.
        path: String,
    },
    /// The target exists, may be replaced, but is no run directory.
    #[error("{path} exists and is not a run directory (it has no manifest.json), so it is not replaced")]
    NotARun {
        /// The target.
        path: String,
    },
    /// The target has no name of its own, such as `..`.
    #[error("{path} cannot be a run directory: it does not end in a name")]
    NoName {
        /// The target.
        path: String,
    },
    /// The system refused.
    #[error("cannot {action} {path}: {source}")]
    Io {
        /// `create`, `write`, `read`, `replace`.
        action: &'static str,
        /// What was being handled.
        path: String,
        /// What the system said.
        source: io::Error,
    },
}

impl DirectoryError {
    /// Wraps what the system said about a path.
    pub fn io(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io {
            action,
            path: path.display().to_string(),
            source: plain(source),
        }
    }
}

/// What the system said, without the name of a file or directory that only stood beside the target for a moment.
pub fn plain(error: io::Error) -> io::Error {
    if error.get_ref().is_some() {
        error.kind().into()
    } else {
        error
    }
}

/// A place for a run directory that has been found free and writable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    path: PathBuf,
    parent: PathBuf,
    overwrite: bool,
}

impl Target {
    /// Checks, before a long solve, that a run can be written to `path`: nothing is there (or a run
    /// directory that may be overwritten) and its parent takes new directories. Creates the parent.
    ///
    /// # Errors
    /// As [`DirectoryError`] says.
    pub fn check(path: &Path, overwrite: bool) -> Result<Self, DirectoryError> {
        let shown = path.display().to_string();
        if path.file_name().is_none() {
            return Err(DirectoryError::NoName { path: shown });
        }
        let parent = match path.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_path_buf(),
            _ => PathBuf::from("."),
        };
        let target = Self {
            path: path.to_path_buf(),
            parent,
            overwrite,
        };
        target.check_existing()?;
        fs::create_dir_all(&target.parent).map_err(|error| {
            // A file in the place of the folder: "file exists" would puzzle who asked for a folder.
            let error = match error.kind() {
                AlreadyExists => NotADirectory.into(),
                _ => error,
            };
            DirectoryError::io("create", &target.parent)(error)
        })?;
        target.aside()?;
        Ok(target)
    }

    /// The run directory to be.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Whether something that may be replaced is there now; an error if it may not be.
    fn check_existing(&self) -> Result<bool, DirectoryError> {
        let path = self.path.display().to_string();
        match fs::symlink_metadata(&self.path) {
            Err(error) if matches!(error.kind(), NotFound | NotADirectory) => Ok(false),
            Err(error) => Err(DirectoryError::io("read", &self.path)(error)),
            Ok(_) if !self.overwrite => Err(DirectoryError::Exists { path }),
            Ok(_) if self.path.join("manifest.json").is_file() => Ok(true),
            Ok(_) => Err(DirectoryError::NotARun { path }),
        }
    }

    /// A new directory beside the target, removed again when dropped.
    fn aside(&self) -> Result<tempfile::TempDir, DirectoryError> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(".buildout-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As any new directory: the process's umask decides.
            builder.permissions(fs::Permissions::from_mode(0o777));
        }
        builder
            .tempdir_in(&self.parent)
            .map_err(DirectoryError::io("create a directory in", &self.parent))
    }

    /// Writes the files (path within the run directory, bytes) aside, then renames the whole into place.
    /// Nothing is left behind on failure, and a replaced run comes back.
    ///
    /// # Errors
    /// As [`DirectoryError`] says.
    pub fn write(&self, files: &[(String, Vec<u8>)]) -> Result<(), DirectoryError> {
        let aside = self.aside()?;
        let whole = aside.path().join("run");
        fs::create_dir(&whole).map_err(DirectoryError::io("create", &self.path))?;
        for (name, bytes) in files {
            let path = whole.join(name);
            // Say where the file was meant to be, not where it was tried.
            let meant = self.path.join(name);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(DirectoryError::io("create", &meant))?;
            }
            File::create(&path)
                .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
                .map_err(DirectoryError::io("write", &meant))?;
        }
        let old = aside.path().join("old");
        let replaces = self.check_existing()?;
        if replaces {
            fs::rename(&self.path, &old).map_err(DirectoryError::io("replace", &self.path))?;
        }
        if let Err(error) = fs::rename(&whole, &self.path) {
            if replaces {
                fs::rename(&old, &self.path).map_err(DirectoryError::io("restore", &self.path))?;
            }
            return Err(DirectoryError::io("create", &self.path)(error));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(text: &str) -> Vec<(String, Vec<u8>)> {
        vec![
            ("manifest.json".into(), text.into()),
            ("tables/a.csv".into(), b"x\n".to_vec()),
        ]
    }

    #[test]
    fn a_run_appears_whole_and_is_not_overwritten_unasked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("deep/run");
        let target = Target::check(&path, false).unwrap();
        assert!(!path.exists());
        target.write(&files("one")).unwrap();
        assert_eq!(fs::read(path.join("tables/a.csv")).unwrap(), b"x\n");
        assert!(matches!(
            target.write(&files("two")),
            Err(DirectoryError::Exists { .. })
        ));
        assert!(matches!(
            Target::check(&path, false),
            Err(DirectoryError::Exists { .. })
        ));
        Target::check(&path, true).unwrap().write(&files("two")).unwrap();
        assert_eq!(fs::read(path.join("manifest.json")).unwrap(), b"two");
        // Nothing else is left in the parent.
        assert_eq!(fs::read_dir(folder.path().join("deep")).unwrap().count(), 1);
    }

    #[test]
    fn overwriting_spares_what_is_no_run() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("precious"), "x").unwrap();
        assert!(matches!(
            Target::check(folder.path(), true),
            Err(DirectoryError::NotARun { .. })
        ));
        assert!(folder.path().join("precious").exists());
    }

    #[test]
    fn a_parent_that_is_a_file_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("file"), "x").unwrap();
        let error = Target::check(&folder.path().join("file/run"), false).unwrap_err();
        assert!(matches!(error, DirectoryError::Io { .. }), "{error}");
        assert!(matches!(
            Target::check(Path::new(".."), false),
            Err(DirectoryError::NoName { .. })
        ));
    }

    #[test]
    fn a_failed_write_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("run");
        let target = Target::check(&path, false).unwrap();
        // The second name needs the first to be a directory.
        let bad = vec![("a".into(), vec![]), ("a/b".into(), vec![])];
        assert!(target.write(&bad).is_err());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
