//! Closed-form and golden tests, one per constraint family.
