use pyo3::prelude::*;

fn main() -> PyResult<()> {
    Python::attach(|py| {
        let version = py.version();
        println!("{version}: {}", lattice::steps((0, 0), (3, 4)));
        Ok(())
    })
}
