"""Builds for policies that have ended, or for none, with the lines that ask for better ones."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.platforms.platforms import linux_builds, linux_wheels, on_host
from maturin_compliance.checks.evidence.platforms.policies import (
    action_to_have,
    asked,
    name_to_write,
    place_of,
    policies,
    stale,
)
from maturin_compliance.checks.evidence.workflows.pipeline import job_of
from maturin_compliance.checks.evidence.workflows.written import Written, compared, of_input
from maturin_compliance.checks.text import code, codes, fence, many
from maturin_compliance.expand.release import Build
from maturin_compliance.facts import Policy
from maturin_compliance.location import Location

TAG = re.compile(r"manylinux_\d+_\d+")
YIELDED = re.compile(r"(?:(?<=&& )|(?<=\|\| ))'([^']*)'(?!\s*[=!]=)")
"""A word that an expression gives: behind an operator, and not what another value is compared with."""
OWN = re.compile(r"\s*\$\{\{\s*matrix\.([\w-]+)\s*\|\|\s*'[^']*'\s*\}\}\s*")
"""A value of the matrix with a default."""


def unmaintained(subject: Subject) -> Iterator[Problem]:
    """What is built for policies that have ended, or in images whose system has: a problem a fix."""
    found: dict[tuple[str, str], tuple[Policy, list[Build]]] = {}
    for build in linux_wheels(subject):
        for policy in policies(subject, build):
            if stale(subject, policy, build):
                fix = _fix(subject, build)
                found.setdefault((policy.name, fix), (policy, []))[1].append(build)
    for (_, fix), (policy, builds) in found.items():
        ended = policy.ended(subject.facts.as_of)
        what = f"in the image of {code(policy.name)}, whose {policy.base} ended on {policy.base_ends}"
        if ended:
            what = f"for {code(policy.name)}, which is not maintained since {policy.image_ended}"
        message = f"{_jobs(builds, 'builds', 'build')} {what}: {_targets(builds)}"
        yield Problem.at(_places(subject, builds), message, fix, warned=not ended)


def one_a_line(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Join the problems that one change of the same lines mends."""
    found: dict[object, Problem] = {}
    for problem in problems:
        key = (problem.location, problem.also, problem.fix)
        seen = found.get(key)
        message = f"{seen.message}; {problem.message}" if seen else problem.message
        warned = problem.warned and (seen is None or seen.warned)
        found[key] = replace(problem, message=message, warned=warned)
    return tuple(found.values())


def unnamed(subject: Subject) -> tuple[Build, ...]:
    """The builds with maturin for glibc that ask for no policy, but those that get one by leaving the runner."""
    return tuple(
        b
        for b in linux_builds(subject)
        if b.tool.startswith("maturin")
        and not asked(b)
        and not (on_host(subject, b) and b.manylinux in {None, "", "off"})
    )


def left_unnamed(subject: Subject) -> Iterator[Problem]:
    """What asks for no policy, a problem a fix; lines that ``unmaintained`` has a fix for are left to that."""
    told = {place for problem in unmaintained(subject) for place in (problem.location, *problem.also)}
    found: dict[tuple[str | None, str], list[Build]] = {}
    for build in unnamed(subject):
        if place_of(subject, build).location not in told:
            found.setdefault((build.manylinux, _fix(subject, build)), []).append(build)
    for (written, fix), builds in found.items():
        names = f"{_jobs(builds, 'names', 'name')} no policy" + (
            f" ({code(f'manylinux: {written}')})" if written else ""
        )
        message = (
            f"{names}: the wheels get the oldest tag that their symbols allow{_today(builds)}: {_targets(builds)}"
        )
        yield Problem.at(_places(subject, builds), message, fix, warned=True)


def _today(builds: Sequence[Build]) -> str:
    tags = {tag[0] for b in builds for w in b.wheels if (tag := TAG.search(w.platform))}
    return f", now {codes(sorted(tags))}" if tags else ""


def _jobs(builds: Sequence[Build], one: str, several: str) -> str:
    """The jobs of some builds with the form of a verb that goes with their number."""
    return many((b.origin.job for b in builds), f"{{}} {one}", f"{{}} {several}")


def _targets(builds: Sequence[Build]) -> str:
    return codes(dict.fromkeys(b.target for b in builds))


def _places(subject: Subject, builds: Sequence[Build]) -> list[Location]:
    return sorted({place_of(subject, build).location for build in builds})


def _fix(subject: Subject, build: Build) -> str:
    """The lines that ask for a maintained policy, where that of a build is written."""
    place = place_of(subject, build)
    if build.tool == "cibuildwheel":
        return _cibuildwheel(subject, place, name_to_write(subject, build))
    beside = [b for b in linux_wheels(subject) if place_of(subject, b).location == place.location]
    return _for_all(subject, place, build, beside) + _compared(subject, build, place) + _action(subject, beside)


def _for_all(subject: Subject, place: Written, build: Build, beside: Sequence[Build]) -> str:
    """What to write where the policy of several builds is written."""
    if "${{" in (place.text or ""):
        return _in_expression(subject, place, beside)
    names = {b.target: name_to_write(subject, b) for b in beside}
    if len(set(names.values())) == 1:
        return _line(place, f'"{names[build.target]}"')
    value = _by_target(subject, beside, names) if place.key == "manylinux" and not place.path else None
    return (
        _line(place, value) if value is not None else f"Give each target its own value: {_shares(names.items())}"
    )


def _in_expression(subject: Subject, place: Written, builds: Sequence[Build]) -> str:
    """An expression with other words in it; what else it gives, to other rows of the matrix, stays."""
    wanted = {(b.manylinux or "", b.target, name_to_write(subject, b)) for b in builds}
    words = {old: name for old, _, name in wanted}
    text = place.text or ""
    if len({(old, name) for old, _, name in wanted}) == len(words) and words.keys() <= set(YIELDED.findall(text)):
        return _line(place, _plain(YIELDED.sub(lambda found: f"'{words.get(found[1], found[1])}'", text)))
    own = OWN.fullmatch(text)
    shares = _shares((target, name) for old, target, name in sorted(wanted, key=str) if old != name)
    if own:
        return f"Give the rows of the matrix a {code(own[1])} of their own: {shares}."
    return f"Where the expression takes its values from, write {shares}."


def _plain(text: str) -> str:
    """The one word that an expression gives whatever it is asked, else the expression."""
    parts = text.strip().removeprefix("${{").removesuffix("}}").split("||")
    words = [found[1] for part in parts if (found := re.fullmatch(r"(?:.*&&)?\s*'([^']*)'\s*", part))]
    return f'"{words[0]}"' if len(words) == len(parts) and len(set(words)) == 1 else text


def _action(subject: Subject, builds: Sequence[Build]) -> str:
    """The version of maturin-action that has the images, where another one is named."""
    needed = [v for b in builds if (v := action_to_have(subject, b, name_to_write(subject, b)))]
    return f"\n\nThe images come with {code(f'PyO3/maturin-action@v{max(needed)}')} or newer." if needed else ""


def _shares(names: Iterable[tuple[str | None, str]]) -> str:
    """The policies with the targets that get them."""
    shares: dict[str, list[str | None]] = {}
    for target, name in names:
        shares.setdefault(name, []).append(target)
    return ", ".join(f"{code(name)} for {codes(targets)}" for name, targets in shares.items())


def _compared(subject: Subject, build: Build, place: Written) -> str:
    """What else has to change with a value of the matrix."""
    job = job_of(subject, build.origin)
    lines = list(dict.fromkeys(compared(job, place))) if job else []
    told = many(lines, "{} compares", "{} compare") if lines else ""
    return f"\n\n{told} it with {code(place.text)}: change that too." if told else ""


def _cibuildwheel(subject: Subject, place: Written, name: str) -> str:
    policy = name if name.startswith("musllinux") else f"manylinux_{name}"
    if place.text is not None and not place.location.path.endswith(".toml"):
        variable = f"CIBW_{place.key.upper().replace('-', '_')}"
        return fence(f"{variable}: {policy}", "yaml", place.location.path)
    pyproject = subject.project.package.pyproject
    path = place.location.path if place.text is not None else pyproject.path if pyproject else "pyproject.toml"
    return fence(f'[tool.cibuildwheel]\n{place.key} = "{policy}"', "toml", path)


def _by_target(subject: Subject, builds: Sequence[Build], names: dict[str | None, str]) -> str | None:
    """An expression that gives each target of a matrix its policy; None where no key of it tells them apart."""
    places = {b.target: of_input(subject, b.origin, "target") for b in builds}
    texts = {place.text for place in places.values()}
    if len({place.path for place in places.values()}) > 1 or len(texts) < len(places):
        return None
    if any(not place.path or not place.text for place in places.values()):
        return None
    usual = Counter(names.values()).most_common(1)[0][0]
    others = (
        f"matrix.{place.path} == '{place.text}' && '{names[target]}'"
        for target, place in places.items()
        if names[target] != usual
    )
    return f"${{{{ {' || '.join(others)} || '{usual}' }}}}"


def _line(place: Written, value: str) -> str:
    """The line with its new value, in words that fit where it stands."""
    if place.listed:
        return f"In the list {code(place.key)} of the matrix, write {code(value)} in place of {code(place.text)}."
    where = "Write" if place.text is not None else "Add"
    if place.path:
        where = "In the matrix, write"
    return f"{where}:\n\n" + fence(f"{place.key}: {value}", "yaml")
