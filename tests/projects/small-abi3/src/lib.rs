//! Counts lines.

/// How many lines a text has; a last line needs no line feed.
pub fn lines(text: &str) -> usize {
    text.lines().count()
}

/// The native module; it does not claim to run without the interpreter's lock.
#[pyo3::pymodule(gil_used = true)]
mod _core {
    use pyo3::prelude::*;

    #[pyfunction]
    fn count(text: &str) -> usize {
        super::lines(text)
    }
}
