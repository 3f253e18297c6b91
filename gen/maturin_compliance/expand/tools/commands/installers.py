"""Programs that install the package."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from packaging.utils import canonicalize_name

from maturin_compliance.expand.github.state import JobState
from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.maturin.interpreters import Interpreter
from maturin_compliance.expand.release import Install, Reason, Wheel
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands.builders import note_installed
from maturin_compliance.expand.tools.commands.options import take
from maturin_compliance.expand.tools.commands.pythons import python_of
from maturin_compliance.expand.tools.commands.testers import note_test
from maturin_compliance.install import Interpreter as Installer
from maturin_compliance.install import Libc, Machine, chosen


def pip_install(call: Call) -> str | None:
    """``pip install`` and ``uv pip install`` of what the project builds."""
    words = list(call.words[call.words.index("install") + 1 :])
    note_installed(call, [*words, *grouped(call, take(words, "--group"))])
    links = take(words, "--find-links", "-f")
    take(words, "--python", "-p")
    again = any(word in _AGAIN or word.startswith("--reinstall") for word in words)
    names = [word for word in words if not word.startswith("-")]
    files = [name for name in names if name.endswith((".whl", ".tar.gz")) or "*" in name]
    named = next((name for name in names if is_project(call.job, name)), None)
    if "-e" in words or "--editable" in words:
        record(call, source="editable", isolated=True, wheel=None)
    elif files:
        install_files(call, files)
    elif any(is_source_tree(call, name) for name in names):
        record(call, source="tree", isolated=True, wheel=None)
    elif named is not None and (again or links or call.job.installed is None):
        install_by_name(call, named, links, only_folder="--no-index" in words)
    return ""


_AGAIN = frozenset({"-U", "--upgrade", "--force-reinstall", "--ignore-installed", "-I"})
"""Options without which an installer leaves a package that is there as it is."""


def install_by_name(call: Call, requirement: str, links: str | None, *, only_folder: bool) -> None:
    """``pip install --find-links dist orchard``; no index has the version of a release before it is published."""
    folder = call.path(links) if links else None
    found = wheels_of(call, [join(folder, "*")]) if folder else []
    isolated = only_folder or "==" in requirement
    choice = choose(call, found)
    record(
        call,
        source="folder" if found else "index",
        isolated=isolated,
        wheel=choice.wheel,
        refused=choice.refused,
    )


def is_source_tree(call: Call, name: str) -> bool:
    """Whether a path names the folder of the package that is looked at (``.``, ``./[test]``)."""
    path = name.partition("[")[0]
    return path.startswith((".", "/")) and call.path(path) == call.job.run.project.package.folder


def grouped(call: Call, group: str | None) -> list[str]:
    """The requirements of a dependency group (PEP 735) of the package that is looked at."""
    pyproject = call.job.run.project.package.pyproject
    found = pyproject.dependency_groups.get(group, ()) if pyproject and group else ()
    return [dependency.text for dependency in found]


def is_project(job: JobState, requirement: str) -> bool:
    """Whether a requirement names the package that is looked at."""
    match = re.match(r"[A-Za-z0-9._-]+", requirement)
    return match is not None and canonicalize_name(match[0]) == canonicalize_name(job.run.project.name)


def install_files(call: Call, names: Sequence[str]) -> None:
    """``pip install dist/*.whl``."""
    patterns = [call.path(name) for name in names]
    found = wheels_of(call, patterns)
    if any(name.endswith(".tar.gz") for name in names) and not found:
        record(call, source="sdist", isolated=True, wheel=None)
    for group in by_distribution(found):
        choice = choose(call, group)
        record(call, source="folder", isolated=True, wheel=choice.wheel, refused=choice.refused)


def wheels_of(call: Call, patterns: Sequence[str]) -> list[Wheel]:
    """The wheels of the workspace that globs name."""
    return [file for file in call.job.files.match(patterns).values() if isinstance(file, Wheel)]


def by_distribution(wheels: Sequence[Wheel]) -> list[list[Wheel]]:
    """Wheels by the package that they are of, in the order of the names; an installer takes one of each."""
    groups: dict[str, list[Wheel]] = {}
    for wheel in wheels:
        groups.setdefault(wheel.distribution, []).append(wheel)
    return [groups[name] for name in sorted(groups)]


@dataclass(frozen=True, slots=True)
class Choice:
    """What an installer takes of wheels: one, none as all are ``refused``, or one that is not known."""

    wheel: str | None = None
    refused: tuple[str, ...] = ()


def choose(call: Call, wheels: Sequence[Wheel]) -> Choice:
    """What an installer takes where the command runs."""
    python = python_of(call)
    machine = container_machine(call) if call.shell.image else runner_machine(call.job)
    if python is None or machine is None:
        return Choice(wheels[0].filename if len(wheels) == 1 else None)
    wheel = chosen([wheel.filename for wheel in wheels], machine, installing(python))
    known = not call.job.pythons_unknown and call.job.run.doubted.keys().isdisjoint(w.filename for w in wheels)
    others = [name for wheel in wheels for name in wheel.alternatives]
    if wheel is None and known and chosen(others, machine, installing(python)) is None:
        return Choice(refused=tuple(wheel.filename for wheel in wheels))
    return Choice(wheel)


def container_machine(call: Call) -> Machine | None:
    """The container of a command as an installer sees it; its libc is that of the image's policy."""
    image = call.job.run.facts.image(call.shell.image or "")
    policy = call.job.run.facts.policy(image.policy) if image else None
    if image is None or policy is None or image.cross:
        return None
    kind: Libc = "musl" if policy.libc == "musl" else "glibc"
    return Machine(kind=kind, version=policy.key, architecture=image.architecture)


_ARCHITECTURES = {
    "linux": {"x64": "x86_64", "x86": "i686", "arm64": "aarch64"},
    "macos": {"x64": "x86_64", "arm64": "arm64"},
    "windows": {"x64": "amd64", "x86": "x86", "arm64": "arm64"},
}
"""Architectures of setup-python as platform tags write them."""


def runner_machine(job: JobState) -> Machine | None:
    """The job's runner as an installer sees it."""
    runner = job.run.facts.runner(job.machine.label or "")
    if runner is None:
        return None
    asked = job.python_architecture or runner.architecture
    architecture = _ARCHITECTURES[runner.os].get(asked, runner.architecture)
    if runner.os == "windows":
        return Machine(kind="windows", version=(10, 0), architecture=architecture)
    text = runner.glibc if runner.os == "linux" else runner.version
    major, _, minor = (text or "").partition(".")
    if not major.isdecimal():
        return None
    kind: Libc = "glibc" if runner.os == "linux" else "macos"
    number = (int(major), int(minor) if minor.isdecimal() else 0)
    return Machine(kind=kind, version=number, architecture=architecture)


def installing(python: Interpreter) -> Installer:
    """A Python as an installer names it."""
    if python.implementation == "pypy":
        return Installer(implementation="pp", version=(3, python.minor), abi=f"pypy3{python.minor}_pp73")
    threads = "t" if python.free_threaded else ""
    return Installer(implementation="cp", version=(3, python.minor), abi=f"cp3{python.minor}{threads}")


def record(call: Call, *, source: str, isolated: bool, wheel: str | None, refused: tuple[str, ...] = ()) -> None:
    """Note an installation; tests that follow run against it."""
    call.job.installed = wheel
    origin = call.job.origin(call.location)
    call.job.activities.append(
        Install(origin=origin, source=source, isolated=isolated, wheel=wheel, refused=refused)
    )


def maturin_develop(call: Call) -> str | None:
    """``maturin develop`` installs a build of its own."""
    record(call, source="editable", isolated=True, wheel=None)
    return ""


def python_code(call: Call) -> str | None:
    """``python -c "import package"`` after an installation is a test of the import."""
    if call.job.installed is not None:
        note_test(call, "python -c", call.words)
    if ".whl" in " ".join(call.words[2:]):
        doubt_wheels(call, "a Python script handles the wheels, which is not followed")
    return "/usr/bin/python\n" if "sys.executable" in " ".join(call.words[2:]) else None


def doubt_wheels(call: Call, text: str) -> None:
    """Take none of the job's wheels for certain: a program that is not followed may rename or change them."""
    reason = Reason(text, call.location, assumed=True)
    for file in call.job.files.files.values():
        if isinstance(file, Wheel):
            call.job.run.doubted.setdefault(file.filename, reason)


def retag(call: Call) -> str | None:
    """``wheel tags``, ``auditwheel repair`` and the like give wheels other names."""
    doubt_wheels(call, f"`{' '.join(call.words[:2])}` may give the wheels other names")
    return ""
