//! Random small scenarios: HiGHS, the second solver and brute force agree.
