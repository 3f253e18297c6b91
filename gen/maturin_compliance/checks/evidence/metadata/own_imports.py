"""What a package imports of itself, and whether it is there."""

from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import basename, dirname

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.metadata.imports import compiled_name, run_by_import
from maturin_compliance.checks.text import code
from maturin_compliance.model.project import Import

CLOSE = 0.5


def absent(subject: Subject) -> Iterator[Problem]:
    """The imports of the package's own modules that are neither a file of it nor the compiled one."""
    compiled = compiled_name(subject)
    found: dict[str, list[Import]] = {}
    for each in run_by_import(subject):
        if _is_absent(subject, each.module):
            found.setdefault(each.module, []).append(each)
    for module, imports in found.items():
        yield Problem.at(
            [each.location for each in imports],
            f"the package imports {code(module)}, which is neither a file of it nor the compiled module, "
            f"{code(compiled)}",
            _meant(module, compiled),
        )


def _is_absent(subject: Subject, name: str) -> bool:
    package, tree = subject.project.package, subject.project.tree
    own = basename(package.module_dir or "")
    if name.partition(".")[0] != own or "." not in name or crate.is_module(subject, name):
        return False
    path = need.inside(dirname(package.module_dir or "") or ".", name.replace(".", "/"))
    above = dirname(path)
    last = name.rpartition(".")[2]
    beside = {basename(file).partition(".")[0] for file in tree.under(above) if dirname(file) == above}
    return (
        last not in beside
        and not any(_covers(folder, path) for folder in tree.ignored)
        and all(module.name != last for module in package.pymodules)
        and need.exists(subject, above)
    )


def _covers(ignored: str, path: str) -> bool:
    """Whether git ignores a file of a module's name, or a folder that it lies in: a build may make it."""
    if ignored.endswith("/"):
        return f"{path}/".startswith(ignored)
    return ignored.startswith(f"{path}.")


def _meant(module: str, compiled: str) -> str:
    head, _, last = module.rpartition(".")
    near = get_close_matches(last, [compiled.rpartition(".")[2]], n=1, cutoff=CLOSE)
    if head == compiled.rpartition(".")[0] and (near or last.startswith("_")):
        other = f"let `[tool.maturin] module-name` and the `#[pymodule]` say {code(module)}"
        return f"Import from {code(compiled)}, or {other}."
    return f"Add the module {code(module)}, or correct the import."
