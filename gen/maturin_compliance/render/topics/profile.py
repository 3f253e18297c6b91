"""The page on Cargo's profile: how the extension module is optimised, and what Cargo does by default."""

from collections.abc import Iterator, Mapping

from maturin_compliance.expand.release import Build
from maturin_compliance.model.cargo import Manifest, Profile
from maturin_compliance.model.project import Project
from maturin_compliance.render import markdown, toml
from maturin_compliance.render.findings import findings
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.view import View

_SETTINGS: Mapping[str, tuple[str, str]] = {
    "opt-level": ("3", "how much the compiler optimises; `s` and `z` for size"),
    "lto": ("false", "optimisation across crates; `false` means within each crate only"),
    "codegen-units": ("16", "parts that a crate is compiled in; 1 optimises most and compiles slowest"),
    "strip": ('"none"', "removes symbols, or debug information only, from the library"),
    "panic": ('"unwind"', "what a panic does; PyO3 needs `unwind` to turn it into a Python exception"),
    "debug": ("false", "debug information"),
    "incremental": ("false", "reuse between builds"),
    "overflow-checks": ("false", "checks of integer overflow"),
    "debug-assertions": ("false", "assertions for debugging"),
}
"""Setting to Cargo's default in ``release``, and what it does (the Cargo book, "Profiles")."""
_SOURCE = "https://doc.rust-lang.org/cargo/reference/profiles.html"


def profile(view: View) -> Page:
    """Give the page."""
    project = view.analysis.project
    manifest = _root(project)
    names = _names(view)
    body = markdown.join(
        "# Cargo profile",
        _sentence(view, names),
        *(part for name in names for part in _profile(view, manifest, name)),
        f"Defaults are those of {markdown.external('the Cargo book', _SOURCE)}. What a setting gains in "
        "size or speed depends on the crate; nothing here was measured.",
        findings(view, {"profile"}),
    )
    return page(
        "compliance/profile.md",
        title="Cargo profile",
        description="How the extension module is optimised, and what Cargo does by default",
        body=body,
        source=manifest.path if manifest else None,
    )


def _root(project: Project) -> Manifest | None:
    """Give the manifest whose profiles Cargo obeys: the workspace's root, else the crate's own."""
    manifest = project.package.manifest
    if manifest is None or manifest.workspace_path is None:
        return manifest
    return project.manifests.get(manifest.workspace_path, manifest)


def _names(view: View) -> tuple[str, ...]:
    """Give the profiles that the release's wheels are built with, ``release`` where no build is known."""
    pyproject = view.analysis.project.package.pyproject
    tool = pyproject.maturin if pyproject else None
    given = tool.profile.value if tool and tool.profile else None
    builds = [build for build in view.release.builds if build.wheels]
    found = dict.fromkeys(_name(build, given) for build in builds)
    return tuple(found) or (given or "release",)


def _name(build: Build, given: str | None) -> str:
    words = build.arguments
    for index, word in enumerate(words):
        if word == "--profile" and index + 1 < len(words):
            return words[index + 1]
        if word.startswith("--profile="):
            return word.partition("=")[2]
    if build.release:
        return "release"
    return given or "dev"


def _sentence(view: View, names: tuple[str, ...]) -> str:
    if any(build.wheels for build in view.release.builds):
        return f"The wheels of a release are built with Cargo's profile {markdown.codes(names)}."
    return f"No build of wheels is known; shown is the profile {markdown.codes(names)}."


def _profile(view: View, manifest: Manifest | None, name: str) -> Iterator[str]:
    found = manifest.profiles.get(name) if manifest else None
    yield f"## {markdown.code(f'[profile.{name}]')}"
    if found is None:
        yield "No manifest sets this profile, so that Cargo's defaults hold."
    rows = [*_rows(view, found, name), *_overrides(view, manifest, name)]
    yield markdown.table(("Setting", "Value", "Cargo's default", "What it does", "Line"), rows)


def _rows(view: View, found: Profile | None, name: str) -> list[tuple[str, ...]]:
    settings = found.settings if found else {}
    rows: list[tuple[str, ...]] = []
    for key, (default, what) in _SETTINGS.items():
        given = settings.get(key)
        shown = "default" if given is None else markdown.code(_written(given.value))
        usual = markdown.code(default) if name == "release" else markdown.NOTHING
        rows.append((markdown.code(key), shown, usual, what, view.at(given.location if given else None)))
    for key, given in settings.items():
        if key not in _SETTINGS:
            rows.append(
                (
                    markdown.code(key),
                    markdown.code(_written(given.value)),
                    markdown.NOTHING,
                    "",
                    view.at(given.location),
                )
            )
    return rows


def _overrides(view: View, manifest: Manifest | None, name: str) -> Iterator[tuple[str, ...]]:
    """Give what a profile sets for single packages and for build scripts: ``package`` and ``build-override``."""
    profiles = manifest.document.mapping.get("profile") if manifest else None
    found = profiles.mapping.get(name) if profiles else None
    waiting = [(key, node) for key, node in found.mapping.items() if node.mapping] if found else []
    while waiting:
        key, node = waiting.pop(0)
        if node.mapping:
            waiting = [*((f"{key}.{sub}", below) for sub, below in node.mapping.items()), *waiting]
        else:
            what = "for build scripts and macros" if key.startswith("build-override") else "for that package"
            shown = markdown.code(toml.value(node))
            yield markdown.code(key), shown, markdown.NOTHING, what, view.at(node.location)


def _written(value: bool | int | str) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return toml.string(value) if isinstance(value, str) else str(value)
