//! Bad input: one fixture each, the exact message asserted.
