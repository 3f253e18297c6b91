//! What Python sees.

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

use crate::screen::Screen;

#[pyclass(name = "Terminal")]
pub struct PyTerminal {
    screen: Screen,
}

#[pymethods]
impl PyTerminal {
    #[new]
    fn new(cols: usize, rows: usize) -> PyResult<Self> {
        if cols == 0 || rows == 0 {
            return Err(PyValueError::new_err("a terminal has at least one cell"));
        }
        let screen = Screen::new(cols, rows);
        Ok(Self { screen })
    }

    fn size(&self) -> (usize, usize) {
        self.screen.size()
    }

    fn content(&self) -> String {
        self.screen.content()
    }
}

/// A terminal with a process behind it; it stays on the thread that made it.
#[pyclass(name = "PtyTerminal", unsendable)]
pub struct PyPtyTerminal {
    screen: Screen,
}

#[pymethods]
impl PyPtyTerminal {
    #[new]
    fn new(cols: usize, rows: usize) -> Self {
        let screen = Screen::new(cols, rows);
        Self { screen }
    }

    fn size(&self) -> (usize, usize) {
        self.screen.size()
    }
}

#[pyclass(name = "Macro")]
pub struct PyMacro {
    #[pyo3(get)]
    name: String,
}

#[pymethods]
impl PyMacro {
    #[new]
    fn new(name: String) -> Self {
        Self { name }
    }
}
