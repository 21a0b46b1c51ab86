//! `sweep --engine slurm` where there is no Slurm, or where its options make no sense.

use super::*;

const SWEEP: [&str; 3] = ["sweep", "scenario.yaml", "--vary=operator.wacc=6 %,8 %"];

#[cfg(unix)]
#[test]
fn without_sbatch_it_says_so_and_leaves_nothing() {
    let desk = Desk::new();
    let mut command = desk.command(&[&SWEEP[..], &["--engine=slurm", "-o=sweep"]].concat());
    let output = command.env("PATH", desk.folder()).output().unwrap();
    assert_eq!(code(&output), 2);
    assert!(stdout(&output).is_empty());
    let told = stderr(&output);
    let error = "error: there is no `sbatch` on this machine, so nothing can be submitted to Slurm\n\
        hint: run it where jobs are submitted (Debian: slurm-client), or leave out --engine slurm\n";
    assert!(told.ends_with(error), "{told}");
    assert!(!desk.path("sweep").exists());
}

#[test]
fn options_that_make_no_sense_are_refused() {
    let desk = Desk::new();
    for (arguments, told) in [
        (
            &["--slurm-tasks=3"][..],
            "error: --slurm-tasks is for --engine slurm",
        ),
        (&["--detach"], "error: --detach is for --engine slurm"),
        (
            &["--engine=slurm", "--shard=1/2"],
            "error: --shard and --engine slurm exclude each other",
        ),
        (
            &["--engine=slurm", "--slurm-memory=2 GB"],
            "expected an amount of memory such as 2G or 800M",
        ),
        (&["--engine=slurm", "--slurm-time=60"], "did you mean 60s?"),
        (&["--engine=slurm", "--slurm-tasks=0"], "0 is not in 1..=1000000"),
        (&["--engine=cluster"], "[possible values: local, slurm]"),
    ] {
        let output = desk.run(&[&SWEEP[..], arguments].concat());
        assert_eq!(code(&output), 2, "{arguments:?}");
        assert!(
            stderr(&output).contains(told),
            "{arguments:?}: {}",
            stderr(&output)
        );
    }
}
