"""From the jobs that build to the package index."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from maturin_compliance.plain import plural
from maturin_compliance.render.evidence import Evidence
from maturin_compliance.render.mermaid import Diagram, Edge, Kind, Vertex
from maturin_compliance.render.route import Key, Stage

_DEEDS = 3
"""Things that a job does, and jobs of one box, which the box names."""
_SINGLE = 8
"""Jobs that build up to which each has a box of its own."""
_PASSING = ("stores", "fetches")
_ENDS = {
    "the package index": "to the package index",
    "a test index": "to a test index",
    "the GitHub release": "writes to the GitHub release",
    "the Rust registry": "to the Rust registry",
}
"""Where files go, by words of a deed that brings them there."""

Box = tuple[Stage, ...]


@dataclass(frozen=True, slots=True)
class _Way:
    """A pair of jobs: the second waits for the first, or (``files``) only fetches what it stored."""

    start: Key
    end: Key
    files: bool


def chart(stages: Sequence[Stage], evidence: Evidence) -> Diagram:
    """Draw jobs, what they wait for and fetch, and behind them where the files go."""
    ways = tuple(_ways(stages))
    boxes = _boxes(stages, ways)
    numbers = {stage.key: number for number, box in enumerate(boxes) for stage in box}
    vertices = [_vertex(box, evidence) for box in boxes]
    edges = dict.fromkeys(
        Edge(numbers[way.start], numbers[way.end], "files" if way.files else "", dashed=way.files) for way in ways
    )
    for name, words in _ENDS.items():
        bringing = [number for number, box in enumerate(boxes) if any(words in deed for deed in _deeds(box))]
        edges.update(dict.fromkeys(Edge(number, len(vertices)) for number in bringing))
        vertices += [Vertex((name,), "output")] if bringing else []
    return Diagram(
        title="From job to index",
        description=f"{plural(len(stages), 'job')}, arrows to those that wait for them or fetch files.",
        vertices=tuple(vertices),
        edges=tuple(edges),
    )


def _ways(stages: Sequence[Stage]) -> Iterator[_Way]:
    known = {stage.key for stage in stages}
    for end in stages:
        yield from (_Way(key, end.key, files=False) for key in (*end.needs, *end.follows) if key in known)
        for start in stages:
            if start.key not in end.before | {end.key} and start.stored & end.fetched:
                yield _Way(start.key, end.key, files=True)


def _boxes(stages: Sequence[Stage], ways: Sequence[_Way]) -> tuple[Box, ...]:
    """Give a box a job; of many that build, those between the same jobs share one."""
    if sum(map(_builds, stages)) <= _SINGLE:
        return tuple((stage,) for stage in stages)
    boxes: dict[object, list[Stage]] = {}
    for stage in stages:
        after = frozenset((way.end, way.files) for way in ways if way.start == stage.key)
        key = (stage.before, after) if _builds(stage) else stage.key
        boxes.setdefault(key, []).append(stage)
    return tuple(map(tuple, boxes.values()))


def _builds(stage: Stage) -> bool:
    return any(deed.words.startswith("builds") for deed in stage.deeds)


def _vertex(box: Box, evidence: Evidence) -> Vertex:
    first = box[0]
    if len(box) == 1:
        return Vertex((first.name, *_lines(_deeds(box))), _kind(first), evidence.address(first.location))
    rest = len(box) - _DEEDS
    names = ", ".join(stage.name for stage in box[:_DEEDS]) + (f" and {rest} more" if rest > 0 else "")
    return Vertex((f"{len(box)} jobs that build", names, *_lines(_built(box))), _kind(first))


def _deeds(box: Box) -> list[str]:
    return [deed.words for stage in box for deed in stage.deeds]


def _built(box: Box) -> list[str]:
    """Give what several jobs build, by the files that they store."""
    counts: Mapping[str, int] = {
        "wheel": len({name for stage in box for name in stage.stored if name.endswith(".whl")}),
        "sdist": len({name for stage in box for name in stage.stored if not name.endswith(".whl")}),
    }
    return [plural(count, word) for word, count in counts.items() if count]


def _lines(deeds: Sequence[str]) -> tuple[str, ...]:
    """Give what a box says: what is done to files, else that they are passed on."""
    acting = [words for words in deeds if not words.startswith(_PASSING)]
    words = list(dict.fromkeys(map(_short, acting or deeds))) or ["passes on no file"]
    more = [f"and {len(words) - _DEEDS} more"] if len(words) > _DEEDS else []
    return (*words[:_DEEDS], *more)


def _short(words: str) -> str:
    """Leave out the tool of a build or an upload, which the list below the diagram names."""
    return words.partition(" with ")[0] if words.startswith(("builds", "uploads")) else words


def _kind(stage: Stage) -> Kind:
    if stage.publishes:
        return "output"
    return "tool" if _builds(stage) else "config"
