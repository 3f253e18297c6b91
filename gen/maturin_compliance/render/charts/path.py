"""From the jobs that build to the package index."""

from collections.abc import Iterator, Sequence

from maturin_compliance.plain import plural
from maturin_compliance.render.evidence import Evidence
from maturin_compliance.render.mermaid import Diagram, Edge, Kind, Vertex
from maturin_compliance.render.route import Stage

_DEEDS = 3
"""Things that a job does which its box names."""


def chart(stages: Sequence[Stage], evidence: Evidence) -> Diagram:
    """Draw jobs and what they need, and the index behind those that upload to it."""
    numbers = {stage.name: number for number, stage in enumerate(stages)}
    vertices = [Vertex(_lines(stage), _kind(stage), evidence.address(stage.location)) for stage in stages]
    edges = [
        Edge(numbers[need], numbers[stage.name]) for stage in stages for need in stage.needs if need in numbers
    ]
    edges += _across(stages)
    publishers = [stage for stage in stages if any(not one.test_index for one in stage.publishes)]
    if publishers:
        index = len(vertices)
        vertices.append(Vertex(("the package index",), "output"))
        edges += [Edge(numbers[stage.name], index) for stage in publishers]
    return Diagram(
        title="From job to index",
        description=f"{plural(len(stages), 'job')}, arrows to those that wait for them or fetch files.",
        vertices=tuple(vertices),
        edges=tuple(edges),
    )


def _across(stages: Sequence[Stage]) -> Iterator[Edge]:
    """Give an arrow for files that a job fetches from those that another workflow stored."""
    for end, fetching in enumerate(stages):
        for start, storing in enumerate(stages):
            other = fetching.location.path != storing.location.path and storing.name not in fetching.needs
            if other and fetching.fetched & storing.stored:
                yield Edge(start, end, "files", dashed=True)


def _lines(stage: Stage) -> tuple[str, ...]:
    deeds = (deed.words for deed in stage.deeds if not deed.words.startswith(("stores", "fetches")))
    deeds = (deed.words for deed in stage.deeds if not deed.words.startswith(("stores", "fetches")))
    words = list(dict.fromkeys(_short(words) for words in deeds))
    more = [f"and {len(words) - _DEEDS} more"] if len(words) > _DEEDS else []
    return (stage.name, *words[:_DEEDS], *more)


def _short(words: str) -> str:
    """Leave out the tool of a build or an upload, which the list below the diagram names."""
    return words.partition(" with ")[0] if words.startswith(("builds", "uploads")) else words


def _kind(stage: Stage) -> Kind:
    if stage.publishes:
        return "output"
    return "tool" if any(deed.words.startswith("builds") for deed in stage.deeds) else "config"
