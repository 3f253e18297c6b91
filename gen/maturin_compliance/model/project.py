"""A repository with the maturin packages in it."""

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from maturin_compliance.location import Located, Location
from maturin_compliance.model.cargo import Lockfile, Manifest
from maturin_compliance.model.node import Node, Unread
from maturin_compliance.model.pyproject import Pyproject
from maturin_compliance.model.workflow import Action, Workflow


@dataclass(frozen=True)
class Tree:
    """The files of the repository, POSIX paths relative to the root, sorted.

    Left out: version control, build folders, virtual environments, links to folders or out of the root.
    ``ignored`` holds what .gitignore keeps out of ``files`` though it lies there: files, and folders that
    are ignored as a whole, whose paths end in "/". ``truncated`` tells that the walk ended at its bound.
    """

    files: tuple[str, ...]
    ignored: frozenset[str]
    truncated: bool

    def under(self, folder: str) -> tuple[str, ...]:
        """The files below a folder ("." is the root)."""
        if folder == ".":
            return self.files
        prefix = folder.rstrip("/")
        # "0" is the character after "/": the range between holds what starts with the prefix.
        first, last = bisect_left(self.files, prefix + "/"), bisect_left(self.files, prefix + "0")
        return self.files[first:last]

    def __contains__(self, path: str) -> bool:
        return path in self._lookup

    @cached_property
    def _lookup(self) -> frozenset[str]:
        return frozenset(self.files)


@dataclass(frozen=True, slots=True)
class PyModule:
    """A ``#[pymodule]`` of a Rust source; ``gil_used`` is what its attribute says, None if nothing."""

    name: str
    gil_used: bool | None
    location: Location


@dataclass(frozen=True, slots=True)
class TestFile:
    """A Python test file with its test functions, methods named ``Class::method``.

    ``marks`` has for each of them the marks of pytest that stand on it, on its class or on the file.
    """

    path: str
    functions: tuple[Located[str], ...]
    marks: tuple[frozenset[str], ...] = ()


@dataclass(frozen=True, slots=True)
class VersionTest:
    """``sys.version_info <operator> <version>``."""

    operator: str
    version: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Import:
    """An import that runs when its file is imported: at the top, under no ``try`` and no condition but ``when``.

    ``module`` is the whole name, ``names`` what ``from`` takes of it (none for a plain ``import``).
    """

    module: str
    names: tuple[str, ...]
    location: Location
    when: tuple[VersionTest, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """A folder whose pyproject.toml names the maturin backend, or whose only manifest is a Cargo.toml.

    ``folder`` is "." at the root. ``module_dir`` is the folder of the Python package (``python-source``
    and ``module-name`` resolved), None where there is none. ``dunder_version`` is ``__version__`` of its
    ``__init__.py`` where that is a literal. ``buffers`` is where the Rust sources first use the buffer protocol.
    ``unstable`` is a name in them that Python's limited API does not have.
    ``exports`` are the modules that they export by hand, by a function ``PyInit_…``.
    ``implementations`` are those, other than CPython, that they have code for.
    ``licenses`` are the texts of its license files, ``imports`` those of its Python files.
    ``scripts`` has the names that the module of each entry of ``[project.scripts]`` may have, None where unknown.
    ``says_module`` tells that a Rust source speaks of a Python module in any way, also in a macro.
    ``rust_tests`` has the first ``#[test]`` of each Rust source.
    """

    folder: str
    name: str
    pyproject: Pyproject | None
    manifest: Manifest | None
    lockfile: Lockfile | None
    module_dir: str | None
    dunder_version: Located[str] | None
    pymodules: tuple[PyModule, ...]
    tests: tuple[TestFile, ...]
    buffers: Location | None = None
    unstable: Located[str] | None = None
    exports: tuple[Located[str], ...] = ()
    implementations: frozenset[str] = frozenset()
    licenses: tuple[Located[str], ...] = ()
    imports: tuple[Import, ...] = ()
    rust_tests: tuple[Location, ...] = ()
    says_module: bool = True
    scripts: Mapping[str, frozenset[str] | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checkout:
    """What git says of the root: the commit (40 hex digits), the tags at it, ``origin`` by https.

    ``every_tag`` are the names of all tags, as far as they were asked for.
    """

    commit: str | None
    repository: str | None
    tags: tuple[str, ...]
    every_tag: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """A repository: its tree, every package in it, the one that is looked at, its workflows.

    ``packages`` are sorted, the root's first. ``manifests`` and ``pyprojects`` hold every Cargo.toml and
    pyproject.toml by path, ``actions`` every local action by folder, ``configs`` other files that checks look at
    (dependabot, renovate, deny.toml, rust-toolchain, pytest.ini) by path; those of lines alone, such as
    .gitignore, are sequences of strings.
    ``texts`` holds the workflows and the local actions as they are written, by path, ``changelog`` the text of
    the root's. ``refused`` are the workflows that GitHub does not run as they stand: ``unread`` says why.
    """

    root: str
    tree: Tree
    packages: tuple[Package, ...]
    package: Package
    manifests: Mapping[str, Manifest]
    workflows: tuple[Workflow, ...]
    actions: Mapping[str, Action]
    configs: Mapping[str, Node]
    scripts: Mapping[str, str]
    texts: Mapping[str, str]
    changelog: str
    checkout: Checkout | None
    unread: tuple[Unread, ...]
    refused: frozenset[str] = frozenset()
    pyprojects: Mapping[str, Pyproject] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name of the package that is looked at, as its files write it."""
        return self.package.name

    @property
    def other_backend(self) -> Located[str] | None:
        """The build backend that is named where nothing in the files is of maturin, which builds many a package
        that names another: by its table, as a requirement, or in a workflow.
        """
        pyproject = self.package.pyproject
        system = pyproject.build_system if pyproject else None
        if pyproject is None or system is None or system.build_backend is None:
            return None
        if pyproject.maturin or system.maturin or system.build_backend.value == "maturin":
            return None
        mentioned = any("maturin" in text for text in (*self.texts.values(), *self.scripts.values()))
        return None if mentioned else system.build_backend

    @property
    def version(self) -> Located[str] | None:
        """``[project] version``, else (dynamic) the crate's, as written there."""
        pyproject, manifest = self.package.pyproject, self.package.manifest
        metadata = pyproject.project if pyproject else None
        if metadata and metadata.version:
            return metadata.version
        return manifest.version if manifest else None
