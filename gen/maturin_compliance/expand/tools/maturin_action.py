"""PyO3/maturin-action: from its inputs to one call of maturin.

Source: src/index.ts of the action. Quotes inside ``args`` are lost, as the action joins the words again.
"""

import re
import shlex
from dataclasses import dataclass

from packaging.version import Version

from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.maturin.host import HOSTS
from maturin_compliance.expand.maturin.options import Options, parse
from maturin_compliance.expand.maturin.package import package_of
from maturin_compliance.expand.maturin.request import Request
from maturin_compliance.expand.release import Reason
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.build import make_build, upload_built
from maturin_compliance.expand.tools.machine import (
    host_pythons,
    image_pythons,
    known_env,
    maturin_version,
    places_of,
)
from maturin_compliance.expression import Unknown, Value
from maturin_compliance.facts import MaturinAction
from maturin_compliance.location import Location
from maturin_compliance.model.project import Package

BUILDING = ("build", "publish")


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the action runs maturin: an image or the host, with the words it adds and why."""

    image: str | None
    added: tuple[str, ...]
    because: tuple[Reason, ...]


def run_maturin_action(job: JobState, view: StepView, ref: str) -> Value:
    """Follow a step that uses the action; it has no outputs."""
    action = job.run.facts.maturin_action(ref)
    words = arguments(view.marked("args"))
    given = view.marked("command") if any(k.lower() == "command" for k in view.inputs) else "build"
    if not given and words:
        given, words = words[0], words[1:]
    if given not in (*BUILDING, "sdist", "upload"):
        return {}
    if job.machine.os is None:
        job.run.miss(f"the runner of job {job.name} is not known", view.location)
        return {}
    target = target_of(job, view, action, words)
    words, placement = place(job, view, action, given, words, target)
    options = parse([given, *placement.added, *words])
    if any(not known(word) for word in options.files):
        job.run.miss("a part of `args` is made while the workflow runs", view.place("args"))
        return {}
    folder = join(".", view.known("working-directory", "."))
    package = package_near(job, options, folder)
    if given == "upload":
        upload_built(job, view, options, method="maturin upload", folder=folder, location=view.location)
        return {}
    version, pinned, why = version_of(job, view, package)
    request = Request(
        options=options,
        tag=job.run.tag,
        arguments=tuple(words),
        tool="maturin-action",
        os=job.machine.os,
        architecture=job.machine.architecture,
        image=placement.image,
        env=environment(view, action, placement.image),
        folder=folder,
        pythons=image_pythons(job, placement.image)
        if placement.image
        else host_pythons(job, tool_cache=job.machine.os != "linux", target=target),
        manylinux=view.marked("manylinux") or None,
        maturin=version,
        pinned=pinned,
        toolchain=toolchain(view) or job.toolchain,
        glibc=glibc(job, placement.image),
        origin=job.origin(view.location),
        because=(*why, *placement.because, *conditional(view)),
        certain=view.certain,
        places=lines_of(job, view, placement),
    )
    make_build(job, view, request)
    return {}


def lines_of(job: JobState, view: StepView, placement: Placement) -> dict[str, Location]:
    """Where the arguments, the policy and variables stand."""
    args = view.place("args")
    policy = view.place("manylinux") if "--manylinux" in placement.added else args
    return {**places_of(job, view), "args": args, "manylinux": policy}


def arguments(text: str) -> list[str]:
    """The words of ``args``: split with quotes, joined by single spaces, split again."""
    lexer = shlex.shlex(text.replace("\n", " "), posix=True, punctuation_chars=False)
    lexer.whitespace_split = True
    lexer.escape = ""
    lexer.commenters = ""
    try:
        return " ".join(lexer).split()
    except ValueError:
        return text.split()


def target_of(job: JobState, view: StepView, action: MaturinAction, words: list[str]) -> str | None:
    """The Rust target: the input, else ``--target``; short names go through the table of the system."""
    name = view.marked("target")
    if not name and "--target" in words[:-1]:
        name = words[words.index("--target") + 1]
    if not name:
        return None
    family = job.machine.os or "linux"
    if family == "linux":
        family = "musllinux" if view.marked("manylinux").startswith("musllinux") else "manylinux"
    return action.target(family, name)


def place(
    job: JobState, view: StepView, action: MaturinAction, command: str, words: list[str], target: str | None
) -> tuple[list[str], Placement]:
    """Choose between host and container, and add ``--target`` and ``--manylinux`` as the action does."""
    added: list[str] = []
    key = re.sub(r"^manylinux_?", "", view.marked("manylinux"))
    container = view.marked("container")
    host = HOSTS.get((job.machine.os or "", job.machine.architecture or ""))
    wanted = target or host or ""
    if target and "--target" not in words and command in BUILDING:
        added += ["--target", target]
    if job.machine.os != "linux" or command not in BUILDING:
        return words, Placement(None, tuple(added), ())
    if "--zig" in words:
        if wanted.startswith("s390x"):
            words = [word for word in words if word != "--zig"]
        elif container not in ("on", "true"):
            container = "off"
    if not key and implied(job, command, wanted):
        key = "auto"
    if key and key != "auto":
        added += ["--manylinux", key]
    return words, contained(job, view, action, key, container, wanted, tuple(added))


def implied(job: JobState, command: str, target: str) -> bool:
    """Without the input: publish, and from x64 any other Linux than x86, take the default image."""
    if command == "publish":
        return True
    foreign = "linux" in target and "android" not in target and not target.startswith(("x86_64", "i686"))
    return job.machine.architecture == "x64" and foreign


def contained(
    job: JobState,
    view: StepView,
    action: MaturinAction,
    key: str,
    container: str,
    target: str,
    added: tuple[str, ...],
) -> Placement:
    """The image that the build runs in."""
    docker = key not in ("", "off") if not container else container != "off"
    if not docker:
        return Placement(None, added, (Reason("maturin runs on the runner itself", view.location),))
    if container and container not in ("on", "true", "auto"):
        bare = re.sub(r"^manylinux_?", "", container)
        named = action.container(job.machine.architecture or "", target, bare)
        image = named.image if named else container
        return Placement(image, added, (Reason(f"`container` gives `{image}`", view.place("container")),))
    return default_image(job, view, action, key, target, added)


def default_image(
    job: JobState, view: StepView, action: MaturinAction, key: str, target: str, added: tuple[str, ...]
) -> Placement:
    """The action's own image for runner, target and key; that of the runner's target where it has none."""
    architecture = job.machine.architecture or ""
    key = key or "auto"
    where = view.place("manylinux")
    found = action.container(architecture, target, key)
    if found:
        reason = Reason(f"maturin-action builds `{target}` with `manylinux: {key}` in `{found.image}`", where)
        return Placement(found.image, added, (reason,))
    host = HOSTS.get(("linux", architecture), "")
    other = action.container(architecture, host, key)
    if other:
        text = f"maturin-action has no image for `{target}` and `{key}`; it takes `{other.image}`"
        return Placement(other.image, added, (Reason(text, where, assumed=True),))
    text = f"maturin-action has no image for `{target}` and `{key}`, so maturin runs on the runner itself"
    return Placement(None, added, (Reason(text, where),))


def environment(view: StepView, action: MaturinAction, image: str | None) -> dict[str, str]:
    """The variables that maturin sees; only some reach a container, and those of ``docker-options``."""
    env = known_env(view.env)
    if image is None:
        return env
    prefixes = action.environment_prefixes
    kept = {name: value for name, value in env.items() if not prefixes or name.startswith(prefixes)}
    for match in re.finditer(r"(?:-e|--env)[ =](\w+)=(\S+)", view.marked("docker-options")):
        kept[match[1]] = match[2]
    return kept


def toolchain(view: StepView) -> str | None:
    """A version of Rust that the input fixes."""
    wanted = view.known("rust-toolchain")
    return wanted if re.fullmatch(r"1\.\d+(\.\d+)?", wanted) else None


def glibc(job: JobState, image: str | None) -> str | None:
    """The glibc of the runner, None in an image."""
    runner = job.run.facts.runner(job.machine.label or "")
    return runner.glibc if runner and image is None else None


def conditional(view: StepView) -> tuple[Reason, ...]:
    """A reason where the step may not run."""
    if view.certain:
        return ()
    return (
        Reason("the build runs only on a condition that the files do not decide", view.location, assumed=True),
    )


def package_near(job: JobState, options: Options, folder: str) -> Package | None:
    """The package of ``-m`` or of the working directory."""
    path = options.manifest_path
    return package_of(join(folder, path or "Cargo.toml"), job.run.project)


def version_of(job: JobState, view: StepView, package: Package | None) -> tuple[Version, bool, tuple[Reason, ...]]:
    """``maturin-version``, else the requirement where the action's own parser can read it, else the newest."""
    wanted = view.text("maturin-version")
    if isinstance(wanted, Unknown):
        return maturin_version(job, "latest", package)
    if wanted:
        return maturin_version(job, wanted, package, view.place("maturin-version"))
    build = package.pyproject.build_system if package and package.pyproject else None
    if build and build.maturin and not re.fullmatch(r"maturin(\s*[<>=]=?[^~;\[]*)?", build.maturin.text):
        return maturin_version(job, "latest", package)
    return maturin_version(job, None, package)
