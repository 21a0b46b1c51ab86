//! The independent check accepts plans and rejects mutations.
