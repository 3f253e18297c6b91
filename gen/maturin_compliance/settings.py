"""Which checks count: by ``[tool.maturin-compliance]`` of the project, and by the command's options.

What is left out stays in sight: it is skipped, with the reason.
"""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches

from maturin_compliance import plain
from maturin_compliance.borrowed import ZIZMOR, borrowed
from maturin_compliance.checks import CATEGORIES, CHECKS, Check, Outcome, Problem, Result
from maturin_compliance.checks.metadata import settings_take_effect
from maturin_compliance.checks.text import code
from maturin_compliance.errors import UsageError
from maturin_compliance.model.settings import Ignore, Settings


def catalogue() -> tuple[Check, ...]:
    """Give every check that has a name: this package's, then the borrowed ones."""
    return (*CHECKS, *borrowed())


def settled(results: Sequence[Result], settings: Settings | None) -> tuple[Result, ...]:
    """Skip the results that a project leaves out, with its reason; tell what is wrong with its settings."""
    if settings is None:
        return tuple(results)
    known = _names(results)
    chosen = [one.value for one in settings.select if one.value in known]
    reasons = {one.name: one.reason for one in settings.ignore if one.reason}
    faults = tuple(_faults(results, settings, known))
    return tuple(_left_out(_extended(one, faults), chosen, reasons) for one in results)


def narrowed(results: Sequence[Result], select: Sequence[str], ignore: Sequence[str]) -> tuple[Result, ...]:
    """Keep the results that the command is asked for, all without names; skip those that it ignores.

    Both come on top of what the project leaves out. Raises UsageError for a name that is none.
    """
    known = _names(results)
    for name in (*select, *ignore):
        if name not in known:
            raise UsageError(unknown(name, known, "check or category"))
    kept = [one for one in results if not select or _is_named(one, select)]
    return tuple(
        one.check.skipped(one.reason or "ignored by --ignore") if _is_named(one, ignore) else one for one in kept
    )


def unknown(name: str, known: Sequence[str], kind: str) -> str:
    """Tell that a name is none, and which are near."""
    near = get_close_matches(name, known, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"no {kind} is called {name}{hint}"


def _names(results: Sequence[Result]) -> tuple[str, ...]:
    """Give all names that mean something: categories, the catalogue, and what was borrowed besides."""
    found = (one.check.name for one in results)
    return tuple(dict.fromkeys((*CATEGORIES, *(one.name for one in catalogue()), *found)))


def _is_named(result: Result, names: Sequence[str]) -> bool:
    return result.check.name in names or result.check.category in names


def _extended(result: Result, faults: tuple[Problem, ...]) -> Result:
    """Add the faults of the settings to the result of the check on them."""
    if not faults or result.check.name != settings_take_effect.name:
        return result
    return result.check.judged((*result.problems, *faults))


def _left_out(result: Result, chosen: Sequence[str], reasons: Mapping[str, str]) -> Result:
    """Skip a result that is left out; what is wrong with the settings only by the name of that check."""
    reason = reasons.get(result.check.name)
    if result.check.name == settings_take_effect.name:
        chosen = ()
    else:
        reason = reason or reasons.get(result.check.category)
    if reason:
        return result.check.skipped(f"ignored: {plain.line(reason)}")
    if chosen and not _is_named(result, chosen):
        return result.check.skipped("not selected by `[tool.maturin-compliance]`")
    return result


def _faults(results: Sequence[Result], settings: Settings, known: Sequence[str]) -> Iterator[Problem]:
    """Give the names that are none, and the ignores that leave nothing out."""
    for name, location in [
        *((one.value, one.location) for one in settings.select),
        *((one.name, one.location) for one in settings.ignore),
    ]:
        if name not in known:
            near = get_close_matches(name, known, n=1, cutoff=0.5)
            fix = f"Write {code(near[0])}." if near else "Delete it."
            yield Problem(f"no check or category is called {code(name)}", location, fix)
    for key, read, form in (
        ("select", settings.select, "a list of names of checks or categories"),
        ("ignore", settings.ignore, "a table with a reason for each name"),
    ):
        written = settings.entries.get(key)
        if written is not None and written.value not in ((), {}) and not read:
            yield Problem(f"{code(key)} has no effect: it is not {form}", written.location, f"Write {form}.")
    for entry in settings.ignore:
        if entry.name in known and entry.reason and not _matches(entry, results):
            message = f"ignoring {code(entry.name)} leaves nothing out: it finds no problem"
            yield Problem(message, entry.location, "Delete the line.", warned=True)


def _matches(entry: Ignore, results: Sequence[Result]) -> bool:
    """Tell whether an ignore leaves a problem out; what was not asked might have found one."""
    if entry.name.startswith("zizmor-"):
        unasked = any(one.check.name == ZIZMOR.name and one.outcome is Outcome.SKIPPED for one in results)
        if unasked:
            return True
    return any(one.problems and _is_named(one, (entry.name,)) for one in results)
