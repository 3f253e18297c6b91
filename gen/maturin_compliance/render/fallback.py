"""What pip does where no wheel fits: it builds from source, if the release has a source distribution."""

from dataclasses import dataclass

from maturin_compliance.render.view import View


@dataclass(frozen=True, slots=True)
class Fallback:
    """In words: the head of a column, a clause of a sentence, and whether pip has anything to build from."""

    column: str
    clause: str
    builds: bool


_SOURCE = Fallback("Built from source", "pip builds from source", builds=True)
_NOTHING = Fallback(
    "No file: pip fails",
    "there is no file, as the release has no source distribution: pip fails, or takes an older version",
    builds=False,
)
_UNKNOWN = Fallback("No file known", "no file is known", builds=False)


def without_wheel(view: View) -> Fallback:
    """Tell what pip does with this version where no wheel fits."""
    published = view.analysis.published
    if view.release.sdists or (published and published.sdists):
        return _SOURCE
    told = view.release.event is not None and not view.release.not_modelled
    return _NOTHING if told else _UNKNOWN
