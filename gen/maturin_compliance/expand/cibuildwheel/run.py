"""A run of cibuildwheel, as a step that uses the action or as a command."""

from fnmatch import fnmatchcase

from maturin_compliance.expand.cibuildwheel.build import Work, make
from maturin_compliance.expand.cibuildwheel.order import Order, of_command, of_step
from maturin_compliance.expand.cibuildwheel.selection import select
from maturin_compliance.expand.cibuildwheel.settings import Settings
from maturin_compliance.expand.github.state import JobState, StepView
from maturin_compliance.expand.github.workspace import Sdist, join
from maturin_compliance.expand.maturin.naming import distribution
from maturin_compliance.expand.release import NotModelled
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expression import Unknown, Value
from maturin_compliance.facts.cibuildwheel import Platform
from maturin_compliance.model.node import Node
from maturin_compliance.model.project import Package

PLATFORMS: dict[str, Platform] = {"linux": "linux", "macos": "macos", "windows": "windows", "pyodide": "pyodide"}


def run_action(job: JobState, view: StepView, ref: str) -> Value:
    """pypa/cibuildwheel."""
    run(of_step(job, view, ref))
    return {}


def run_command(call: Call) -> str | None:
    """``cibuildwheel``; an option that prints the builds makes none."""
    if "--print-build-identifiers" not in call.words:
        run(of_command(call))
    return None


def run(order: Order) -> None:
    """Follow a run; what cannot be known is noted as not modelled."""
    work = work_of(order)
    if isinstance(work, NotModelled):
        order.job.run.miss(work.message, work.location)
        return
    selection = select(order, work.settings, work.platform, work.package)
    if isinstance(selection, NotModelled):
        order.job.run.miss(selection.message, selection.location)
        return
    work = Work(
        order=order,
        settings=work.settings,
        platform=work.platform,
        package=work.package,
        because=selection.because,
    )
    if not selection.identifiers:
        order.job.run.miss("cibuildwheel finds no build to make in this job", order.location)
    make(work, selection.identifiers)


def work_of(order: Order) -> "Work | NotModelled":
    """What a run builds, where, with which options."""
    if order.unknown:
        text = f"`{order.unknown[0]}` of cibuildwheel is not known before the workflow runs"
        return NotModelled(text, order.view.place(order.unknown[0]))
    package = package_of(order)
    if package is None:
        text = f"cibuildwheel builds `{order.options['package-dir']}`" if "package-dir" in order.options else ""
        return NotModelled(
            f"{text or 'cibuildwheel builds a folder'} that holds no maturin package", order.location
        )
    platform = platform_of(order)
    if isinstance(platform, NotModelled):
        return platform
    table = table_of(order, package)
    if isinstance(table, NotModelled):
        return table
    settings = Settings(table=table, platform=platform, env=order.env, places=order.places)
    return Work(order=order, settings=settings, platform=platform, package=package, because=())


def package_of(order: Order) -> Package | None:
    """The package in ``package-dir``, or of the source distribution that it names."""
    project = order.job.run.project
    folder = join(order.folder, order.options.get("package-dir", "."))
    if folder.endswith(".tar.gz"):
        files = order.job.files.match([folder]).values()
        names = [file.filename for file in files if isinstance(file, Sdist)]
        starts = {p.folder: f"{distribution(p)}-*" for p in project.packages}
        return next((p for p in project.packages for n in names if fnmatchcase(n, starts[p.folder])), None)
    return next((p for p in project.packages if p.folder == folder), None)


def platform_of(order: Order) -> "Platform | NotModelled":
    """The platform: of ``only``, of the command line, of CIBW_PLATFORM, else the machine's."""
    only = order.options.get("only", "")
    if only:
        marks = {"linux": "linux_", "macos": "macosx_", "windows": "win", "pyodide": "pyodide_"}
        name = next((n for n, mark in marks.items() if mark in only), only)
        return PLATFORMS.get(name) or _foreign(order, only)
    asked = order.options.get("platform") or order.env.get("CIBW_PLATFORM") or "auto"
    if isinstance(asked, Unknown):
        place = order.places.get("CIBW_PLATFORM", order.location)
        return NotModelled(
            "the platform that cibuildwheel builds for is not known before the workflow runs", place
        )
    name = order.job.machine.os or "" if asked == "auto" else asked
    if not name:
        return NotModelled(f"the runner of job {order.job.name} is not known", order.location)
    return PLATFORMS.get(name) or _foreign(order, name)


def _foreign(order: Order, name: str) -> NotModelled:
    return NotModelled(f"wheels of cibuildwheel for `{name}` are not covered by these rules", order.location)


def table_of(order: Order, package: Package) -> "Node | NotModelled | None":
    """``[tool.cibuildwheel]`` of ``config-file``, else of the package's pyproject.toml; None without one."""
    named = order.options.get("config-file", "")
    path = join(order.folder, named.replace("{package}", package.folder)) if named else ""
    packages = order.job.run.project.packages
    holder = next((p for p in packages if p.pyproject and p.pyproject.path == path), None) if path else package
    if holder is None:
        document = order.job.run.project.configs.get(path)
        if document is None:
            text = f"the options of cibuildwheel in `{named}` are not read"
            return NotModelled(text, order.view.place("config-file"))
        tool = document.mapping.get("tool")
        return tool.mapping.get("cibuildwheel") if tool else None
    return holder.pyproject.tools.get("cibuildwheel") if holder.pyproject else None
