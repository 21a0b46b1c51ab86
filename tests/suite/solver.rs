//! Solver against hand-made programs.
