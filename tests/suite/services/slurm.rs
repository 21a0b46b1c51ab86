//! A real Slurm of one node, as `scripts/slurm.sh` starts it.

use std::path::Path;
use std::process::{Command, Output};
use std::time::{Duration, Instant};

/// A command of Slurm's in a folder.
fn slurm(program: &str, arguments: &[&str], folder: &Path) -> Output {
    assert!(
        std::env::var_os("SLURM_CONF").is_some(),
        "no Slurm: run `make test-all`, or `scripts/slurm.sh cargo test --test suite services:: -- --ignored`"
    );
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap_or_else(|error| panic!("{program}: {error}"))
}

#[test]
#[ignore = "skipped: no sbatch: `make test-all` starts a Slurm"]
fn an_array_of_jobs_ends() {
    let folder = tempfile::tempdir().unwrap();
    let job = "#!/bin/sh\necho \"$SLURM_ARRAY_TASK_ID\" >\"task-$SLURM_ARRAY_TASK_ID\"\n";
    std::fs::write(folder.path().join("job.sh"), job).unwrap();
    let output = slurm("sbatch", &["--wait", "--array=0-2", "job.sh"], folder.path());
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    // What a task writes is seen as soon as the file system tells.
    let started = Instant::now();
    for task in 0..3 {
        let path = folder.path().join(format!("task-{task}"));
        while !path.is_file() {
            assert!(started.elapsed() < Duration::from_secs(10), "{}", path.display());
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), format!("{task}\n"));
    }
}
