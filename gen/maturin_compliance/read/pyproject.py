"""pyproject.toml as its model."""

from packaging.requirements import InvalidRequirement, Requirement

from maturin_compliance.location import Located
from maturin_compliance.model.node import Node
from maturin_compliance.model.pyproject import (
    BuildSystem,
    ConditionalFeature,
    Dependency,
    IncludePattern,
    License,
    ProjectMetadata,
    Pyproject,
    ToolMaturin,
)
from maturin_compliance.read.faults import Faults
from maturin_compliance.read.getters import Cursor
from maturin_compliance.read.settings import read_settings


def read_pyproject(path: str, document: Node, faults: Faults) -> Pyproject:
    """The typed pyproject.toml of a document; what has a wrong type is left out and kept as a fault."""
    root = Cursor(document, "", faults)
    build_system, project = root.table("build-system"), root.table("project")
    tool = root.table("tool")
    maturin = tool.table("maturin") if tool else None
    settings = tool.table("maturin-compliance") if tool else None
    return Pyproject(
        path=path,
        document=document,
        build_system=_build_system(build_system) if build_system else None,
        project=_project(project) if project else None,
        maturin=_tool_maturin(maturin) if maturin else None,
        settings=read_settings(settings) if settings else None,
        tools=tool.node.mapping if tool else {},
        dependency_groups=_dependency_groups(root),
    )


def _build_system(table: Cursor) -> BuildSystem:
    return BuildSystem(
        location=table.location,
        requires=_dependencies(table.strings("requires")),
        build_backend=table.string("build-backend"),
        backend_path=table.strings("backend-path"),
    )


def _project(table: Cursor) -> ProjectMetadata:
    optional = table.table("optional-dependencies")
    return ProjectMetadata(
        location=table.location,
        name=table.string("name"),
        version=table.string("version"),
        description=table.string("description"),
        readme=_readme(table),
        requires_python=table.string("requires-python"),
        license=_license(table),
        license_files=table.strings("license-files") if table.get("license-files") else None,
        classifiers=table.strings("classifiers"),
        dynamic=table.strings("dynamic"),
        urls=table.string_map("urls"),
        dependencies=_dependencies(table.strings("dependencies")),
        optional_dependencies=_groups(optional) if optional else {},
        scripts=table.string_map("scripts"),
    )


def _readme(table: Cursor) -> Located[str] | None:
    """``readme`` is a path, or a table with the key ``file`` (or with ``text``, which names no file)."""
    found = table.get("readme")
    if found is None or not found.node.mapping:
        return table.string("readme")
    return found.string("file")


def _license(table: Cursor) -> License | None:
    found = table.get("license")
    if found is None:
        return None
    if isinstance(found.node.value, str):
        return License(location=found.location, expression=found.node.value, file=None, text=None)
    if found.as_table() is None:
        return None
    file, text = found.string("file"), found.string("text")
    return License(
        location=found.location,
        expression=None,
        file=file.value if file else None,
        text=text.value if text else None,
    )


def _dependencies(texts: tuple[Located[str], ...]) -> tuple[Dependency, ...]:
    return tuple(Dependency(text.value, _requirement(text.value), text.location) for text in texts)


def _requirement(text: str) -> Requirement | None:
    try:
        return Requirement(text)
    except (InvalidRequirement, RecursionError):  # the second for a marker of many brackets
        return None


def _groups(table: Cursor) -> dict[str, tuple[Dependency, ...]]:
    return {name: _dependencies(entry.as_strings()) for name, entry in table.entries()}


def _dependency_groups(root: Cursor) -> dict[str, tuple[Dependency, ...]]:
    """``[dependency-groups]`` (PEP 735); ``{include-group = …}`` is no requirement and is left out."""
    table = root.table("dependency-groups")
    if table is None:
        return {}
    return {name: _dependencies(_plain_entries(entry)) for name, entry in table.entries()}


def _plain_entries(entry: Cursor) -> tuple[Located[str], ...]:
    if not isinstance(entry.node.value, tuple):
        entry.wrong("an array")
        return ()
    plain = (item for item in entry.items() if "include-group" not in item.node.mapping)
    return tuple(text for item in plain if (text := item.as_string()))


def _tool_maturin(table: Cursor) -> ToolMaturin:
    sbom = table.table("sbom")
    return ToolMaturin(
        location=table.location,
        entries=table.node.mapping,
        module_name=table.string("module-name"),
        bindings=table.string("bindings"),
        compatibility=_compatibility(table),
        auditwheel=table.string("auditwheel"),
        skip_auditwheel=table.flag("skip-auditwheel"),
        strip=table.flag("strip"),
        python_source=table.string("python-source"),
        python_packages=table.strings("python-packages"),
        profile=table.string("profile"),
        features=_features(table),
        all_features=table.flag("all-features"),
        no_default_features=table.flag("no-default-features"),
        manifest_path=table.string("manifest-path"),
        locked=table.flag("locked"),
        frozen=table.flag("frozen"),
        include=_patterns(table, "include"),
        exclude=_patterns(table, "exclude"),
        deployment_targets=_deployment_targets(table),
        sbom_rust=sbom.flag("rust") if sbom else None,
    )


def _compatibility(table: Cursor) -> tuple[Located[str], ...]:
    """``compatibility``, or its older name ``manylinux``: a string or, as the command line, several."""
    found = table.first("compatibility", "manylinux")
    if found is None:
        return ()
    if isinstance(found.node.value, str):
        return (Located(found.node.value, found.location),)
    return found.as_strings()


def _features(table: Cursor) -> tuple[ConditionalFeature, ...]:
    found = table.get("features")
    if found is None:
        return ()
    if not isinstance(found.node.value, tuple):
        found.wrong("an array")
        return ()
    return tuple(feature for item in found.items() if (feature := _feature(item)))


def _feature(item: Cursor) -> ConditionalFeature | None:
    if not item.node.mapping:
        plain = item.as_string()
        if plain is None:
            return None
        return ConditionalFeature(
            feature=plain.value, python_version=None, python_implementation=None, location=plain.location
        )
    name = item.string("feature")
    version, implementation = item.string("python-version"), item.string("python-implementation")
    if name is None:
        return None
    return ConditionalFeature(
        feature=name.value,
        python_version=version.value if version else None,
        python_implementation=implementation.value if implementation else None,
        location=item.location,
    )


def _patterns(table: Cursor, key: str) -> tuple[IncludePattern, ...]:
    found = table.get(key)
    if found is None:
        return ()
    if not isinstance(found.node.value, tuple):
        found.wrong("an array")
        return ()
    return tuple(pattern for item in found.items() if (pattern := _pattern(item)))


def _pattern(item: Cursor) -> IncludePattern | None:
    if not item.node.mapping:
        plain = item.as_string()
        return IncludePattern(path=plain.value, formats=(), location=plain.location) if plain else None
    path, formats = item.string("path"), item.get("format")
    if path is None:
        return None
    if formats is None:
        return IncludePattern(path=path.value, formats=(), location=item.location)
    one = isinstance(formats.node.value, str)
    found = (formats.as_string(),) if one else formats.as_strings()
    names = tuple(name.value for name in found if name)
    return IncludePattern(path=path.value, formats=names, location=item.location)


def _deployment_targets(table: Cursor) -> dict[str, Located[str]]:
    """The macOS deployment target of each ``[tool.maturin.target.<triple>]``, by either of its names."""
    targets = table.table("target")
    if targets is None:
        return {}
    found = {}
    for triple, entry in targets.entries():
        settings = entry.as_table()
        value = settings and settings.first("macos-deployment-target", "macosx-deployment-target")
        text = value.as_string() if value else None
        if text:
            found[triple] = text
    return found
