"""What a package imports when it is imported, and what of that comes from elsewhere."""

import operator
import sys
from collections.abc import Callable, Iterator, Mapping
from posixpath import basename, dirname

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.model.project import Import

OPERATORS: Mapping[str, Callable[[tuple[int, ...], tuple[int, ...]], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compiled_name(subject: Subject) -> str:
    """Give the name that the compiled module is imported by: in a mixed project it lies in the package."""
    name = crate.module_name(subject).value
    return name if "." in name or subject.project.package.module_dir is None else f"{name}.{name}"


def of_compiled(subject: Subject) -> tuple[Import, ...]:
    """Give the imports of the compiled module in the package's files."""
    name = compiled_name(subject)
    package, _, last = name.rpartition(".")
    found = subject.project.package.imports
    direct = (each for each in found if each.module == name or each.module.startswith(f"{name}."))
    return (*direct, *(each for each in found if each.module == package and last in each.names))


def foreign(subject: Subject) -> Iterator[tuple[Import, str]]:
    """Give the imports of modules that neither Python nor this project has, as ``import <package>`` runs them.

    With each the top module.
    """
    package = subject.project.package
    source, own = dirname(package.module_dir or "") or ".", basename(package.module_dir or "")
    library = sys.stdlib_module_names | {row.module for row in subject.facts.library}
    for each in run_by_import(subject):
        top = each.module.partition(".")[0]
        known = top == own or top in library
        if not known and not any(need.exists(subject, need.inside(source, name)) for name in (top, f"{top}.py")):
            yield each, top


def run_by_import(subject: Subject) -> Iterator[Import]:
    """Give the imports that ``import <package>`` runs: of the package, and of its files imported likewise."""
    package = subject.project.package
    if package.module_dir is None:
        return
    source, own = dirname(package.module_dir) or ".", basename(package.module_dir)
    waiting, seen = [f"{package.module_dir}/__init__.py"], set[str]()
    while waiting:
        path = waiting.pop()
        for each in package.imports if path not in seen else ():
            if each.location.path == path:
                yield each
                waiting += _files(source, each) if each.module.partition(".")[0] == own and not each.when else []
        seen.add(path)


def _files(source: str, each: Import) -> list[str]:
    """The files that an import of the package's own may run."""
    modules = [each.module, *(f"{each.module}.{name}" for name in each.names)]
    stems = [need.inside(source, module.replace(".", "/")) for module in modules]
    return [f"{stem}{ending}" for stem in stems for ending in (".py", "/__init__.py")]


def pythons(subject: Subject, each: Import) -> tuple[int, ...]:
    """Give the supported minors that ``requires-python`` admits and on which an import runs."""
    admitted = need.metadata(subject).python
    known = (p.minor for p in subject.facts.pythons if p.released <= subject.facts.as_of)
    minors = [m for m in known if admitted is None or admitted.contains(f"3.{m}.99")]
    tests = [(OPERATORS[test.operator], test.version) for test in each.when]
    return tuple(m for m in minors if all(compare((3, m, 99), version) for compare, version in tests))
