"""Whether the Python module of a crate is built at all."""

from collections.abc import Iterator

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.builds import arguments
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.text import code, fence, quoted
from maturin_compliance.expand.release import Build
from maturin_compliance.model.cargo import CrateDependency


def unbound(subject: Subject) -> Iterator[Problem]:
    """A ``#[pymodule]`` whose pyo3 is an optional dependency that no build turns on."""
    package = subject.project.package
    pyo3 = _optional(subject)
    if pyo3 is None or not package.pymodules or _is_asked_for(subject):
        return
    name = _feature(subject, pyo3)
    fix = fence(
        f"[tool.maturin]\nfeatures = [{quoted(name)}]",
        "toml",
        package.pyproject.path if package.pyproject else None,
    )
    yield Problem(
        f"{code(pyo3.key)} is optional and nothing turns it on: the wheel has no Python module",
        pyo3.location,
        fix,
        also=tuple(module.location for module in package.pymodules),
    )


def _optional(subject: Subject) -> CrateDependency | None:
    """The crate's pyo3 where it is there and off in a plain build."""
    mine = [d for d in need.manifest(subject).dependencies if d.package == "pyo3" and d.kind == "normal"]
    active = crate.activation(subject).dependencies
    return mine[0] if mine and all(d.optional for d in mine) and "pyo3" not in active else None


def _is_asked_for(subject: Subject) -> bool:
    """Whether a build of some workflow names features of its own, or all."""
    builds = [a for a in subject.expansion.activities if isinstance(a, Build)]
    tool = subject.project.package.pyproject.maturin if subject.project.package.pyproject else None
    every = tool is not None and tool.all_features is not None and tool.all_features.value
    return every or any(arguments.features(b) or "--all-features" in b.arguments for b in builds)


def _feature(subject: Subject, pyo3: CrateDependency) -> str:
    """The feature of the crate that brings pyo3, by Cargo's rule the dependency's own name where none does."""
    features = need.manifest(subject).features
    for name, items in features.items():
        if any(item.value in {f"dep:{pyo3.key}", pyo3.key} for item in items):
            return name
    return pyo3.key


def unwritten(subject: Subject) -> Iterator[Problem]:
    """No ``#[pymodule]``, though pyo3 is there, and no source speaks of a module in another way."""
    package, manifest = subject.project.package, need.manifest(subject)
    pyo3 = next((d for d in manifest.dependencies if d.package == "pyo3" and d.kind == "normal"), None)
    elsewhere = any(d.path is not None for d in manifest.dependencies) or manifest.build_script is not None
    unread = any(each.location.path.endswith(".rs") for each in subject.project.unread)
    if pyo3 is None or manifest.lib is None or package.says_module or elsewhere or unread:
        return
    if manifest.lib.path not in subject.project.tree or crate.resolved(subject).bindings == "bin":
        return
    name = crate.module_name(subject)
    last = name.value.rpartition(".")[2]
    lines = f"#[pymodule]\nfn {last}(module: &Bound<'_, PyModule>) -> PyResult<()> {{\n    Ok(())\n}}"
    yield Problem(
        f"no `#[pymodule]` is in the crate's Rust files: the wheel has no module {code(name.value)}",
        pyo3.location,
        f"Mark the function or `mod` {code(last)} with `#[pymodule]`, or write one:\n\n"
        + fence(lines, "rust", manifest.lib.path),
        also=(name.location,),
    )
