"""zizmor's findings as checks of the category ``security``, one for each audit that found something.

What a check of this package says as well is left out (``audits.toml``, ``covered``). An audit that found
nothing is no check that passed: borrowed checks count against a project, never for it.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from maturin_compliance.borrowed.audits import PAGES, Audit, audits
from maturin_compliance.borrowed.findings import Finding
from maturin_compliance.borrowed.process import UnavailableError, audit, zizmor
from maturin_compliance.checks import Check, Problem, Result, Severity, Skip, Subject
from maturin_compliance.model.project import Project

CATEGORY = "security"


def findings(project: Project, as_of: date) -> tuple[Result, ...]:
    """Give what zizmor finds in the root's workflows and in local actions; the reason where it is not asked.

    Audits that a check of this package covers on the day ``as_of`` are left out.
    """
    texts = project.texts
    if not texts:
        return (ZIZMOR.skipped("the project has no workflows"),)
    try:
        program, version = zizmor()
        found, complete = audit(program, texts, left_out=audits().left_out(as_of))
    except UnavailableError as error:
        return (ZIZMOR.skipped(str(error)),)
    names = sorted({one.audit for one in found})
    results = [_result([one for one in found if one.audit == name], f"zizmor {version}") for name in names]
    if not complete:
        results.append(ZIZMOR.skipped("zizmor does not take every workflow for one; what it took is judged"))
    return tuple(results) or (ZIZMOR.judged(()),)


def borrowed() -> tuple[Check, ...]:
    """Give the checks that zizmor is known to have, as ``explain`` and ``--select`` know them."""
    return (ZIZMOR, *(_known(one) for one in audits().borrowed.values()))


def _known(one: Audit) -> Check:
    return _made(one.name, one.severity, "zizmor")


def _result(found: Sequence[Finding], since: str) -> Result:
    gravest = min((one.severity for one in found), key=list(Severity).index)
    return _made(found[0].audit, gravest, since).judged(tuple(map(_problem, found)))


def _made(name: str, severity: Severity, since: str) -> Check:
    known = audits().borrowed.get(name)
    title = known.title if known else f"Gives zizmor's audit {name} nothing to find"
    why = known.why if known else "zizmor's own page tells."
    return Check(
        name=f"zizmor-{name}",
        category=CATEGORY,
        severity=severity,
        since=since,
        docstring=_DOCSTRING.format(title=title, why=why, name=name, url=f"{PAGES}#{name}"),
        function=_unasked,
        url=f"{PAGES}#{name}",
    )


def _problem(one: Finding) -> Problem:
    fix = f"zizmor's page on `{one.audit}` shows how: {PAGES}#{one.audit}"
    return Problem(one.message, one.location, fix, warned=not one.sure)


def _unasked(_: Subject) -> Iterator[Problem]:
    raise Skip("zizmor was not asked")


_DOCSTRING = """{title}.

## What it wants

[zizmor](https://docs.zizmor.sh/) finds nothing by its audit `{name}`. A finding that zizmor itself is not sure
of is a warning. It has the severity that zizmor gives it, the gravest of several; where nothing is found, there
is no such check.

## Why

{why}

## How to fix

zizmor's page has examples. A finding that does not hold can be left out by a comment on its line,
`# zizmor: ignore[{name}]`.

## Sources

- [zizmor: {name}]({url})

## Reads

`.github/workflows/*.yml` and the project's own actions, by zizmor, offline and by no configuration of the
project.
"""

_ZIZMOR = """Gives zizmor nothing to find beyond these checks.

## What it wants

[zizmor](https://docs.zizmor.sh/) finds nothing in the workflows beyond what checks of this package say. Each of
its audits that finds something stands as a check of its own in place of this one. This one is skipped where
zizmor is not installed (`pip install 'maturin-compliance[security]'`) or does not answer.

## Why

zizmor knows of attacks on workflows that have nothing to do with wheels.

## How to fix

See the checks of its audits.

## Left out

These of its audits are not run, since a check of this package says the same:

{covered}

## Sources

- [zizmor: audits](https://docs.zizmor.sh/audits/)

## Reads

`.github/workflows/*.yml` and the project's own actions, by zizmor, offline and by no configuration of the
project.
"""

ZIZMOR = Check(
    name="zizmor-finds-nothing",
    category=CATEGORY,
    severity=Severity.INFO,
    since="0.1.0",
    docstring=_ZIZMOR.format(
        covered="\n".join(f"- `{name}`: `{check}`" for name, check in audits().covered.items())
    ),
    function=_unasked,
    url=PAGES,
)
"""Passes where no audit finds anything, and says why zizmor was not asked; it has no weight."""
