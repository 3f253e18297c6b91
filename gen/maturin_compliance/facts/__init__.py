"""Facts about the world, as data with source and date: ``load(as_of)`` gives them."""

from maturin_compliance.facts.actions import Action, ActionVersion, ArchivedAction
from maturin_compliance.facts.cibuildwheel import CibuildwheelBuild, CibuildwheelRelease
from maturin_compliance.facts.images import Image
from maturin_compliance.facts.maturin import (
    Maturin,
    MaturinChange,
    MaturinKey,
    MaturinOption,
    MaturinRelease,
    MaturinRemoval,
)
from maturin_compliance.facts.maturin_action import ActionRelease, DefaultContainer, MaturinAction
from maturin_compliance.facts.peps import Pep
from maturin_compliance.facts.policies import IndexPlatform, Policy
from maturin_compliance.facts.pyo3 import PyO3, PyO3Crate, PyO3Release
from maturin_compliance.facts.pythons import GraalPyVersion, LibraryModule, PyPyVersion, PythonLimit, PythonVersion
from maturin_compliance.facts.runners import NodeRuntime, Runner, RunnerImage
from maturin_compliance.facts.rust import LockfileVersion, RustEdition, RustMinimum, RustRelease, Target
from maturin_compliance.facts.sources import Source
from maturin_compliance.facts.systems import System
from maturin_compliance.facts.table import Row, Span
from maturin_compliance.facts.world import Facts, first, load, shipped

__all__ = [
    "Action",
    "ActionRelease",
    "ActionVersion",
    "ArchivedAction",
    "CibuildwheelBuild",
    "CibuildwheelRelease",
    "DefaultContainer",
    "Facts",
    "GraalPyVersion",
    "Image",
    "IndexPlatform",
    "LibraryModule",
    "LockfileVersion",
    "Maturin",
    "MaturinAction",
    "MaturinChange",
    "MaturinKey",
    "MaturinOption",
    "MaturinRelease",
    "MaturinRemoval",
    "NodeRuntime",
    "Pep",
    "Policy",
    "PyO3",
    "PyO3Crate",
    "PyO3Release",
    "PyPyVersion",
    "PythonLimit",
    "PythonVersion",
    "Row",
    "Runner",
    "RunnerImage",
    "RustEdition",
    "RustMinimum",
    "RustRelease",
    "Source",
    "Span",
    "System",
    "Target",
    "first",
    "load",
    "shipped",
]
