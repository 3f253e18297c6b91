"""The page on Linux: policies, what each Linux wheel needs, who can install it, what chose the policy."""

from collections.abc import Iterator, Sequence

from maturin_compliance.coverage import Platform, builds, by_platform, floor
from maturin_compliance.expand.release import Build, Wheel
from maturin_compliance.facts import System
from maturin_compliance.location import Location
from maturin_compliance.render import markdown, state
from maturin_compliance.render.fallback import without_wheel
from maturin_compliance.render.findings import findings
from maturin_compliance.render.machines import maintained
from maturin_compliance.render.page import Page, page
from maturin_compliance.render.reasons import because, common, every
from maturin_compliance.render.steps import given, step_of
from maturin_compliance.render.topics.policies import Groups, fitting, policies
from maturin_compliance.render.view import View


def manylinux(view: View) -> Page:
    """Give the page."""
    linux = {
        platform: wheels
        for platform, wheels in by_platform(view.release.wheels).items()
        if platform.system == "Linux"
    }
    body = markdown.join(
        "# Linux compatibility",
        sentence(view, linux),
        *_needs(view, linux),
        *_systems(view, linux),
        *policies(view, linux),
        findings(view, {"linux"}),
    )
    return page(
        "compliance/manylinux.md",
        title="Linux compatibility",
        description="What the Linux wheels need, who can install them, and what chose their policy",
        body=body,
        source=next((w.origin.workflow for wheels in linux.values() for w in wheels), None),
    )


def sentence(view: View, linux: Groups) -> str:
    """Tell what the Linux wheels need of the C library."""
    if not linux and view.release.not_modelled:
        return "No Linux wheel is known, and not all of the release is modelled."
    if not linux:
        return f"No Linux wheel is known: on Linux, {without_wheel(view).clause}."
    parts = [part for libc in ("glibc", "musl") for part in _needed(view, linux, libc)]
    if not any(platform.libc == "musl" for platform in linux):
        parts.append("no wheel is for musl (Alpine Linux)")
    if not any(platform.libc == "glibc" for platform in linux):
        parts.append("no wheel is for glibc")
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


def _needed(view: View, linux: Groups, libc: str) -> Iterator[str]:
    """Give the lowest libc by architectures: "wheels for x86_64 and aarch64 need glibc 2.17 or newer"."""
    floors: dict[tuple[tuple[int, int], bool], list[str]] = {}
    for platform, wheels in linux.items():
        if platform.libc == libc:
            lowest = min((found for wheel in wheels if (found := floor(wheel))), default=None)
            if lowest:
                key = lowest, any(wheel.alternatives for wheel in wheels)
                floors.setdefault(key, []).append(markdown.text(platform.architecture))
    for (lowest, assumed), architectures in floors.items():
        who = f"wheels for {markdown.listed(architectures)}"
        rust = _rust(view, libc, lowest)
        verb = "are tagged for" if rust or assumed else "need"
        sure = " (assumed)" if assumed else ""
        yield f"{who} {verb} {libc} {_dotted(lowest)} or newer{sure}{rust}"


def _rust(view: View, libc: str, lowest: tuple[int, int]) -> str:
    """Tell what Rust's own library needs where a tag admits less."""
    rust = view.analysis.facts.rust_minimum("glibc") if libc == "glibc" else None
    if rust is None or lowest >= tuple(int(part) for part in rust.minimum.split(".")[:2]):
        return ""
    return f", though Rust's own library needs {rust.minimum} since Rust {rust.since}"


def _dotted(version: tuple[int, int]) -> str:
    return f"{version[0]}.{version[1]}"


def _needs(view: View, linux: Groups) -> Iterator[str]:
    if not linux:
        return
    yield "## What each Linux wheel needs"
    rows = [row for platform, wheels in linux.items() for row in _tags(view, platform, wheels)]
    yield markdown.table(
        ("Platform", "Platform tag", "Wheels", "The tag admits", "Built in", "Asked for"), rows, right=(2,)
    )
    yield from _chosen(view, linux)
    rust = view.analysis.facts.rust_minimum("glibc")
    if rust:
        source = markdown.external("source", rust.source)
        yield (
            f"Rust's standard library itself asks for glibc {markdown.text(rust.minimum)} since Rust "
            f"{rust.since} of {rust.released} ({source})."
        )


def _chosen(view: View, linux: Groups) -> Iterator[str]:
    """Give the reasons for the tags: those of all wheels, then those of each platform, folded where long."""
    shared = common(linux.values()) or every(next(iter(linux.values())))
    first = because(view, (one for one in shared if not one.python))
    if first:
        yield "What chose these tags:" if len(linux) > 1 else "What chose the tags:"
        yield markdown.bullets(first)
    rows = [
        (markdown.text(platform), "<br>".join(told))
        for platform, wheels in linux.items()
        if (told := because(view, (one for one in every(wheels) if not one.python and one not in shared)))
    ]
    if rows:
        table = markdown.table(("Platform", "Because"), rows)
        yield markdown.details("info", "What chose the tags of each platform", table)


def _tags(view: View, platform: Platform, wheels: Sequence[Wheel]) -> Iterator[tuple[str, ...]]:
    tags: dict[str, list[Wheel]] = {}
    for wheel in wheels:
        tags.setdefault(wheel.platform, []).append(wheel)
    for tag, group in tags.items():
        lowest = floor(group[0])
        makers = builds(view.release, group)
        yield (
            markdown.text(platform),
            markdown.codes(tag.split(".")),
            str(len(group)),
            f"{platform.libc} {_dotted(lowest)}" if lowest else "this build's system: no policy is met",
            markdown.listed(list(dict.fromkeys(_image(build) for build in makers))),
            _asked(view, makers),
        )


def _image(build: Build) -> str:
    if build.image is None:
        return "the runner itself"
    return markdown.code(build.image) + (" (cross compiler)" if build.cross else "")


def _asked(view: View, makers: Sequence[Build]) -> str:
    """Give what builds ask for, each once with the lines that do."""
    places: dict[str, list[Location]] = {}
    for build in makers:
        asked = [markdown.code(f"manylinux: {build.manylinux}")] if build.manylinux else []
        asked += [f"policy {markdown.code(name)}" for name in build.compatibility]
        if asked:
            places.setdefault(", ".join(asked), []).append(_line(view, build))
    return "; ".join(f"{told} ({view.evidence.brief(found)})" for told, found in places.items()) or "nothing"


def _line(view: View, build: Build) -> Location:
    asked = given(step_of(view, build), "manylinux") if build.manylinux else None
    return asked or build.origin.location


def _systems(view: View, linux: Groups) -> Iterator[str]:
    if not linux:
        return
    day = view.analysis.facts.as_of
    yield "## Who can install them"
    overview = view.page("index", "the overview")
    yield (
        f"Systems as of {day}. Yes: a wheel fits. No: none does, and {without_wheel(view).clause}. Which Python "
        f"a wheel is for is another question, see {overview}."
    )
    architectures = list(dict.fromkeys(platform.architecture for platform in linux))
    found = sorted(
        (one for one in view.analysis.facts.systems if one.os == "linux" and maintained(one, day)),
        key=lambda one: (one.libc, one.libc_key, one.name),
    )
    rows = [
        (
            markdown.text(one.name),
            f"{one.libc} {one.libc_version}",
            _ends(one, view),
            *(_fits(one, name, linux) for name in architectures),
        )
        for one in found
    ]
    yield markdown.table(("System", "C library", "Updates", *architectures), rows)


def _ends(system: System, view: View) -> str:
    day = view.analysis.facts.as_of
    if system.ends is None:
        return markdown.NOTHING
    if system.supported(day) or system.extended is None:
        return f"until {system.ends}"
    return f"extended, until {system.extended}"


def _fits(system: System, architecture: str, linux: Groups) -> str:
    if architecture not in system.architectures:
        return markdown.NOTHING
    wheels = linux.get(Platform("Linux", system.libc, architecture), ())
    found = fitting(system, architecture, linux)
    if not found:
        return state.no("no")
    return state.yes("yes") if len(found) == len(wheels) else state.partly("some")
