"""The page on the project's structure: its tree, what is built from what, what a wheel holds."""

from collections.abc import Iterator, Mapping

from maturin_compliance.model.cargo import CargoTarget
from maturin_compliance.model.project import Package, Project
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.charts import build
from maturin_compliance.render.crate import Built, built
from maturin_compliance.render.findings import findings
from maturin_compliance.render.mermaid import diagram
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.tree import tree
from maturin_compliance.render.view import View

_NAMED = {
    "Cargo.lock": "exact versions of the crates",
    "build.rs": "build script, run by Cargo before it compiles the crate",
    "rust-toolchain.toml": "Rust toolchain for this folder",
    "rust-toolchain": "Rust toolchain for this folder",
    "deny.toml": "settings of cargo-deny",
    "uv.lock": "exact versions of Python packages for development",
    ".gitignore": "what git leaves out",
    ".cargo/config.toml": "settings of Cargo",
}


def structure(view: View) -> Page:
    """Give the page."""
    project = view.analysis.project
    made = built(project, view.analysis.facts)
    truncated = "The tree was too large to be walked to its end; files beyond that are not shown."
    body = markdown.join(
        "# Structure",
        _sentence(made),
        "## From source to wheel",
        diagram(build.chart(made, view.evidence)),
        "## The tree",
        markdown.fence(tree(project.name, project.tree.files, _told(project)), "text"),
        truncated if project.tree.truncated else "",
        "## What a wheel holds",
        _contents(view, made),
        _packages(view),
        findings(view, {"structure"}),
    )
    return page(
        "compliance/structure.md",
        title="Structure",
        description=f"What {project.name} is made of, and what of it a wheel holds",
        body=body,
        source=_main_file(project.package),
    )


def _sentence(made: Built) -> str:
    if made.crate is None:
        return "No Cargo.toml of this package could be read, so that what maturin builds is not known."
    if made.ships_binaries:
        return "maturin builds the binaries of this crate and puts them into the wheel as commands."
    folder = made.package.module_dir
    kind = "mixed Rust and Python project" if folder else "Rust project without Python sources"
    beside = f", which stands in the wheel beside the files of {markdown.code(folder)}" if folder else ""
    return (
        f"A {kind}: maturin compiles the crate {markdown.code(made.name)} into the extension module "
        f"{markdown.code(made.module)}{beside}."
    )


def _told(project: Project) -> Mapping[str, str]:
    """Give the paths that matter, each with what it is for."""
    tree = project.tree
    return {path: what for path, what in _known(project) if path in tree or tree.under(path)}


def _known(project: Project) -> Iterator[tuple[str, str]]:
    package = project.package
    prefix = "" if package.folder == "." else f"{package.folder}/"
    for name, what in _NAMED.items():
        yield name, what
        yield f"{prefix}{name}", what
    metadata = package.pyproject.project if package.pyproject else None
    if metadata and metadata.readme:
        yield f"{prefix}{metadata.readme.value}", "text of the page on the index"
    for path in project.tree.files:
        if path.endswith(".proto"):
            yield path, "Protocol Buffers definitions"
    for workflow in project.workflows:
        events = ", ".join(trigger.event for trigger in workflow.triggers)
        yield workflow.path, f"workflow, starts on {events}" if events else "workflow"
    for action in project.actions.values():
        yield action.path, "local action"
    if package.pyproject:
        yield package.pyproject.path, "Python metadata, build backend, settings of maturin"
    yield from _rust(package)
    yield from _python(project)
    yield from _tests(package)


def _tests(package: Package) -> Iterator[tuple[str, str]]:
    """Tell of test files by their folder, and of those at the root one by one."""
    folders: dict[str, list[int]] = {}
    for test in package.tests:
        folders.setdefault(test.path.rpartition("/")[0] or test.path, []).append(len(test.functions))
    for path, counts in folders.items():
        files = f" in {plural(len(counts), 'Python file')}" if path != package.tests[0].path else ""
        yield path, f"{plural(sum(counts), 'test function')}{files}"


def _rust(package: Package) -> Iterator[tuple[str, str]]:
    manifest = package.manifest
    if manifest is None:
        return
    if manifest.workspace_path and manifest.workspace_path != manifest.path:
        yield manifest.workspace_path, "workspace: profiles and shared settings"
    yield manifest.path, "crate: targets, dependencies, features"
    if manifest.build_script:
        yield manifest.build_script, _NAMED["build.rs"]
    for target in manifest.bins:
        yield target.path, f"binary {target.name}"
    if manifest.lib:
        yield manifest.lib.path, f"library {manifest.lib.name}{_module_in(package, manifest.lib.path)}"
    for module in package.pymodules:
        if manifest.lib is None or module.location.path != manifest.lib.path:
            yield module.location.path, f"defines the Python module {module.name}"


def _module_in(package: Package, path: str) -> str:
    names = [module.name for module in package.pymodules if module.location.path == path]
    return f", defines the Python module {', '.join(names)}" if names else ""


def _python(project: Project) -> Iterator[tuple[str, str]]:
    folder = project.package.module_dir
    if folder is None:
        return
    for path in project.tree.under(folder):
        if path == f"{folder}/__init__.py":
            yield path, "Python package that users import"
        elif path.endswith("/py.typed"):
            yield path, "tells type checkers that the package has types (PEP 561)"
        elif path.endswith(".pyi"):
            yield path, "types for type checkers"


def _contents(view: View, made: Built) -> str:
    return markdown.table(
        ("Part", "In the wheel", "Evidence"), [*_parts(view, made), *_binaries(view, made.binaries, made)]
    )


def _parts(view: View, made: Built) -> Iterator[tuple[str, str, str]]:
    package = made.package
    if made.library and not made.ships_binaries:
        module = next(iter(package.pymodules), None)
        place = module.location if module else made.library.location
        yield f"Extension module {markdown.code(made.module)}", "yes", view.at(place)
    if package.module_dir:
        tool = package.pyproject.maturin if package.pyproject else None
        source = tool.python_source or tool.module_name if tool else None
        less = ", without what `exclude` names" if tool and tool.exclude else ""
        label = f"Python package {markdown.code(package.module_dir)}"
        yield label, f"yes{less}", view.at(source.location if source else None)
    tests = sum(len(test.functions) for test in package.tests)
    if tests:
        label = f"{plural(tests, 'Python test function')} in {plural(len(package.tests), 'file')}"
        yield label, _inside(package), view.at(None)


def _inside(package: Package) -> str:
    """Tell whether the tests lie in the Python package and so in the wheel."""
    folder = package.module_dir
    inside = [folder is not None and test.path.startswith(f"{folder}/") for test in package.tests]
    if all(inside):
        return "yes, they lie in the package"
    return "in part" if any(inside) else "no"


def _binaries(view: View, targets: tuple[CargoTarget, ...], made: Built) -> Iterator[tuple[str, str, str]]:
    for target in targets:
        needs = (
            f", needs {'the feature' if len(target.required_features) == 1 else 'the features'} "
            f"{markdown.codes(target.required_features)}"
            if target.required_features
            else ""
        )
        why = "yes, as a command" if made.ships_binaries else "no: beside an extension module maturin ships none"
        yield f"Binary {markdown.code(target.name)}{needs}", why, view.at(target.location)


def _packages(view: View) -> str:
    packages = view.analysis.project.packages
    if len(packages) < 2:
        return ""
    rows = [
        (
            markdown.code(package.name) + (" (this one)" if package is view.analysis.project.package else ""),
            markdown.code(package.folder),
        )
        for package in packages
    ]
    return markdown.join("## Packages of this repository", markdown.table(("Package", "Folder"), rows))


def _main_file(package: Package) -> str | None:
    if package.pyproject:
        return package.pyproject.path
    return package.manifest.path if package.manifest else None
