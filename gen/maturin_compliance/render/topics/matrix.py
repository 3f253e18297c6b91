"""The page on platform coverage: which wheels, built where, tested where and how."""

from collections.abc import Iterator, Mapping, Sequence

from maturin_compliance import plain
from maturin_compliance.coverage import Platform, builds, by_platform, python
from maturin_compliance.expand.release import Build, Certainty, JobRun, Reason, Wheel
from maturin_compliance.location import Location
from maturin_compliance.plain import plural
from maturin_compliance.render import markdown, state
from maturin_compliance.render.charts import ci
from maturin_compliance.render.findings import findings
from maturin_compliance.render.gone import gone, retired
from maturin_compliance.render.mermaid import diagram
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.reasons import because, common, every
from maturin_compliance.render.topics import cells, held
from maturin_compliance.render.topics.tests import Footnotes, other_tests, undecided
from maturin_compliance.render.tried import counted, tried, way
from maturin_compliance.render.view import View


def matrix(view: View) -> Page:
    """Give the page."""
    groups = by_platform(view.release.wheels)
    notes = Footnotes()
    body = markdown.join(
        "# Platform matrix",
        sentence(view, groups),
        gone(view) if groups else "",
        _coverage(view, groups, notes) if groups else "",
        notes.text(),
        _doubts(view),
        cells.declared(view),
        cells.lacking(view),
        held.section(view),
        _pictured(view, groups),
        _files(view, groups),
        other_tests(view),
        findings(view, {"ci", "testing", "macos", "windows"}),
    )
    first = next(iter(view.release.builds), None)
    return page(
        "compliance/matrix.md",
        title="Platform matrix",
        description="Which wheels a release holds, where each is built, and which of them are tested",
        body=body,
        source=first.origin.workflow if first else None,
    )


def sentence(view: View, groups: Mapping[Platform, Sequence[Wheel]]) -> str:
    """Tell how many wheels there are, on how many platforms, and how many are tested."""
    wheels = [wheel for group in groups.values() for wheel in group]
    if not wheels:
        return "No wheel is known to come out of a release of this project."
    certain = sum(wheel.certainty is Certainty.CERTAIN for wheel in wheels)
    open_ones = sum(undecided(view, wheel) is not None for wheel in wheels)
    rest = f"; of {open_ones} more the files do not tell" if open_ones else ""
    if certain == len(wheels):
        sure = "the files decide every name"
    elif not certain:
        sure = "the files alone decide none of the names"
    else:
        sure = f"the files alone decide {certain} of the names"
    doubt = " (not all of it is modelled, see below)" if view.release.not_modelled else ""
    held = f"{view.counted(len(wheels), 'wheel')} for {plural(len(groups), 'platform')}{doubt}"
    return f"A release holds {held}; {sure}. Tried before the upload: {counted(view, wheels)}{rest}."


def _coverage(view: View, groups: Mapping[Platform, tuple[Wheel, ...]], notes: Footnotes) -> str:
    rows = [_row(view, platform, wheels, notes) for platform, wheels in groups.items()]
    everything = _all(groups)
    rows.append(("**Total**", str(len(everything)), "", "", counted(view, everything), ""))
    return markdown.table(("Platform", "Wheels", "Python", "Built on", "Tested", "Line"), rows, right=(1,))


def _all(groups: Mapping[Platform, tuple[Wheel, ...]]) -> list[Wheel]:
    return [wheel for wheels in groups.values() for wheel in wheels]


def _row(view: View, platform: Platform, wheels: tuple[Wheel, ...], notes: Footnotes) -> tuple[str, ...]:
    makers = builds(view.release, wheels)
    return (
        markdown.text(platform),
        str(len(wheels)),
        ", ".join(markdown.text(name) for name in view.pythons(wheels)),
        markdown.listed(list(dict.fromkeys(_place(view, build) for build in makers))),
        _trials(view, wheels, notes),
        view.evidence.brief(build.origin.location for build in makers),
    )


def _place(view: View, build: Build) -> str:
    """Tell what a build runs on: the runner, and the container where there is one."""
    runner = next(
        (
            job.runner
            for job in _jobs(view)
            if (job.name, job.combination) == (build.origin.job, build.origin.combination)
        ),
        None,
    )
    host = markdown.code(runner) if runner else "a runner that is not known"
    day = retired(view, runner)
    if day is not None:
        host += f" (retired {day})"
    if build.image is None:
        return host
    how = " (cross compiler)" if build.cross else " (emulated)" if build.emulated else ""
    return f"{host} in {markdown.code(build.image)}{how}"


def _jobs(view: View) -> Iterator[JobRun]:
    return (job for run in view.release.runs for job in run.jobs)


def _trials(view: View, wheels: tuple[Wheel, ...], notes: Footnotes) -> str:
    trials = [tried(view, wheel) for wheel in wheels]
    found = [trial for one in trials for trial in one.trials]
    count = sum(bool(one.trials) for one in trials)
    steps = [step for wheel in wheels if (step := undecided(view, wheel))]
    marks = "".join(
        dict.fromkeys(
            [
                *(notes.mark(view, trial, wheels) for trial in found),
                *(notes.mark_text(_undecided(view, step)) for step in steps),
            ]
        )
    )
    if not count:
        return (state.unknown("not known") if steps else state.no("none")) + marks
    how = way(trials)
    if count < len(wheels):
        parts = [f"{count} of {len(wheels)}", how, "others not known" if steps else ""]
        return state.partly(", ".join(filter(None, parts))) + marks
    if not all(trial.certain for trial in found):
        return state.unknown(", ".join(filter(None, ["perhaps", how]))) + marks
    told = ", ".join(filter(None, ["all" if count > 1 else "yes", how]))
    halves = any(one.half for one in trials)
    return (state.partly(told) if halves else state.yes(told)) + marks


def _undecided(view: View, step: Location) -> str:
    place = view.at(step)
    return f"A step runs tests where the wheel is at hand; on which wheel, the rules here do not tell ({place})."


def _doubts(view: View) -> str:
    items = [f"{markdown.inline(one.message)} ({view.at(one.location)})" for one in view.release.not_modelled]
    if not items:
        return ""
    return markdown.admonition("warning", "Not modelled: wheels may be missing here", markdown.bullets(items))


def _pictured(view: View, groups: Mapping[Platform, tuple[Wheel, ...]]) -> str:
    if not groups:
        return ""
    return markdown.join("## From workflow to wheels", diagram(ci.chart(view, groups)))


def _files(view: View, groups: Mapping[Platform, tuple[Wheel, ...]]) -> str:
    if not groups:
        return ""
    shared = common(groups.values())
    parts = [
        markdown.details(
            "abstract", f"{markdown.text(platform)}: {plural(len(wheels), 'wheel')}", _list(view, wheels, shared)
        )
        for platform, wheels in groups.items()
    ]
    why = markdown.bullets(because(view, shared))
    first = markdown.join("What leads to the names on every platform:", why) if shared else ""
    return markdown.join("## Every file", first, *parts)


def _list(view: View, wheels: tuple[Wheel, ...], shared: Sequence[Reason]) -> str:
    places = dict.fromkeys(wheel.origin.location for wheel in wheels)
    header: tuple[str, ...] = ("File", "Python", "Name")
    shown = [_file(wheel) for wheel in wheels]
    if len(places) > 1:
        header = (*header, "Built at")
        shown = [(*row, view.at(wheel.origin.location)) for row, wheel in zip(shown, wheels, strict=True)]
    built = f"Built at {view.at(next(iter(places)))}." if len(places) == 1 else ""
    because_of = because(view, (reason for reason in every(wheels) if reason not in shared))
    why = markdown.join("What leads to these names:", markdown.bullets(because_of)) if because_of else ""
    return markdown.join(markdown.table(header, shown), built, why)


def _file(wheel: Wheel) -> tuple[str, ...]:
    return markdown.code(wheel.filename), markdown.text(python(wheel)), _certainty(wheel)


def _certainty(wheel: Wheel) -> str:
    words = [str(wheel.certainty)]
    if wheel.may_be_absent:
        words.append("may be absent")
    if wheel.alternatives:
        others = [plain.line(name) for name in wheel.alternatives]
        words.append(f"else {markdown.codes(others, last='or')}")
    return ", ".join(words)
