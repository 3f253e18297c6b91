"""What maturin makes of the crate, in words for the pages."""

from dataclasses import dataclass

from maturin_compliance.checks.evidence.platforms.served import unsupported
from maturin_compliance.expand.maturin.crate import Crate, crate
from maturin_compliance.expand.maturin.options import Options
from maturin_compliance.facts import Facts
from maturin_compliance.install import Interpreter
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CargoTarget
from maturin_compliance.model.project import Package, Project

SHOWN = 6
"""Targets that a diagram shows."""


@dataclass(frozen=True, slots=True)
class Built:
    """A package with its crate as a plain ``maturin build`` sees it; None without a manifest."""

    package: Package
    crate: Crate | None

    @property
    def ships_binaries(self) -> bool:
        """Whether the binaries of the crate are what the wheel holds (bindings ``bin``)."""
        return self.crate is not None and self.crate.bindings == "bin"

    @property
    def name(self) -> str:
        """The name of the crate."""
        manifest = None if self.crate is None else self.crate.manifest
        return str(manifest.name) if manifest and manifest.name else self.package.name

    @property
    def library(self) -> CargoTarget | None:
        """The library target."""
        return None if self.crate is None else self.crate.manifest.lib

    @property
    def binaries(self) -> tuple[CargoTarget, ...]:
        """The binary targets."""
        return () if self.crate is None else self.crate.manifest.bins

    @property
    def pyo3(self) -> Location | None:
        """Where the version of PyO3 is locked."""
        locked = self.package.lockfile
        version = str(self.crate.pyo3) if self.crate and self.crate.pyo3_locked else None
        found = (one for one in (locked.crates if locked else ()) if one.name == "pyo3" and one.version == version)
        return next((one.location for one in found), None)

    @property
    def module(self) -> str:
        """The dotted name to import the extension module by: inside the Python package where there is one."""
        tool = self.package.pyproject.maturin if self.package.pyproject else None
        library = self.library.name if self.library else self.name.replace("-", "_")
        name = tool.module_name.value if tool and tool.module_name else library
        folder = (self.package.module_dir or "").rpartition("/")[2]
        return f"{folder}.{name}" if folder and "." not in name else name


def built(project: Project, facts: Facts) -> Built:
    """Resolve the package that is looked at, with the features that pyproject.toml asks for."""
    return Built(project.package, crate(project, project.package, Options(command="build"), facts))


def supported(python: Interpreter, made: Built, facts: Facts) -> bool:
    """Whether the PyO3 of a crate builds for a Python."""
    if made.crate is None or made.crate.pyo3 is None:
        return True
    return unsupported(asked(python), facts.pyo3(made.crate.pyo3), stable=bool(made.crate.stable)) is None


def asked(python: Interpreter) -> str:
    """Give an interpreter as ``maturin build -i`` takes it."""
    name = "pypy" if python.implementation == "pp" else ""
    return f"{name}{python.version[0]}.{python.version[1]}{'t' if python.abi.endswith('t') else ''}"
