//! Tests with real services: `make test-all` starts these and runs the tests, `make test` shows them as ignored with what
//! they need. A test that is asked for without its service fails.

mod scripts;
mod shells;
mod slurm;
mod sweep;
