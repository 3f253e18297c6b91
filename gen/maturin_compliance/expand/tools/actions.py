"""Actions that matter on the way to an index: what each does with files, Pythons and outputs."""

import re
from collections.abc import Callable

from packaging.specifiers import InvalidSpecifier, SpecifierSet

from maturin_compliance.expand.cibuildwheel.run import run_action as run_cibuildwheel
from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.github.workspace import File, Sdist, Text, join, upload_root
from maturin_compliance.expand.release import Download, Upload, Wheel
from maturin_compliance.expand.tools.machine import add_pythons
from maturin_compliance.expand.tools.maturin_action import run_maturin_action
from maturin_compliance.expand.tools.publishing import publish_files, trusted_by_identity
from maturin_compliance.expand.tools.script import run_container, run_text
from maturin_compliance.expression import Partial, Unknown, Value


def run_action(job: JobState, view: StepView) -> Value:
    """Follow an action; gives its outputs."""
    uses = view.uses or ""
    name, _, ref = uses.partition("@")
    handler = ACTIONS.get(name.lower())
    if handler is not None:
        return handler(job, view, ref)
    if name.startswith("docker://"):
        return {}
    return Partial({}, f"it is an output of {name}")


def setup_python(job: JobState, view: StepView, ref: str) -> Value:
    """actions/setup-python: ``python-version``, one a line; the last is the default."""
    del ref
    versions = view.text("python-version")
    if isinstance(versions, Unknown):
        job.pythons_unknown = True
        return Partial({}, "the version of Python is not known")
    newest = view.known("check-latest") == "true"
    lines = [line.strip() for line in versions.splitlines() if line.strip()]
    names = [resolved(job, line, check_latest=newest) for line in lines]
    found = add_pythons(job, names, replace=True)
    job.python_architecture = view.known("architecture").lower() or None
    if not found:
        return Partial({}, "the version of Python is not known")
    last = str(found[-1])
    implementation = "python" if found[-1].implementation == "cpython" else ""
    path = f"/opt/hostedtoolcache/Python/{last}/bin/{implementation}{last}"
    return Partial({"python-path": path, "python-version": last}, "it differs from run to run")


def resolved(job: JobState, name: str, *, check_latest: bool) -> str:
    """A version of setup-python, ranges resolved.

    A range such as ``3.x`` or ``>=3.9`` is the newest one of the runner's tool cache that fits, and the newest
    release where none does or ``check-latest`` is set (find-python.ts of actions/setup-python).
    """
    wanted = version_range(name)
    if wanted is None:
        return name
    facts = job.run.facts
    runner = facts.runner(job.machine.label or "")
    cached = [v for v in (runner.pythons if runner else ()) if re.fullmatch(r"3\.\d+", v)]
    released = [p.version for p in facts.pythons if p.released <= facts.as_of]
    for versions in ([] if check_latest else cached, released):
        fitting = [v for v in versions if wanted.contains(f"{v}.1")]
        if fitting:
            return max(fitting, key=lambda v: int(v.partition(".")[2]))
    return name


def version_range(name: str) -> SpecifierSet | None:
    """A version of setup-python as a specifier where it is a range; None for a plain version."""
    if re.fullmatch(r"3(\.x)?", name):
        return SpecifierSet(">=3,<4")
    span = re.fullmatch(r"(3\.\d+)\s*-\s*(3\.\d+)", name)
    if span:
        return SpecifierSet(f">={span[1]},<={span[2]}.99")
    if name[:1] not in "<>=~^":
        return None
    try:
        return SpecifierSet(re.sub(r"\s+", ",", re.sub(r"([<>=~^]+)\s+", r"\1", name).replace("^", "~=")))
    except InvalidSpecifier:
        return None


def setup_conda(job: JobState, view: StepView, ref: str) -> Value:
    """conda-incubator/setup-miniconda and the like: ``python-version``."""
    del ref
    version = view.text("python-version")
    if isinstance(version, Unknown):
        job.pythons_unknown = True
    elif version:
        add_pythons(job, [version], replace=True)
    return Partial({}, "it is an output of conda")


def setup_uv(job: JobState, view: StepView, ref: str) -> Value:
    """astral-sh/setup-uv: ``python-version`` sets UV_PYTHON."""
    del ref
    version = view.known("python-version")
    if version:
        job.env["UV_PYTHON"] = version
    return Partial({}, "it is an output of setup-uv")


def upload(job: JobState, view: StepView, ref: str) -> Value:
    """actions/upload-artifact."""
    del ref
    name = view.text("name", "artifact")
    paths = [line.strip() for line in view.known("path").splitlines() if line.strip()]
    found = {p: f for p, f in job.files.within(paths).items() if not isinstance(f, Text)}
    if found:
        root = upload_root(paths, found)
        job.run.artifacts.upload(name, found, root, overwrite=view.known("overwrite") == "true")
    elif job.unfollowed:
        command, location = job.unfollowed[-1]
        job.run.miss(f"job {job.name} uploads what `{command}` makes, which is not followed", location)
    shown = name if isinstance(name, str) else None
    job.activities.append(
        Upload(
            origin=job.origin(view.location),
            name=shown,
            paths=tuple(paths),
            files=tuple(sorted(file_name(file) for file in found.values())),
        )
    )
    return Partial({}, "it differs from run to run")


def download(job: JobState, view: StepView, ref: str) -> Value:
    """actions/download-artifact: by name into the folder, else each into a folder of its own."""
    folder = view.known("path", ".")
    name, pattern = view.text("name"), view.text("pattern")
    merge = view.known("merge-multiple") == "true"
    store = job.run.artifacts
    if isinstance(name, str) and name:
        found, merge = store.named(name), True
    elif isinstance(pattern, str) and pattern:
        found = store.matching(pattern)
    else:
        found = list(store.kept)
        merge = merge or (isinstance(name, Unknown) and bool(found))
    del ref
    files: list[str] = []
    for artifact in found:
        below = folder if merge else join(folder, str(artifact.name))
        for path, file in artifact.files.items():
            job.files.add(below, path, file)
            files.append(file_name(file))
    names = tuple(a.name for a in found if isinstance(a.name, str))
    job.activities.append(Download(origin=job.origin(view.location), artifacts=names, files=tuple(sorted(files))))
    return Partial({"download-path": folder}, "it differs from run to run")


def file_name(file: File) -> str:
    """The name of a file, "" for a text."""
    return file.filename if isinstance(file, (Wheel, Sdist)) else ""


def pypi_publish(job: JobState, view: StepView, ref: str) -> Value:
    """pypa/gh-action-pypi-publish: everything in ``packages-dir``."""
    folder = view.known("packages-dir") or view.known("packages_dir", "dist")
    token = view.inputs.get("password") is not None or view.inputs.get("user") is not None
    identity = trusted_by_identity(job)
    trusted = False if token else True if identity else None
    attestations = view.known("attestations", "true") != "false" and trusted is True
    publish_files(
        job,
        view.location,
        method="gh-action-pypi-publish",
        patterns=(join(folder, "*"),),
        index=view.known("repository-url") or view.known("repository_url"),
        trusted=trusted,
        attestations=attestations and not re.match(r"v?1\.(\d|10)(\.|$)", ref.removeprefix("release/")),
        skip_existing="true" in (view.known("skip-existing"), view.known("skip_existing")),
        certain=view.certain,
    )
    return {}


def autopub(job: JobState, view: StepView, ref: str) -> Value:
    """autopub/autopub-action with the command ``publish``: everything in dist."""
    del ref
    if view.known("command") == "publish":
        publish_files(
            job,
            view.location,
            method="autopub",
            patterns=("dist/*",),
            index="",
            trusted=True if trusted_by_identity(job) else None,
            attestations=None,
            skip_existing=False,
            certain=view.certain,
        )
    return {}


def rust_toolchain(job: JobState, view: StepView, ref: str) -> Value:
    """Actions that install a toolchain; only a version that is fixed matters."""
    wanted = view.known("toolchain") or ref
    if re.fullmatch(r"v?1\.\d+(\.\d+)?", wanted):
        job.toolchain = wanted.removeprefix("v")
    return Partial({}, "it differs from run to run")


def docker_run(job: JobState, view: StepView, ref: str) -> Value:
    """addnab/docker-run-action and the like: ``image`` and ``run``."""
    del ref
    image = view.known("image", "an image that is not known")
    run_container(job, view, image, view.marked("run"), view.place("run").line or 1)
    return {}


def run_on_arch(job: JobState, view: StepView, ref: str) -> Value:
    """uraimo/run-on-arch-action runs a script in an emulated system; builds there are not modelled."""
    del ref
    script = view.marked("run")
    if "maturin" in script:
        job.run.miss("maturin runs inside run-on-arch-action", view.location)
    else:
        system = f"{view.known('distro')} on {view.known('arch')}"
        run_container(job, view, system, script, view.place("run").line or 1)
    return {}


def measured(job: JobState, view: StepView, ref: str) -> Value:
    """CodSpeedHQ/action: ``run``."""
    del ref
    run_text(job, view, view.marked("run"), view.place("run").line or 1)
    return {}


def retry(job: JobState, view: StepView, ref: str) -> Value:
    """nick-fields/retry: ``command``."""
    del ref
    run_text(job, view, view.marked("command"), view.place("command").line or 1)
    return {}


Handler = Callable[[JobState, StepView, str], Value]

ACTIONS: dict[str, Handler] = {
    "actions/setup-python": setup_python,
    "actions/upload-artifact": upload,
    "actions/download-artifact": download,
    "astral-sh/setup-uv": setup_uv,
    "conda-incubator/setup-miniconda": setup_conda,
    "mamba-org/setup-micromamba": setup_conda,
    "pyo3/maturin-action": run_maturin_action,
    "messense/maturin-action": run_maturin_action,
    "pypa/gh-action-pypi-publish": pypi_publish,
    "autopub/autopub-action": autopub,
    "pypa/cibuildwheel": run_cibuildwheel,
    "joerick/cibuildwheel": run_cibuildwheel,
    "dtolnay/rust-toolchain": rust_toolchain,
    "actions-rs/toolchain": rust_toolchain,
    "actions-rust-lang/setup-rust-toolchain": rust_toolchain,
    "addnab/docker-run-action": docker_run,
    "uraimo/run-on-arch-action": run_on_arch,
    "codspeedhq/action": measured,
    "nick-fields/retry": retry,
    "nick-invision/retry": retry,
}
