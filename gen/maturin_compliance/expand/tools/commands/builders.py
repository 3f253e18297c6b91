"""Programs that build: maturin, and front ends that call it as a build backend."""

import re
from dataclasses import replace
from posixpath import relpath

from packaging.requirements import InvalidRequirement, Requirement

from maturin_compliance.expand.github.state import Installed
from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.maturin.interpreters import Pythons, parse_name
from maturin_compliance.expand.maturin.options import Options, parse
from maturin_compliance.expand.maturin.package import find_package
from maturin_compliance.expand.maturin.request import Request
from maturin_compliance.expand.release import Reason
from maturin_compliance.expand.shell import known
from maturin_compliance.expand.tools.build import make_build, upload_built
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands.options import MATURIN, PYTHON, take
from maturin_compliance.expand.tools.machine import host_pythons, image_pythons, maturin_version, places_of
from maturin_compliance.model.project import Package


def maturin(call: Call) -> str | None:
    """``maturin build``, ``publish``, ``upload``, ``sdist``."""
    options = parse(call.words[1:])
    if options.command == "upload":
        folder = call.path(".")
        upload_built(call.job, call.view, options, method="maturin upload", folder=folder, location=call.location)
    elif options.command in ("build", "publish", "sdist"):
        request = request_of(call, options)
        if request is not None:
            make_build(call.job, call.view, request)
    return ""


def front_end(call: Call) -> str | None:
    """``python -m build`` and ``uv build``: the backend builds an sdist, and a wheel for the default Python."""
    words = list(call.words[1:])
    given = take(words, "--outdir", "-o", "--out-dir")
    for option in ("--python", "-p", "--config-setting", "-C", "--package"):
        take(words, option)
    folder = next((w for w in words if not w.startswith("-")), ".")
    out = call.path(given) if given else join(call.path(folder), "dist")
    sdist, wheel = "--sdist" in words or "-s" in words, "--wheel" in words or "-w" in words
    base = call.with_words("maturin")
    if sdist or not wheel:
        run_build(base, ["sdist", "--out", out], folder)
    if wheel or not sdist:
        run_build(base, ["build", "--release", "--no-sdist", "--out", out], folder)
    return ""


def pyodide(call: Call) -> str | None:
    """``pyodide build``: the backend builds a wheel for Emscripten, for the Python that runs the tool."""
    words = list(call.words[1:])
    if words[:1] != ["build"]:
        return None
    given = take(words, "--outdir", "-o")
    folder = next((word for word in words[1:] if not word.startswith("-")), ".")
    out = call.path(given) if given else join(call.path(folder), "dist")
    default = pythons(call, call.shell.image).default
    asked = ["-i", str(default)] if default else []
    build = ["build", "--release", "--no-sdist", "--target", "wasm32-unknown-emscripten", *asked, "--out", out]
    run_build(call.with_words("maturin"), build, folder)
    return ""


def run_build(call: Call, words: list[str], folder: str) -> None:
    """One call of maturin in a folder that has a package."""
    options = parse(words)
    request = request_of(call, options, folder=call.path(folder), tool="build")
    if request is not None and find_package(request, call.job.run.project) is not None:
        make_build(call.job, call.view, request)


def request_of(
    call: Call, options: Options, *, folder: str | None = None, tool: str = "maturin"
) -> Request | None:
    """The request of a command on the runner or in a container; None where the system is not known."""
    job = call.job
    image = call.shell.image
    machine_os = "linux" if image else job.machine.os
    if machine_os is None:
        job.run.miss(f"the runner of job {job.name} is not known", call.location)
        return None
    runner = job.run.facts.runner(job.machine.label or "")
    where = Reason(f"maturin runs in `{image}`" if image else "maturin runs on the runner itself", call.location)
    because = [where]
    if not call.view.certain:
        because.append(Reason("the command runs only on a condition", call.location, assumed=True))
    draft = Request(
        options=located(call, options, folder or call.path(".")),
        tag=job.run.tag,
        arguments=call.words[1:],
        tool=tool,
        os=machine_os,
        architecture=job.machine.architecture,
        image=image,
        env={k: v for k, v in call.invocation.env.items() if isinstance(v, str) and known(v)},
        folder=folder or call.path("."),
        pythons=pythons(call, image),
        manylinux=None,
        maturin=job.run.facts.newest_maturin(None) or job.run.facts.maturin_versions[0],
        pinned=False,
        toolchain=job.toolchain,
        glibc=runner.glibc if runner and image is None else None,
        origin=job.origin(call.location),
        because=tuple(because),
        certain=call.view.certain,
        places=places_of(job, call.view),
    )
    return with_version(call, draft, find_package(draft, job.run.project))


def located(call: Call, options: Options, folder: str) -> Options:
    """The options with absolute paths of the workspace, or of a folder mounted from it, relative to ``folder``."""
    return replace(
        options,
        out=relative(call, options.out, folder),
        manifest_path=relative(call, options.manifest_path, folder),
    )


def relative(call: Call, path: str | None, folder: str) -> str | None:
    """A path that may be absolute, relative to a folder of the workspace where it lies in that."""
    found = call.path(path) if path and path.startswith("/") else None
    if found is None or found.startswith("/") or folder.startswith("/"):
        return path
    return relpath(found, folder)


def with_version(call: Call, draft: Request, package: Package | None) -> Request:
    """The request with the version of maturin that a script has installed, else that the project asks for."""
    asked = call.variable(MATURIN)
    installed = Installed(asked, call.location) if asked else call.job.installed_tools.get("maturin")
    wanted, place = (installed.version, installed.location) if installed else (None, None)
    version, pinned, why = maturin_version(call.job, wanted, package, place)
    return replace(draft, maturin=version, pinned=pinned, because=(*draft.because, *why))


def pythons(call: Call, image: str | None) -> Pythons:
    """The Pythons that maturin finds: of a wrapper such as ``uvx --python``, of the image, of the runner."""
    chosen = call.variable(PYTHON) or call.variable("UV_PYTHON")
    python = parse_name(chosen) if chosen and known(chosen) else None
    if python is not None:
        return Pythons(default=python, visible=(python,), certain=True, described=f"Python {python}, asked for")
    if image:
        return image_pythons(call.job, image)
    return host_pythons(call.job, tool_cache=call.job.machine.os == "windows")


def note_installed(call: Call, words: list[str]) -> None:
    """Keep the version at which a script installs maturin or cibuildwheel."""
    for word in words:
        try:
            requirement = Requirement(word)
        except InvalidRequirement:
            continue
        if requirement.name in ("maturin", "cibuildwheel"):
            exact = re.fullmatch(r"==\s*([\w.]+)", str(requirement.specifier))
            wanted = exact[1] if exact else str(requirement.specifier) or "latest"
            call.job.installed_tools[requirement.name] = Installed(wanted, call.location)
