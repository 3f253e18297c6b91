"""The page on the project's structure: its tree, what is built from what, what a wheel holds."""

from collections.abc import Iterator, Mapping

from maturin_compliance.model.project import Package, Project
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown
from maturin_compliance.render.charts import build
from maturin_compliance.render.crate import Built, built
from maturin_compliance.render.findings import findings
from maturin_compliance.render.mermaid import diagram
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.topics.contents import contents
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
        diagram(build.chart(made, view)),
        "## The tree",
        markdown.fence(tree(project.name, project.tree.files, _told(project)), "text"),
        truncated if project.tree.truncated else "",
        "## What a wheel holds",
        contents(view, made),
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
    beside = f", which stands in the wheel among the files of {markdown.code(f'{folder}/')}" if folder else ""
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
        own = " of its own" if any(other.startswith(f"{path}/") for other in folders) else ""
        yield path, f"{plural(sum(counts), 'test function')}{files}{own}"


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
        modules = _modules(package, manifest.lib.path)
        yield manifest.lib.path, f"library {manifest.lib.name}{f', {modules}' if modules else ''}"
    for path in dict.fromkeys(module.location.path for module in package.pymodules):
        if manifest.lib is None or path != manifest.lib.path:
            yield path, _modules(package, path)


def _modules(package: Package, path: str) -> str:
    """Name the Python module that a source defines; of several in one file the first, the others counted."""
    names = list(dict.fromkeys(module.name for module in package.pymodules if module.location.path == path))
    if len(names) < 2:
        return f"defines the Python module {names[0]}" if names else ""
    return f"defines {len(names)} Python modules, {names[0]} among them"


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
