//! The shipped scenarios and the catalogue.
