//! Files that verbs write: they appear whole or not at all.

use super::CliError;
use crate::run::directory::plain;
use std::io::Write;
use std::path::Path;

/// Refuses, before any work, a file that exists and may not be replaced.
///
/// # Errors
/// [`CliError::Input`].
pub(super) fn may_write(path: &Path, overwrite: bool) -> Result<(), CliError> {
    if path.is_dir() {
        return Err(CliError::input(
            format!("{} is a folder, not a file to write", path.display()),
            "give the name of the file in it",
        ));
    }
    if !overwrite && path.symlink_metadata().is_ok() {
        return Err(exists(path));
    }
    Ok(())
}

fn exists(path: &Path) -> CliError {
    CliError::input(
        format!("{} exists already", path.display()),
        "give another name, or --overwrite to replace it",
    )
}

/// Writes beside the target and renames. A file that exists is replaced only if asked.
///
/// # Errors
/// [`CliError::Input`] for a file that exists or a folder that does not, [`CliError::Io`] if the system refuses.
pub(super) fn write_whole(path: &Path, bytes: &[u8], overwrite: bool) -> Result<(), CliError> {
    let failed = |error| CliError::io("write", path, plain(error));
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if !folder.is_dir() {
        return Err(CliError::input(
            format!(
                "cannot write {}: there is no folder {}",
                path.display(),
                folder.display()
            ),
            "make the folder first, or give another place",
        ));
    }
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        // As any new file: the process's umask decides.
        builder.permissions(std::fs::Permissions::from_mode(0o666));
    }
    let mut aside = builder.tempfile_in(folder).map_err(failed)?;
    aside.write_all(bytes).map_err(failed)?;
    let placed = if overwrite {
        aside.persist(path)
    } else {
        aside.persist_noclobber(path)
    };
    match placed {
        Ok(_) => Ok(()),
        Err(error) if !overwrite && error.error.kind() == std::io::ErrorKind::AlreadyExists => {
            Err(exists(path))
        }
        Err(error) => Err(failed(error.error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_only_when_asked() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("s.yaml");
        write_whole(&path, b"one", false).unwrap();
        assert!(matches!(
            write_whole(&path, b"two", false),
            Err(CliError::Input { .. })
        ));
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "one");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            let elsewhere = tempfile::tempdir().unwrap();
            let usual = elsewhere.path().join("usual");
            std::fs::write(&usual, "").unwrap();
            let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode();
            assert_eq!(mode(&path), mode(&usual), "readable by whom any new file is");
        }
        may_write(&path, true).unwrap();
        let told = may_write(folder.path(), true).unwrap_err();
        assert!(told.to_string().contains("is a folder"), "{told}");
        write_whole(&path, b"two", true).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "two");
        let nowhere = write_whole(&folder.path().join("no/s.yaml"), b"x", false).unwrap_err();
        assert!(nowhere.to_string().contains("there is no folder"), "{nowhere}");
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
