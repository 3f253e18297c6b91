"""The implementations of Python that wheels are for, and whether the classifiers name them."""

from collections.abc import Mapping

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.expand.release import Wheel
from maturin_compliance.location import Location

HEAD = "Programming Language :: Python :: Implementation :: "
TAGS: Mapping[str, str] = {"PyPy": "pp", "GraalPy": "graalpy"}
"""Names of classifiers, and how the interpreter tags of their wheels begin."""


def unnamed(subject: Subject) -> tuple[tuple[str, Wheel, Location | None], ...]:
    """Give the implementations with wheels, one of these, and where the classifier is missing (None: nowhere)."""
    wheels, classifiers = need.wheels(subject), need.metadata(subject).classifiers
    named = {classifier.value.removeprefix(HEAD) for classifier in classifiers}
    place = classifiers[0].location if classifiers else None
    found = ((name, [w for w in wheels if w.interpreter.startswith(tag)]) for name, tag in TAGS.items())
    return tuple((name, mine[0], None if name in named else place) for name, mine in found if mine)
