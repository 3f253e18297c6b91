"""The part of the structure page on what a wheel holds, row by row."""

from collections.abc import Iterator

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.metadata import licenses
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import CargoTarget
from maturin_compliance.model.project import Package
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.crate import Built
from maturin_compliance.render.steps import version_of
from maturin_compliance.render.view import View

Row = tuple[str, str, str]


def contents(view: View, made: Built) -> str:
    """Give the table of parts, each with whether it is in the wheel, and where that stands."""
    parts = (
        _module(view, made),
        _sources(view, made.package),
        _types(view, made),
        _licences(view),
        _included(view, made.package),
        _crates(view),
        _tests(view, made.package),
        _binaries(view, made),
    )
    return markdown.table(("Part", "In the wheel", "Evidence"), [row for rows in parts for row in rows])


def _module(view: View, made: Built) -> Iterator[Row]:
    if made.library and not made.ships_binaries:
        module = next(iter(made.package.pymodules), None)
        place = module.location if module else made.library.location
        yield f"Extension module {markdown.code(made.module)}", "yes", view.at(place)


def _sources(view: View, package: Package) -> Iterator[Row]:
    if package.module_dir:
        tool = package.pyproject.maturin if package.pyproject else None
        source = tool.python_source or tool.module_name if tool else None
        less = ", without what `exclude` names" if tool and tool.exclude else ""
        place = source.location if source else Location(package.module_dir)
        yield f"Python package {markdown.code(f'{package.module_dir}/')}", f"yes{less}", view.at(place)


def _types(view: View, made: Built) -> Iterator[Row]:
    """Give the types: those of the Python package, or the stub that maturin ships for a module without one."""
    package, tree = made.package, view.analysis.project.tree
    if package.module_dir:
        stubs = [path for path in tree.under(package.module_dir) if path.endswith(".pyi")]
        marker = f"{package.module_dir}/py.typed"
        parts = [plural(len(stubs), "stub")] if stubs else []
        parts += ["the marker `py.typed`"] if marker in tree else []
        if parts:
            places = [Location(path) for path in (stubs[:1] + ([marker] if marker in tree else []))]
            yield f"Types: {markdown.listed(parts)}", "yes, in the package", view.evidence.all(places)
        return
    stub = f"{made.module}.pyi" if package.folder == "." else f"{package.folder}/{made.module}.pyi"
    if stub in tree and not made.ships_binaries:
        inside = f"yes, as {markdown.code(f'{made.module}/__init__.pyi')}, with `py.typed`"
        yield f"Types {markdown.code(stub)}", inside, view.at(Location(stub))


def _licences(view: View) -> Iterator[Row]:
    """Give the licence files: those that ``license-files`` names, else those that maturin finds by itself."""
    analysis = view.analysis
    subject = Subject(analysis.project, analysis.expansion, analysis.facts)
    package = analysis.project.package
    metadata = package.pyproject.project if package.pyproject else None
    if metadata and metadata.license_files is not None:
        found = [one for one in metadata.license_files if licenses.matches(subject, one.value)]
        for one in found:
            yield f"Licence files {markdown.code(one.value)}", "yes", view.at(one.location)
        return
    prefix = "" if package.folder == "." else f"{package.folder}/"
    for name in licenses.candidates(subject):
        yield f"Licence file {markdown.code(name)}", "yes, found by its name", view.at(Location(f"{prefix}{name}"))


def _included(view: View, package: Package) -> Iterator[Row]:
    tool = package.pyproject.maturin if package.pyproject else None
    for one in tool.include if tool else ():
        if not one.formats or "wheel" in one.formats:
            yield f"Files {markdown.code(one.path)}", "yes, by `include`", view.at(one.location)
    data = tool.entries.get("data") if tool else None
    if data is not None:
        yield f"Data of {markdown.code(data.value)}", "yes", view.at(data.location)


def _crates(view: View) -> Iterator[Row]:
    """Tell whether maturin writes a list of the crates (PEP 770) into the release's wheels."""
    pyproject = view.analysis.project.package.pyproject
    setting = pyproject.maturin.sbom_rust if pyproject and pyproject.maturin else None
    builds = [one for one in view.release.builds if one.wheels and one.tool in {"maturin", "maturin-action"}]
    written = [one for one in builds if _lists(view, one)]
    if setting is not None and not setting.value:
        yield "List of the crates (SBOM)", "no, it is turned off", view.at(setting.location)
    elif written:
        told = "yes" if len(written) == len(builds) else "in some"
        places = view.evidence.all(one.origin.location for one in written[:1])
        yield "List of the crates (SBOM)", f"{told}, by maturin {markdown.text(written[0].maturin)}", places


def _lists(view: View, build: Build) -> bool:
    version = version_of(build)
    return version is not None and view.analysis.facts.maturin(version).sbom


def _tests(view: View, package: Package) -> Iterator[Row]:
    count = sum(len(test.functions) for test in package.tests)
    if count:
        folders = dict.fromkeys(Location(test.path.rpartition("/")[0] or test.path) for test in package.tests)
        label = f"{plural(count, 'Python test function')} in {plural(len(package.tests), 'file')}"
        yield label, _inside(package), view.evidence.all(list(folders)[:2])


def _inside(package: Package) -> str:
    """Tell whether the tests lie in the Python package and so in the wheel."""
    folder = package.module_dir
    inside = [folder is not None and test.path.startswith(f"{folder}/") for test in package.tests]
    if all(inside):
        return "yes, they lie in the package"
    return "in part" if any(inside) else "no"


def _binaries(view: View, made: Built) -> Iterator[Row]:
    targets: tuple[CargoTarget, ...] = made.binaries
    for target in targets:
        needs = (
            f", needs {'the feature' if len(target.required_features) == 1 else 'the features'} "
            f"{markdown.codes(target.required_features)}"
            if target.required_features
            else ""
        )
        why = "yes, as a command" if made.ships_binaries else "no: beside an extension module maturin ships none"
        yield f"Binary {markdown.code(target.name)}{needs}", why, view.at(target.location)
