//! The grid, for Python.

use pyo3::prelude::*;

#[pyfunction]
fn steps(start: (i64, i64), end: (i64, i64)) -> u64 {
    lattice::steps(start, end)
}

#[pymodule]
#[pyo3(name = "_native")]
fn many_wheels_native(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add_function(wrap_pyfunction!(steps, module)?)
}
