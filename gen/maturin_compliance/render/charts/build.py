"""From sources and settings to a wheel."""

from collections.abc import Iterator

from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render.crate import SHOWN, Built
from maturin_compliance.render.mermaid import Diagram, Edge, Kind, Vertex
from maturin_compliance.render.view import View


def chart(built: Built, view: View) -> Diagram:
    """Draw what goes into maturin, what comes out and where it goes, and the binaries that are no part of it."""
    evidence = view.evidence
    inputs = tuple(Vertex(lines, kind, evidence.address(location)) for lines, kind, location in _inputs(built))
    maturin, wheel = len(inputs), len(inputs) + 1
    vertices = [
        *inputs,
        Vertex(("maturin build", *_features(built)), "tool"),
        Vertex(_wheel(built), "output"),
    ]
    edges = [*(Edge(index, maturin) for index in range(len(inputs))), Edge(maturin, wheel)]
    made = [wheel]
    if view.release.sdists:
        made.append(len(vertices))
        vertices.append(Vertex(("source distribution", *dict.fromkeys(view.release.sdists)), "output"))
        edges.append(Edge(maturin, made[-1]))
    if view.publishes and view.release.wheels:
        edges += [Edge(number, len(vertices)) for number in made]
        vertices.append(Vertex(("the package index", "pip install"), "output"))
    command = _cargo(view)
    for target in () if built.ships_binaries else built.binaries[:SHOWN]:
        source = len(vertices)
        vertices.append(Vertex(("binary source", target.path), "source", evidence.address(Location(target.path))))
        address = evidence.address(command) if command else None
        vertices.append(Vertex((target.name, "a binary, in no wheel"), "absent", address))
        edges.append(Edge(source, source + 1, "cargo build", dashed=True))
    return Diagram(
        title=f"From the sources of {built.name} to a wheel",
        description=_described(built, len(inputs)),
        vertices=tuple(vertices),
        edges=tuple(edges),
    )


def _cargo(view: View) -> Location | None:
    """Give the first command of the workflows that has Cargo build."""
    steps = (step for job in view.analysis.expansion.jobs for step in job.steps)
    commands = (command for step in steps for command in step.commands)
    return next((one.location for one in commands if one.words[:2] == ("cargo", "build")), None)


def _inputs(built: Built) -> Iterator[tuple[tuple[str, ...], Kind, Location]]:
    package = built.package
    if package.pyproject:
        yield ("settings", package.pyproject.path), "config", package.pyproject.location
    if package.manifest:
        yield ("crate", package.manifest.path), "config", package.manifest.location
    if package.manifest and package.manifest.build_script:
        yield (
            ("build script", package.manifest.build_script),
            "source",
            Location(package.manifest.build_script),
        )
    targets = built.binaries[:SHOWN] if built.ships_binaries else ()
    for target in (*targets, *((built.library,) if built.library else ())):
        kind = "binary" if target in targets else "library"
        yield (f"{kind} {target.name}", target.path), "source", Location(target.path)
    if package.module_dir:
        yield ("Python package", package.module_dir), "source", Location(package.module_dir)


def _features(built: Built) -> tuple[str, ...]:
    if built.crate is None or not built.crate.features:
        return ()
    return (f"crate features {', '.join(sorted(built.crate.features))}",)


def _wheel(built: Built) -> tuple[str, ...]:
    if built.ships_binaries:
        return ("wheel", *(target.name for target in built.binaries[:SHOWN]))
    python = (f"Python files of {built.package.module_dir}",) if built.package.module_dir else ()
    return ("wheel", f"extension module {built.module}", *python)


def _described(built: Built, inputs: int) -> str:
    left_out = 0 if built.ships_binaries else len(built.binaries)
    binaries = plural(left_out, "binary target")
    other = f" The crate has {binaries} that no wheel holds." if left_out else ""
    return f"{inputs} files and folders go into maturin build, which makes a wheel.{other}"
