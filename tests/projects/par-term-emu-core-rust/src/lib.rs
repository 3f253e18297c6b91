//! A terminal's screen as a value: bytes go in, cells come out.

pub mod grapheme;
pub mod screen;
#[cfg(feature = "streaming")]
pub mod streaming;

#[cfg(feature = "python")]
mod python_bindings;

#[cfg(feature = "python")]
use pyo3::prelude::*;

/// The native half of the Python package.
#[cfg(feature = "python")]
#[pymodule]
fn _native(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add_class::<python_bindings::PyTerminal>()?;
    m.add_class::<python_bindings::PyPtyTerminal>()?;
    m.add_class::<python_bindings::PyMacro>()?;
    Ok(())
}
