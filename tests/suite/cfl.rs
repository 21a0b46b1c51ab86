//! External siting cases through the ordinary scenario path.
