//! One run from question to files: load, build, solve, verify, write.

pub mod directory;
pub mod manifest;
