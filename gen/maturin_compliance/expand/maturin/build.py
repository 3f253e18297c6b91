"""From a call of maturin to the wheels that it makes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from packaging.version import Version

from maturin_compliance.expand.github.workspace import join
from maturin_compliance.expand.maturin.crate import Crate, crate
from maturin_compliance.expand.maturin.host import HOSTS, crosses, emulates
from maturin_compliance.expand.maturin.interpreters import Bounds, Selection, select
from maturin_compliance.expand.maturin.naming import distribution, is_placeholder, version
from maturin_compliance.expand.maturin.package import find_package
from maturin_compliance.expand.maturin.platform import Surroundings, platform_tag, requested
from maturin_compliance.expand.maturin.request import Request
from maturin_compliance.expand.maturin.tags import PlatformTag, PythonTag, python_tags
from maturin_compliance.expand.release import Build, NotModelled, Reason, Wheel
from maturin_compliance.facts import Facts, PyO3Release, Target
from maturin_compliance.facts.linked import threading
from maturin_compliance.facts.maturin import Maturin
from maturin_compliance.location import Location
from maturin_compliance.model.cargo import Manifest
from maturin_compliance.model.project import Package, Project


@dataclass(frozen=True, slots=True)
class Outcome:
    """A build with what it leaves open; ``build`` is None where nothing can be said of it."""

    build: Build | None
    not_modelled: tuple[NotModelled, ...] = ()


def build(request: Request, project: Project, facts: Facts) -> Outcome:
    """Work out the wheels of ``maturin build`` (or publish), or the sdist of ``maturin sdist``."""
    package = find_package(request, project)
    if package is None:
        where = join(request.folder, request.options.manifest_path or ".")
        note = NotModelled(f"no crate is known at {where}", request.origin.location)
        return Outcome(None, (note,))
    made = crate(project, package, request.options, facts)
    if request.options.command == "sdist" or made is None:
        return Outcome(_sdist_only(request, package))
    return _Maker(request, package, made, project, facts).outcome()


def out_folder(request: Request, manifest: Manifest | None) -> str:
    """Where the files go: ``--out``, else ``target/wheels`` of the workspace."""
    if request.options.out:
        return join(request.folder, request.options.out)
    target = request.options.target_dir or request.env.get("CARGO_TARGET_DIR")
    if target:
        return join(join(request.folder, target), "wheels")
    root = (manifest.workspace_path or manifest.path) if manifest else "Cargo.toml"
    return join(root.rpartition("/")[0] or ".", "target/wheels")


def _sdist_only(request: Request, package: Package) -> Build:
    options = request.options
    return Build(
        origin=request.origin,
        tool=request.tool,
        command="sdist",
        arguments=request.arguments,
        package=package.folder,
        target=None,
        image=request.image,
        cross=False,
        emulated=False,
        manylinux=request.manylinux,
        compatibility=(),
        interpreters=(),
        features=(),
        release=True,
        locked=options.locked,
        maturin=str(request.maturin),
        pinned=request.pinned,
        out=out_folder(request, package.manifest),
        wheels=(),
        sdist=f"{distribution(package)}-{version(package, request.tag)}.tar.gz",
    )


class _Maker:
    """The steps from a request to its build, each resting on those before it."""

    def __init__(self, request: Request, package: Package, made: Crate, project: Project, facts: Facts) -> None:
        self.request, self.package, self.crate = request, package, made
        self.project, self.facts = project, facts
        self.options = request.options
        self.tool = package.pyproject.maturin if package.pyproject else None
        self.maturin: Maturin = facts.maturin(request.maturin)
        self.image = facts.image(request.image) if request.image else None
        self.host = (
            self.image.target
            if self.image and not self.image.cross
            else HOSTS.get((request.os or "", request.architecture or ""))
        )
        self.triple = self.asked_target() or self.default_target()
        self.target = self.find_target()
        self.notes: list[NotModelled] = []

    def asked_target(self) -> str | None:
        """The target that the call names."""
        return self.options.target or self.request.env.get("CARGO_BUILD_TARGET")

    def in_unknown_image(self) -> bool:
        """Whether the build runs in an image that may be of any libc and architecture."""
        return self.request.image is not None and self.image is None

    def default_target(self) -> str | None:
        """Without a target: the host's own, or that of a cross image's compiler."""
        return self.image.target if self.image else self.host

    def find_target(self) -> Target | None:
        """The target's facts; a universal2 build is described by one of its halves."""
        if self.triple is None:
            return None
        known = self.triple.replace("universal2-", "aarch64-")
        return self.facts.target(known)

    @property
    def cross(self) -> bool:
        """Whether the interpreters of the target cannot be run (cross_compile.rs)."""
        if self.image is not None and self.image.cross:
            return True
        return crosses(self.host, self.triple)

    def outcome(self) -> Outcome:
        """The build, or why nothing is said of it."""
        if self.in_unknown_image() and not (self.asked_target() or requested(self.options, self.tool)):
            self.note(f"what `{self.request.image}` builds for is not known, so that its wheels are not told")
            return Outcome(None, tuple(self.notes))
        if self.target is None or self.triple is None:
            text = f"the target `{self.triple}`" if self.triple else "the machine that maturin runs on"
            self.note(f"{text} is not known")
            return Outcome(None, tuple(self.notes))
        if self.crate.bindings is None:
            self.note("the crate has neither a library for Python nor a binary")
            return Outcome(None, tuple(self.notes))
        selection = self.selection()
        platform = platform_tag(
            self.target,
            self.triple,
            self.options,
            self.tool,
            self.surroundings(selection),
            binary=self.crate.bindings == "bin",
            facts=self.facts,
            maturin=self.maturin,
        )
        if platform is None:
            self.note(f"wheels for `{self.triple}` are not covered by these rules")
            return Outcome(None, tuple(self.notes))
        wheels = tuple(self.wheels(selection, platform))
        return Outcome(self.build(selection, wheels), tuple(self.notes))

    def placed(self, *reasons: Reason) -> tuple[Reason, ...]:
        """Reasons that name no line of their own rest on the call."""
        where = self.request.origin.location
        return tuple(replace(reason, location=reason.location or where) for reason in reasons)

    def version_reason(self) -> tuple[Reason, ...]:
        """Why the version is not the one in the files."""
        if not is_placeholder(self.package):
            return ()
        return (
            Reason(
                f"the version in the files is a placeholder; the tag {self.request.tag} gives it", assumed=True
            ),
        )

    def image_reason(self) -> tuple[Reason, ...]:
        """Why the target is not certain: the image may be of another architecture or libc than the runner."""
        if not self.in_unknown_image() or self.asked_target():
            return ()
        return (Reason(f"what `{self.request.image}` builds for is not known", assumed=True),)

    def note(self, message: str) -> None:
        triple = None if self.in_unknown_image() and not self.asked_target() else self.triple
        self.notes.append(NotModelled(message, self.request.origin.location, triple))

    def selection(self) -> Selection:
        """The Pythons; crates without pyo3 need none."""
        if self.crate.bindings != "pyo3":
            return Selection(interpreters=())
        pyo3 = self.facts.pyo3(self.crate.pyo3).release if self.crate.pyo3 else None
        metadata = self.package.pyproject.project if self.package.pyproject else None
        selection = select(
            self.options,
            self.crate,
            cross=self.cross,
            windows=self.target is not None and self.target.os == "windows",
            pythons=self.request.pythons,
            maturin=self.maturin,
            requires_python=metadata.python if metadata else None,
            bounds=bounds_of(pyo3),
        )
        for name in selection.unresolved:
            self.note(f"which Python `{name}` is cannot be told from the files")
        line = self.request.place("args")
        because = (*selection.because, *self.refusal(selection, line))
        return replace(selection, because=tuple(replace(reason, location=line) for reason in because))

    def refusal(self, selection: Selection, line: Location) -> tuple[Reason, ...]:
        """That maturin ends with an error, and for which Python."""
        if not selection.refused:
            return ()
        names = " ".join(map(str, selection.refused))
        text = (
            f"`-i {names}` ends maturin {self.request.maturin} with an error: it takes a free-threaded Python "
            f"before 3.{self.maturin.bundled_free_threaded_min} only where that can be run, and here none is"
        )
        self.notes.append(NotModelled(text, line))
        return (Reason(text, assumed=True),)

    def python_tags(self, selection: Selection) -> tuple[PythonTag, ...]:
        """The first two tags of each wheel."""
        if self.crate.bindings != "pyo3":
            reason = Reason(f"{self.crate.bindings} bindings need no Python version")
            return (PythonTag(interpreter="py3", abi="none", because=(reason,)),)
        if not selection.interpreters and not self.crate.stable:
            return ()
        if selection.unresolved and not selection.interpreters:
            return ()
        return python_tags(
            tuple(python for python in selection.interpreters if python not in selection.refused),
            self.crate.stable,
            installed=() if self.cross or self.image else self.request.pythons.visible,
            windows=self.target is not None and self.target.os == "windows",
            facts=self.facts,
            maturin=self.maturin,
        )

    def surroundings(self, selection: Selection) -> Surroundings:
        """What the platform tag depends on."""
        return Surroundings(
            image=self.request.image,
            floor=self.image.policy if self.image else None,
            glibc=self.glibc(),
            env=self.request.env,
            rust=self.rust_minimum(),
            threads=threading(self.crate.crates),
            interpreters=selection.interpreters,
            location=self.request.origin.location,
            places=self.request.places,
        )

    def glibc(self) -> str | None:
        """The version of glibc of the runner, None in an image or off Linux."""
        return self.request.glibc

    def rust_minimum(self) -> dict[str, str]:
        """The lowest macOS by architecture: the toolchain's, or maturin's own before it asked rustc."""
        if not self.maturin.macos_minimum_from_rust:
            return {"x86_64": "10.7", "aarch64": "11.0"}
        toolchain = Version(self.request.toolchain) if self.request.toolchain else None
        found = {}
        for arch, platform in (("x86_64", "macos_x86_64"), ("aarch64", "macos_arm64")):
            row = self.facts.rust_minimum(platform, toolchain)
            found[arch] = row.minimum if row else "11.0"
        return found

    def wheels(self, selection: Selection, platform: PlatformTag) -> Iterator[Wheel]:
        """One wheel for each pair of python tags, all for the one platform."""
        for tag in self.python_tags(selection):
            wheel = Wheel(
                distribution=distribution(self.package),
                version=version(self.package, self.request.tag),
                interpreter=tag.interpreter,
                abi=tag.abi,
                platform=platform.platform,
                target=self.triple,
                alternatives=(),
                may_be_absent=not self.request.certain,
                because=self.placed(
                    *self.request.because,
                    *self.version_reason(),
                    *self.image_reason(),
                    *(replace(reason, python=True) for reason in (*selection.because, *tag.because)),
                    *platform.because,
                ),
                origin=self.request.origin,
            )
            others = tuple(replace(wheel, platform=p).filename for p in platform.alternatives)
            yield replace(wheel, alternatives=others)

    def build(self, selection: Selection, wheels: tuple[Wheel, ...]) -> Build:
        """The build with all that checks look at."""
        options, request = self.options, self.request
        tool_profile = self.tool.profile.value if self.tool and self.tool.profile else None
        by_default = options.command == "publish" or self.maturin.build_makes_sdist
        also_sdist = options.sdist or (by_default and self.package.pyproject is not None and not options.no_sdist)
        name = f"{distribution(self.package)}-{version(self.package, self.request.tag)}.tar.gz"
        return Build(
            origin=request.origin,
            tool=request.tool,
            command=options.command,
            arguments=request.arguments,
            package=self.package.folder,
            target=self.triple,
            image=request.image,
            cross=self.cross,
            emulated=emulates(request.architecture, self.image.host if self.image else None),
            manylinux=request.manylinux,
            compatibility=requested(options, self.tool),
            interpreters=tuple(str(python) for python in selection.interpreters),
            features=tuple(sorted(self.crate.features)),
            release=options.release or bool(options.profile or tool_profile) or options.command == "publish",
            locked=options.locked or bool(self.tool and self.tool.locked and self.tool.locked.value),
            maturin=str(request.maturin),
            pinned=request.pinned,
            out=out_folder(request, self.package.manifest),
            wheels=wheels,
            sdist=name if also_sdist else None,
        )


def bounds_of(pyo3: PyO3Release | None) -> Bounds:
    """The Pythons that a release of pyo3 says it supports, nothing where its metadata does not say so."""
    if pyo3 is None or not pyo3.declared:
        return Bounds()
    return Bounds(cpython=(pyo3.cpython_min, pyo3.cpython_max), pypy=(pyo3.pypy_min, pyo3.pypy_max))
