"""Where the Python and the Rust lie."""
