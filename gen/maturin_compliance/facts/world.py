"""The facts as they stood on one date, in one value."""

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from typing import Literal

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.facts import (
    actions,
    cibuildwheel,
    images,
    maturin,
    maturin_action,
    peps,
    policies,
    pyo3,
    pythons,
    rights,
    runners,
    rust,
    sources,
    systems,
)
from maturin_compliance.facts.actions import Action
from maturin_compliance.facts.cibuildwheel import CibuildwheelRelease, Platform
from maturin_compliance.facts.images import Image
from maturin_compliance.facts.maturin import (
    Maturin,
    MaturinChange,
    MaturinKey,
    MaturinOption,
    MaturinRelease,
    MaturinRemoval,
)
from maturin_compliance.facts.maturin_action import ActionRelease, MaturinAction
from maturin_compliance.facts.peps import Pep
from maturin_compliance.facts.policies import IndexPlatform, Policy
from maturin_compliance.facts.pyo3 import PyO3, PyO3Crate, PyO3Release
from maturin_compliance.facts.pythons import GraalPyVersion, LibraryModule, PyPyVersion, PythonLimit, PythonVersion
from maturin_compliance.facts.rights import ActionRights
from maturin_compliance.facts.runners import NodeRuntime, Runner, RunnerImage
from maturin_compliance.facts.rust import LockfileVersion, RustEdition, RustMinimum, RustRelease, Target
from maturin_compliance.facts.sources import Source
from maturin_compliance.facts.systems import System
from maturin_compliance.facts.table import document


@dataclass(frozen=True)
class Facts:
    """What the world had decided on the date ``as_of``; get one from ``load``.

    Properties give whole tables, methods look one thing up and give None where it is unknown.
    Interpreters are named as for ``maturin build -i``: ``3.12``, ``3.14t``, ``pypy3.11``.
    """

    as_of: date

    # maturin

    @cached_property
    def maturin_releases(self) -> tuple[MaturinRelease, ...]:
        """Releases with their dates, lowest version first."""
        return maturin.releases(self.as_of)

    @cached_property
    def maturin_versions(self) -> tuple[Version, ...]:
        """Versions released, lowest first."""
        return tuple(release.version for release in self.maturin_releases)

    def newest_maturin(self, wanted: SpecifierSet | None = None) -> Version | None:
        """Give the version that an installer chose: newest, neither yanked nor a pre-release."""
        return maturin.newest(self.as_of, wanted)

    def maturin(self, version: Version) -> Maturin:
        """Give the behaviour of a version."""
        return maturin.behaviour(version)

    def maturin_changes(self, name: str | None = None) -> tuple[MaturinChange, ...]:
        """Give the changes of one behaviour (a field of Maturin) or of all, each with its source."""
        return maturin.changes(name)

    @property
    def maturin_keys(self) -> tuple[MaturinKey, ...]:
        """Keys of ``[tool.maturin]``."""
        return maturin.keys()

    @property
    def maturin_options(self) -> tuple[MaturinOption, ...]:
        """Options of ``maturin build``."""
        return maturin.options()

    @property
    def maturin_commands(self) -> tuple[str, ...]:
        """Sub-commands of maturin."""
        return maturin.commands()

    @property
    def maturin_removed(self) -> tuple[MaturinRemoval, ...]:
        """Options and tables that maturin no longer knows."""
        return maturin.removed()

    # GitHub

    def action(self, name: str) -> Action | None:
        """Give an action by what ``uses:`` names; ``Action.at`` then takes the ref."""
        return actions.action(self.as_of, name)

    def action_rights(self, name: str) -> ActionRights | None:
        """Give what an action does with the token of its job; None where that is not known."""
        return rights.of_action(name)

    def written_by_script(self, text: str) -> tuple[str, ...]:
        """Give the scopes of a job's token that the commands of a script write to, as far as they are known."""
        return tuple(rights.of_script(text))

    def maturin_action(self, ref: str | None = None) -> MaturinAction:
        """Give the version of PyO3/maturin-action that a git ref stood for."""
        return maturin_action.resolve(self.as_of, ref)

    @cached_property
    def maturin_action_releases(self) -> tuple[ActionRelease, ...]:
        """Releases of PyO3/maturin-action, oldest first."""
        return maturin_action.releases(self.as_of)

    def runner(self, label: str) -> Runner | None:
        """Give what a runner's label stood for."""
        return runners.runner(self.as_of, label)

    @cached_property
    def runners(self) -> tuple[Runner, ...]:
        """All labels known, retired ones included."""
        return runners.runners(self.as_of)

    def runner_image(self, name: str) -> RunnerImage | None:
        """Give a runner's image by its name (``Runner.image``, ``Runner.also``)."""
        return runners.image(name)

    def runtime(self, using: str) -> NodeRuntime | None:
        """Give the dates of a Node version that actions run on (``node20``)."""
        return runners.runtime(using)

    # Linux

    def image(self, reference: str) -> Image | None:
        """Give a container image by its reference, registry and tag as written."""
        return images.image(self.as_of, reference)

    @cached_property
    def images(self) -> tuple[Image, ...]:
        """All container images known."""
        return images.images(self.as_of)

    @property
    def policies(self) -> tuple[Policy, ...]:
        """All manylinux and musllinux policies, lowest libc first."""
        return policies.policies()

    def policy(self, name: str) -> Policy | None:
        """Give a policy by its name or alias (``manylinux_2_17``, ``manylinux2014``)."""
        return policies.policy(name)

    def policies_tried(
        self, architecture: str, maturin: Version, libc: Literal["glibc", "musl"] = "glibc"
    ) -> tuple[str, ...]:
        """Give the names of the policies that a version of maturin tries, in its order."""
        return policies.tried(architecture, maturin, libc)

    @property
    def index_platforms(self) -> tuple[IndexPlatform, ...]:
        """Platform tags that the package index accepts."""
        return policies.index_platforms()

    @cached_property
    def systems(self) -> tuple[System, ...]:
        """Systems that wheels are installed on, of every kind, ended ones included."""
        return systems.systems(self.as_of)

    # Python

    @cached_property
    def pythons(self) -> tuple[PythonVersion, ...]:
        """Versions of CPython whose development had begun, oldest first."""
        return pythons.pythons(self.as_of)

    def python(self, version: str) -> PythonVersion | None:
        """Give a version of CPython by its name ("3.12", "3.14t")."""
        return next((p for p in self.pythons if p.version == version.removesuffix("t")), None)

    @cached_property
    def pypys(self) -> tuple[PyPyVersion, ...]:
        """Versions of Python that PyPy had released, oldest first."""
        return pythons.pypys(self.as_of)

    def installed_pypy_abi(self, minor: int) -> str | None:
        """Give the abi tag of the newest PyPy for a minor of Python 3; None for one not released yet."""
        return pythons.installed_pypy_abi(self.as_of, minor)

    def python_limit(self, target: str) -> PythonLimit | None:
        """Give what CPythons there are for a target, None where every one was built for it."""
        return pythons.limit(target)

    def in_stable_abi(self, name: str) -> int:
        """Give the first minor of Python 3 whose stable ABI has something ("buffers")."""
        return pythons.in_stable_abi(name)

    @cached_property
    def graalpys(self) -> tuple[GraalPyVersion, ...]:
        """Versions of Python that GraalPy had released, oldest first."""
        return pythons.graalpys(self.as_of)

    @property
    def library(self) -> tuple[LibraryModule, ...]:
        """Modules of the standard library that not every Python has."""
        return pythons.library()

    @cached_property
    def peps(self) -> tuple[Pep, ...]:
        """Proposals that pages speak of, lowest number first."""
        return peps.peps(self.as_of)

    def pep(self, number: int) -> Pep | None:
        """Give a proposal by its number."""
        return next((pep for pep in self.peps if pep.number == number), None)

    @cached_property
    def cibuildwheel_releases(self) -> tuple[CibuildwheelRelease, ...]:
        """Releases of cibuildwheel, lowest version first."""
        return cibuildwheel.releases(self.as_of)

    def newest_cibuildwheel(self, wanted: SpecifierSet | None = None) -> Version | None:
        """Give the newest release of cibuildwheel that a specifier admits."""
        return cibuildwheel.newest(self.as_of, wanted)

    def cibuildwheel_builds(self, version: Version, platform: Platform) -> tuple[str, ...]:
        """Give the build identifiers that a version of cibuildwheel knows for a platform."""
        return cibuildwheel.builds(version, platform)

    @property
    def cibuildwheel_identifiers(self) -> frozenset[str]:
        """Every build that some cibuildwheel knows; a Python that is not made for a platform has none."""
        return cibuildwheel.identifiers()

    # Rust

    def pyo3(self, version: Version) -> PyO3:
        """Give the behaviour of a version of PyO3."""
        return pyo3.behaviour(version)

    @cached_property
    def pyo3_releases(self) -> tuple[PyO3Release, ...]:
        """Releases of PyO3, lowest version first."""
        return pyo3.releases(self.as_of)

    @property
    def pyo3_family(self) -> tuple[PyO3Crate, ...]:
        """The crates that are released with PyO3 and under its version."""
        return pyo3.family()

    def pyo3_features(self, version: Version) -> frozenset[str]:
        """Give the features of a version of PyO3, none where they are not known."""
        return pyo3.features(version)

    def newest_pyo3(self, wanted: SpecifierSet | None = None) -> Version | None:
        """Give the newest release of PyO3 that a specifier admits."""
        return pyo3.newest(self.as_of, wanted)

    @property
    def newest_rust(self) -> RustRelease:
        """The newest stable Rust."""
        return rust.newest(self.as_of)

    def rust_minimum(self, platform: str, version: Version | None = None) -> RustMinimum | None:
        """Give a platform's minimum for a version of Rust, or the newest; see RustMinimum."""
        return rust.minimum(platform, version, self.as_of)

    def rust_edition(self, name: str) -> RustEdition | None:
        """Give an edition of Rust with the version that brought it."""
        return rust.edition(name)

    def lockfile(self, version: int) -> LockfileVersion | None:
        """Give the first Cargo that reads a version of Cargo.lock."""
        return rust.lockfile(version)

    def target(self, triple: str) -> Target | None:
        """Give a Rust target by its triple."""
        return rust.target(triple)

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every page that the facts were read from."""
        return sources.sources()


@cache
def _facts(as_of: date) -> Facts:
    return Facts(as_of)


def load(as_of: date | None = None) -> Facts:
    """Give the facts as they stood on a date, by default on the day of the facts shipped.

    What was announced for later days counts where the date is one of them. A date before ``first`` is for the
    caller to refuse. The value is shared between calls; tables are read from their files when first asked for.
    """
    return _facts(shipped() if as_of is None else as_of)


def shipped() -> date:
    """Give the day of the facts shipped."""
    day: date = document("shipped")["date"]
    return day


def first() -> date:
    """Give the first day that the facts are known for."""
    day: date = document("shipped")["first"]
    return day
