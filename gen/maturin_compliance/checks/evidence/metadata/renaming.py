"""What has to change together when the compiled module gets a name of its own."""

from collections.abc import Iterator, Sequence

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.metadata.imports import compiled_name, of_compiled
from maturin_compliance.checks.text import code, fence, quoted
from maturin_compliance.model.project import PyModule


def renaming(subject: Subject, package: str, modules: Sequence[PyModule]) -> str:
    """Give the line that names the module apart, and every place that has to follow it (Markdown)."""
    own = f"_{package.strip('_')}"
    lines = fence(
        f"[tool.maturin]\nmodule-name = {quoted(f'{package}.{own}')}", "toml", need.pyproject(subject).path
    )
    others = "\n".join(f"- {line}" for line in _others(subject, package, own, modules))
    return f"{lines}\n\nWith it:\n\n{others}" if others else lines


def _others(subject: Subject, package: str, own: str, modules: Sequence[PyModule]) -> Iterator[str]:
    attribute = f'#[pyo3(name = "{own}")]'
    for module in modules:
        yield f"{code(module.location)}: name the `#[pymodule]` {code(own)}, by {code(attribute)} below it."
    for export in subject.project.package.exports:
        if export.value == package:
            yield f"{code(export.location)}: name the function {code(f'PyInit_{own}')}."
    places = dict.fromkeys(code(each.location) for each in of_compiled(subject))
    if places:
        old = compiled_name(subject)
        yield f"{', '.join(places)}: import {code(f'{package}.{own}')} instead of {code(old)}."
    folder = subject.project.package.module_dir
    stub = f"{folder}/{package}.pyi"
    if folder and stub in subject.project.tree:
        yield f"{code(stub)}: rename it to {code(f'{own}.pyi')}."
