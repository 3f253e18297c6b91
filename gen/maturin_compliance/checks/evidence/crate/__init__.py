"""The crate behind the wheels: its bindings and features, and the crates beside it."""
