"""How the wheel and the sdist are built."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from posixpath import dirname
from shlex import quote

from packaging.specifiers import SpecifierSet
from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.builds import lockfile
from maturin_compliance.checks.evidence.builds.floor import bounds, floor, held_back, is_too_old, needs, to_write
from maturin_compliance.checks.evidence.builds.lock_drift import drifted
from maturin_compliance.checks.evidence.builds.maturin_keys import faults, keys, misspelt_tables
from maturin_compliance.checks.evidence.builds.maturin_values import wrong_values
from maturin_compliance.checks.evidence.builds.outgrown import outgrown
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.crate.cargo_features import duplicated
from maturin_compliance.checks.evidence.crate.linking import edits
from maturin_compliance.checks.evidence.crate.unknown_features import fix, unknown
from maturin_compliance.checks.evidence.crate.upgrade import steps, version_places
from maturin_compliance.checks.evidence.metadata.names import classified
from maturin_compliance.checks.evidence.metadata.versioning import writer
from maturin_compliance.checks.evidence.platforms.served import minor
from maturin_compliance.checks.text import code, codes, fence, many, plural, quoted
from maturin_compliance.expand.release import Build
from maturin_compliance.location import Location

MACOS = re.compile(r"\d+\.\d+")


@check(Severity.CRITICAL)
def names_the_backend(subject: Subject) -> Iterator[Problem]:
    """Names maturin as the build backend.

    ## What it wants

    `[build-system] build-backend = "maturin"`, and maturin among `requires`.

    ## Why

    pip, uv and build use the backend that is named there, and setuptools where none is. They install what
    `requires` lists into an environment of its own, and nothing else.

    ## How to fix

    Write both lines.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["setuptools"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    ```

    ## Sources

    - [PEP 517](https://peps.python.org/pep-0517/)
    - [PEP 518](https://peps.python.org/pep-0518/)
    - [maturin: the warning](https://github.com/PyO3/maturin/blob/main/src/pyproject_toml.rs)

    ## Reads

    `pyproject.toml`.
    """
    project = subject.project.package.pyproject
    newest = subject.facts.newest_maturin() or Version("1.0")
    lines = f'[build-system]\nrequires = ["maturin{bounds(newest)}"]\nbuild-backend = "maturin"'
    if project is None:
        where = need.manifest(subject).location
        yield Problem("there is no `pyproject.toml`", where, fence(lines, "toml", "pyproject.toml"))
        return
    system, fix = project.build_system, fence(lines, "toml", project.path)
    if system is None:
        yield Problem("there is no `[build-system]`", project.location, fix)
    elif system.build_backend is None:
        yield Problem("`[build-system]` names no `build-backend`", system.location, fix)
    elif system.backend_path:
        raise Skip("a backend of the project's own (`backend-path`) stands before maturin")
    elif system.build_backend.value != "maturin":
        message = f"the build backend is {code(system.build_backend.value)}"
        yield Problem(message, system.build_backend.location, fix)
    elif system.maturin is None:
        yield Problem("`requires` does not ask for maturin", system.location, fix)


@check(Severity.HIGH)
def bounds_maturin(subject: Subject) -> Iterator[Problem]:
    """Bounds the maturin that builds its sdist.

    ## What it wants

    The requirement on maturin has a lower bound, and an upper one below the next major version that still
    admits a maturin of the last two years.

    ## Why

    An sdist cannot be changed once it is published, and is built with the newest maturin that its
    requirement admits, years later too. A new major version may break it. maturin itself warns about a
    requirement without a version and says that it will become an error. A bound that shuts out every maturin of
    the last years keeps the project from what they know: newer Pythons, platforms, metadata.

    ## How to fix

    Write both bounds.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin"]
    build-backend = "maturin"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"
    ```

    ## Sources

    - [maturin: distribution](https://www.maturin.rs/distribution.html)
    - [maturin: the warning](https://github.com/PyO3/maturin/blob/main/src/pyproject_toml.rs)

    ## Reads

    `pyproject.toml`, and the newest maturin as of the day of the facts.
    """
    wanted = need.maturin_requirement(subject)
    newest, requirement = subject.facts.newest_maturin(), wanted.requirement
    if newest is None or requirement is None or requirement.url:
        raise Skip("the requirement on maturin names a file, not a version")
    told, fix = code(wanted.text), to_write(subject)
    old = held_back(subject)
    if not requirement.specifier:
        yield Problem(f"{told} admits every maturin", wanted.location, fix)
    elif old:
        blocked = outgrown(subject, old.version)
        words = "\n".join(f"- {what} ({', '.join(map(code, places))})" for what, places in blocked.items())
        yield Problem.at(
            (wanted.location, *(place for places in blocked.values() for place in places)),
            f"{told} admits no maturin newer than {old.version} of {old.released}",
            f"{fix}\n\nWith it, change what newer maturins do not take any more:\n\n{words}" if words else fix,
            warned=old.version.major == newest.major,
        )
    elif requirement.specifier.contains(Version(f"{newest.major + 1}.0.0")):
        message = f"{told} has no upper bound below maturin {newest.major + 1}"
        yield Problem(message, wanted.location, fix, warned=True)
    elif requirement.specifier.contains(Version("0.1.0")):
        yield Problem(f"{told} has no lower bound", wanted.location, fix, warned=True)


@check(Severity.MEDIUM)
def asks_for_a_new_enough_maturin(subject: Subject) -> Iterator[Problem]:
    """Asks for a maturin that knows all it uses.

    ## What it wants

    The oldest maturin that the requirement admits knows the keys of `[tool.maturin]`, the fields of
    `[project]` and the features of pyo3 that the project uses.

    ## Why

    An older maturin ignores a key that it does not know, without a word. Distributions and lock files do
    build with the lowest version that is admitted.

    ## How to fix

    Raise the lower bound.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.8,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    license = "MIT"
    dynamic = ["version"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.9.4,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    license = "MIT"
    dynamic = ["version"]
    ```

    ## Sources

    - [maturin: changelog](https://github.com/PyO3/maturin/blob/main/Changelog.md)
    - [PyO3: the extension-module feature](https://pyo3.rs/latest/building-and-distribution.html)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and `Cargo.lock`; what each version of maturin brought.
    """
    lowest = floor(subject)
    wanted = need.maturin_requirement(subject)
    missing = sorted((n for n in needs(subject) if n.since > lowest), key=lambda n: n.since, reverse=True)
    if not missing:
        return
    admits = wanted.requirement.specifier if wanted.requirement else SpecifierSet()
    newest = subject.facts.newest_maturin(admits) or lowest
    which = f"maturin {lowest}" if newest >= missing[0].since else f"no maturin newer than {newest}"
    first, *others = dict.fromkeys((each.what, each.since) for each in missing)
    text = ", ".join([f"{first[0]} needs {first[1]}", *(f"{what} {version}" for what, version in others)])
    yield Problem.at(
        (wanted.location, *(each.location for each in missing)),
        f"{code(wanted.text)} admits {which}, but {text}",
        to_write(subject),
        warned=True,
    )


@check(Severity.LOW)
def writes_a_requirement_that_the_action_reads(subject: Subject) -> Iterator[Problem]:
    """Writes the requirement on maturin so that maturin-action can read it.

    ## What it wants

    Where maturin-action picks the version from `[build-system] requires`, the requirement is made of
    `>=`, `>`, `<=`, `<` and `==`, without extras or a marker.

    ## Why

    The action reads the requirement as a range of node's semver. What that does not know (`~=`, `!=`,
    extras) matches no version, and the action takes the newest with only a warning.

    ## How to fix

    Write plain bounds, or set `maturin-version` in the workflow.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin~=1.14"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    version = "1.2.0"
    ```

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: PyO3/maturin-action@v1
            with:
              args: --release --out dist
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    version = "1.2.0"
    ```

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: PyO3/maturin-action@v1
            with:
              args: --release --out dist
    ```

    ## Sources

    - [maturin-action: index.ts, findVersion](https://github.com/PyO3/maturin-action/blob/main/src/index.ts)

    ## Reads

    `pyproject.toml` and the builds of all workflows.
    """
    wanted = need.maturin_requirement(subject)
    builds = [b for b in subject.expansion.activities if isinstance(b, Build) and b.tool == "maturin-action"]
    if all(build.pinned for build in builds):
        raise Skip("no maturin-action reads its version from `pyproject.toml`")
    requirement = wanted.requirement
    if requirement is None:
        raise Skip("the requirement on maturin cannot be read")
    odd = [f"{s.operator}" for s in requirement.specifier if s.operator in {"~=", "!=", "==="}]
    odd += ["extras"] * bool(requirement.extras) + ["a marker"] * bool(requirement.marker)
    if odd:
        message = f"maturin-action cannot read {codes(odd)} in {code(wanted.text)} and takes the newest maturin"
        yield Problem(message, wanted.location, to_write(subject, plain=True), warned=True)


@check(Severity.MEDIUM)
def leaves_linking_to_maturin(subject: Subject) -> Iterator[Problem]:
    """Leaves it to maturin not to link to libpython.

    ## What it wants

    With pyo3 0.26 and maturin 1.9.4 or newer, no feature `extension-module`. With an older pyo3, the
    feature turned on.

    ## Why

    An extension must not link to libpython; what runs it, is Python. maturin tells pyo3 so by the
    variable `PYO3_BUILD_EXTENSION_MODULE`, and only while it builds a wheel. The feature says so always:
    among the default ones it breaks `cargo test`, which does need libpython. PyO3 0.28 deprecates it.

    ## How to fix

    Delete the feature in every place that turns it on, and a feature of the crate that did nothing else together
    with what asks for it.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = { version = "0.30.1", features = ["extension-module"] }
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

    ## Sources

    - [PyO3: frequently asked questions](https://pyo3.rs/latest/faq.html)
    - [PyO3: why the feature goes](https://github.com/PyO3/pyo3/issues/5202)
    - [PyO3: building and distribution](https://pyo3.rs/latest/building-and-distribution.html)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and `Cargo.lock`.
    """
    pyo3, lowest = crate.extension(subject), floor(subject)
    on = "extension-module" in pyo3.features
    obeys = subject.facts.pyo3(pyo3.known).build_extension_module
    tells = subject.facts.maturin(lowest).build_extension_module
    if not on and not obeys:
        lines = '[tool.maturin]\nfeatures = ["pyo3/extension-module"]'
        message = f"pyo3 {pyo3.version} is built without its feature `extension-module`"
        yield Problem(message, pyo3.dependency.location, fence(lines, "toml", need.pyproject(subject).path))
    if place := pyo3.features.get("auto-initialize"):
        yield Problem(
            "pyo3's feature `auto-initialize` is for programs that start a Python of their own, and ends a build "
            "with a Python that has no shared library, such as those of the manylinux images",
            place,
            "Delete the feature; tests in Rust can ask for it in `[dev-dependencies]`.",
            warned=True,
        )
    if on and obeys:
        always = crate.always_on(subject, pyo3.dependency, "extension-module")
        then = ", and plain `cargo test` does not link with it" if always else ""
        found = edits(subject)
        lines = "\n".join(edit.text for edit in found)
        yield Problem.at(
            [edit.location for edit in found] or [pyo3.features["extension-module"]],
            f"pyo3 {pyo3.version} does not need its feature `extension-module`{then}",
            lines if tells else f"{lines}\n\nIt needs a newer maturin:\n\n{to_write(subject)}",
            warned=not always,
        )


@check(Severity.MEDIUM)
def keeps_up_with_pyo3(subject: Subject) -> Iterator[Problem]:
    """Keeps up with pyo3.

    ## What it wants

    A pyo3 of the newest minor version on the day of the facts, from a release. One or two behind is a warning.

    ## Why

    A minor version of pyo3 supports the Pythons of its time. A project that stays behind builds no wheels
    for the next Python, and has to take several steps of migration at once.

    ## How to fix

    Raise the requirement and follow the migration guide, one minor version at a time. Crates that depend on pyo3
    themselves have to move in the same step: a program links one pyo3 alone.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [dependencies]
    pyo3 = "0.22"
    ```

    ```deleted title="Cargo.lock"
    no such file
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [dependencies]
    pyo3 = "0.30"
    ```

    ## Sources

    - [PyO3: releases](https://github.com/PyO3/pyo3/releases)
    - [PyO3: migration guide](https://pyo3.rs/latest/migration.html)

    ## Reads

    `Cargo.toml` and `Cargo.lock`; the releases of pyo3 up to the day of the facts.
    """
    pyo3 = crate.pyo3(subject)
    if pyo3.dependency.git is not None:
        yield Problem(
            f"pyo3 comes from {code(pyo3.dependency.git)}, not from a release",
            pyo3.dependency.location,
            "Take a released version: nobody else builds with what a branch holds on some day.",
            warned=True,
        )
        return
    minors = sorted({(r.version.major, r.version.minor) for r in subject.facts.pyo3_releases})
    behind = [minor for minor in minors if minor > pyo3.minor]
    if behind:
        newest, release = ".".join(map(str, behind[-1])), subject.facts.pyo3_releases[-1]
        places, key = version_places(subject), pyo3.dependency.key
        first = f"Write {code(newest)} as the version of {code(key)}, and follow pyo3's migration guide up to it."
        lines = "\n".join(f"- {line}" for line in steps(subject, pyo3, release))
        yield Problem.at(
            places or (pyo3.dependency.location,),
            f"pyo3 {pyo3.version} is {plural(len(behind), 'minor version')} behind {newest}",
            f"{first}\n\n{lines}".strip(),
            warned=len(behind) < 3,
        )


@check(Severity.CRITICAL)
def releases_optimised_wheels(subject: Subject) -> Iterator[Problem]:
    """Builds its release with optimisation.

    ## What it wants

    Each `maturin build` of the release has `--release` or `--profile`, or `[tool.maturin]` has `profile`.

    ## Why

    Without it Cargo's profile is `dev`: no optimisation, with debug assertions. Such a wheel is many
    times larger and slower, and looks like any other. (pip and build take `release` by themselves.)

    ## How to fix

    Add `--release`.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              manylinux: "2_28"
              args: --out dist -i python3.14
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              manylinux: "2_28"
              args: --release --out dist -i python3.14
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Sources

    - [maturin: distribution](https://www.maturin.rs/distribution.html)
    - [Cargo: profiles](https://doc.rust-lang.org/cargo/reference/profiles.html)

    ## Reads

    The builds of the release and `pyproject.toml`.
    """
    for build in need.builds(subject):
        if not build.release:
            yield Problem(
                f"the job {code(build.origin.job)} builds wheels without `--release`",
                build.origin.location,
                f"Add `--release` to its arguments, {code(' '.join(build.arguments))}.",
            )


@check(Severity.MEDIUM)
def builds_with_the_lock_file(subject: Subject) -> Iterator[Problem]:
    """Builds its release with the locked crates.

    ## What it wants

    Each build of the release has `--locked` or `--frozen`, or `[tool.maturin]` has one of them.

    ## Why

    Without it Cargo silently updates a `Cargo.lock` that does not fit the manifest, and the wheels are
    not made of what was tested. With it the build stops.

    ## How to fix

    Add `--locked` to the arguments, or the key to `[tool.maturin]`.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              manylinux: "2_28"
              args: --release --out dist -i python3.14
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Right

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              manylinux: "2_28"
              args: --release --locked --out dist -i python3.14
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Sources

    - [maturin-action: hardening release pipelines](https://github.com/PyO3/maturin-action#hardening-release-pipelines)
    - [Cargo: --locked](https://doc.rust-lang.org/cargo/commands/cargo-build.html)

    ## Reads

    The builds of the release and `pyproject.toml`.
    """
    builds = need.builds(subject)
    if lockfile.is_set(subject):
        return
    if (lock := lockfile.path(subject)) in subject.project.tree.ignored:
        raise Skip(f"{code(lock)} is ignored by git: a build with `--locked` fails")
    if lockfile.may_be_ignored(subject, lock):
        raise Skip(f"whether git keeps {code(lock)}, which a `.gitignore` leaves out, is not told without `.git`")
    if not lockfile.is_there(subject):
        raise Skip(f"there is no {code(lock)}: a build with `--locked` fails until it is committed")
    if loose := [build for build in builds if not build.locked]:
        yield Problem.at(
            (build.origin.location for build in loose),
            many((b.origin.job for b in loose), "the job {} builds", "the jobs {} build")
            + " wheels without `--locked`",
            _lock(subject),
            warned=True,
        )


def _lock(subject: Subject) -> str:
    """The line that locks every build, and what else it takes."""
    project, place = subject.project.package.pyproject, writer(subject)
    parts = [fence("[tool.maturin]\nlocked = true", "toml", project.path if project else None)]
    if place is not None:
        parts.append(
            f"{code(place)} writes another version into the files: where that changes `Cargo.toml`, run "
            "`cargo update --workspace` after it, or a build with `--locked` fails."
        )
    if is_too_old(subject, keys(subject.facts)["locked"].since):
        parts.append(f"It needs a newer maturin:\n\n{to_write(subject)}")
    return "\n\n".join(parts)


@check(Severity.HIGH)
def commits_the_lock_file(subject: Subject) -> Iterator[Problem]:
    """Keeps Cargo.lock in the repository.

    ## What it wants

    A `Cargo.lock` beside the manifest, or at the root of its workspace, that git does not ignore.

    ## Why

    A wheel is a program: only the lock file tells which crates it is made of. The sdist takes it along,
    so that pip builds the same; maturin warns where it is missing, and `--locked` fails.

    ## How to fix

    Take `Cargo.lock` out of `.gitignore` and commit it.

    ## Wrong

    ```text title=".gitignore"
    /target
    Cargo.lock
    ```

    ## Right

    ```text title=".gitignore"
    /target
    ```

    ## Sources

    - [Cargo: why have Cargo.lock in version control](https://doc.rust-lang.org/cargo/faq.html)
    - [maturin: source_distribution](https://github.com/PyO3/maturin/blob/main/src/source_distribution/mod.rs)

    ## Reads

    The files of the repository and `.gitignore`.
    """
    manifest, tree = need.manifest(subject), subject.project.tree
    path = lockfile.path(subject)
    folder = path.rpartition("/")[0] or "."
    if path in tree.ignored:
        rule = lockfile.ignored_by(subject, path)
        fix = (
            f"Delete the line, and commit {code(path)}." if rule else f"Let git take {code(path)}, and commit it."
        )
        yield Problem(f"{code(path)} is ignored by git", rule or manifest.location, fix)
    elif not lockfile.is_there(subject):
        lines = fence(f"cargo generate-lockfile\ngit add {path}", "console") if folder == "." else ""
        rule = lockfile.ignored_by(subject, path)
        yield Problem(
            f"{code(path)} is not in the repository",
            rule or manifest.location,
            f"{f'Delete the line {code(rule)}, and commit it.' if rule else 'Commit it.'}\n\n{lines}".strip(),
        )
    elif rule := lockfile.may_be_ignored(subject, path):
        message = f"{code(path)} is there, but this line keeps git from taking it unless it is added by force"
        yield Problem(message, rule, f"Delete the line, and commit {code(path)}.", warned=True)


@check(Severity.HIGH)
def keeps_the_lock_file_in_step(subject: Subject) -> Iterator[Problem]:
    """Keeps Cargo.lock in step with Cargo.toml.

    ## What it wants

    `Cargo.lock` has the crate at its own version, each crate that it depends on, and those at versions that
    `Cargo.toml` admits.

    ## Why

    With `--locked`, Cargo ends with an error where it would have to change the file: no wheel is built. Without,
    it resolves anew in each job, and what was tested is not what is shipped.

    ## How to fix

    Let Cargo write the file again, and commit it.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.3.0"

    [dependencies]
    pyo3 = "0.30.1"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [dependencies]
    pyo3 = "0.30.1"
    ```

    ## Sources

    - [Cargo: --locked](https://doc.rust-lang.org/cargo/commands/cargo-build.html)
    - [Cargo: specifying dependencies](https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html)

    ## Reads

    `Cargo.lock`, `Cargo.toml`, and the manifests of the workspace that the crate depends on; for how much it
    matters the builds of the release.
    """
    found = subject.project.package.lockfile
    if found is None:
        raise Skip("there is no `Cargo.lock`")
    if faults := dict.fromkeys(drifted(subject, found)):
        locked, folder = lockfile.is_kept(subject), dirname(found.path)
        enter = f"cd {quote(folder)}\n" if folder else ""
        then = ": a build with `--locked` fails" if locked else ""
        yield Problem.at(
            [*(place for _, place in faults), Location(found.path)],
            f"{code(found.path)} is out of step with `Cargo.toml`{then} ({'; '.join(text for text, _ in faults)})",
            fence(f"{enter}cargo update --workspace\ngit add Cargo.lock", "console"),
            warned=not locked,
        )


@check(Severity.CRITICAL)
def audits_its_wheels(subject: Subject) -> Iterator[Problem]:
    """Lets maturin audit the release's wheels.

    ## What it wants

    Neither `auditwheel = "skip"` nor `skip-auditwheel = true` in `[tool.maturin]`, nor `--auditwheel
    skip` in a build of the release for Linux.

    ## Why

    The audit is what makes a manylinux tag true: it looks at the symbols and libraries that the wheel
    needs. Skipped, a wheel gets the tag that was asked for, and fails to load on the systems that the tag
    promises.

    ## How to fix

    Delete the key or option; the default is `repair`.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    auditwheel = "skip"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    auditwheel = "repair"
    ```

    ## Sources

    - [maturin: configuration](https://www.maturin.rs/config.html)
    - [maturin: distribution](https://www.maturin.rs/distribution.html)

    ## Reads

    `pyproject.toml` and the builds of the release.
    """
    tool = need.maturin(subject)
    delete = "Delete the key: the default is `repair`."
    if tool.auditwheel and tool.auditwheel.value == "skip":
        yield Problem('`auditwheel = "skip"` leaves the wheels unaudited', tool.auditwheel.location, delete)
    if tool.skip_auditwheel and tool.skip_auditwheel.value:
        message = "`skip-auditwheel = true` leaves the wheels unaudited"
        yield Problem(message, tool.skip_auditwheel.location, delete)
    for build in subject.expansion.release.builds:
        words = " ".join(build.arguments).replace("=", " ")
        linux = any("linux" in wheel.platform for wheel in build.wheels)
        if linux and ("--skip-auditwheel" in words or "--auditwheel skip" in words):
            message = f"the job {code(build.origin.job)} leaves its wheels unaudited"
            yield Problem(message, build.origin.location, "Delete the option: the default is `repair`.")


@check(Severity.MEDIUM)
def uses_keys_that_maturin_knows(subject: Subject) -> Iterator[Problem]:
    """Uses keys that maturin knows.

    ## What it wants

    The table is `[tool.maturin]`, every key of it is one of maturin's, and none is deprecated.

    ## Why

    maturin ignores a key that it does not know, without a word: a misspelt setting looks as if it held.

    ## How to fix

    Correct the name.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    python_source = "python"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    python-source = "python"
    ```

    ## Sources

    - [maturin: configuration](https://www.maturin.rs/config.html)
    - [maturin: pyproject_toml.rs](https://github.com/PyO3/maturin/blob/main/src/pyproject_toml.rs)

    ## Reads

    `pyproject.toml`; the keys of every maturin.
    """
    project = need.pyproject(subject)
    tables = tuple(misspelt_tables(project.tools))
    yield from tables
    if project.maturin or not tables:
        yield from faults(need.maturin(subject).entries, subject.facts)


@check(Severity.HIGH)
def gives_keys_values_that_maturin_knows(subject: Subject) -> Iterator[Problem]:
    """Gives its keys values that maturin knows.

    ## What it wants

    `bindings` is `pyo3`, `pyo3-ffi`, `cffi`, `uniffi` or `bin`; `auditwheel` is `repair`, `check`, `warn`
    or `skip`; `sdist-generator` is `cargo` or `git`; `compatibility` names policies; `format` of `include` and
    `exclude` is `sdist` or `wheel`; each value has its type. Tables of `[tool.maturin.target]` name a target of
    Rust.

    ## Why

    maturin cannot read a `pyproject.toml` with another value there, and no tool builds the project. The table of
    a target that does not exist, it passes over without a word.

    ## How to fix

    Take one of the values.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    bindings = "py03"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    bindings = "pyo3"
    ```

    ## Sources

    - [maturin: configuration](https://www.maturin.rs/config.html)
    - [maturin: pyproject_toml.rs](https://github.com/PyO3/maturin/blob/main/src/pyproject_toml.rs)

    ## Reads

    `pyproject.toml`.
    """
    need.maturin(subject)
    yield from wrong_values(subject)


@check(Severity.CRITICAL)
def asks_for_features_that_exist(subject: Subject) -> Iterator[Problem]:
    """Asks for Cargo features that exist.

    ## What it wants

    Each of `[tool.maturin] features`, and each that a build of a workflow asks for, is a feature of the crate, an
    optional dependency of it, or `dependency/feature`. What is asked of pyo3, its version has.

    ## Why

    Cargo ends with an error for a feature that it does not find, and with it the build.

    ## How to fix

    Correct the name, or declare the feature in `Cargo.toml`.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    features = ["python"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    features = ["pyo3/abi3-py311"]
    ```

    ## Sources

    - [Cargo: features](https://doc.rust-lang.org/cargo/reference/features.html)
    - [maturin: configuration](https://www.maturin.rs/config.html)
    - [PyO3: features](https://pyo3.rs/latest/features.html)

    ## Reads

    `pyproject.toml`, `Cargo.toml`, `Cargo.lock` and the builds of all workflows; the features of each pyo3.
    """
    manifest, found = need.manifest(subject), dict[tuple[str, str], list[Location]]()
    for each in unknown(subject):
        found.setdefault((each.message, fix(manifest, each)), []).append(each.location)
    for (message, advice), places in found.items():
        yield Problem.at(places, message, advice)


@check(Severity.INFO)
def asks_for_each_feature_once(subject: Subject) -> Iterator[Problem]:
    """Asks for each Cargo feature once.

    ## What it wants

    `[tool.maturin] features` names nothing that the manifest turns on anyway.

    ## Why

    A second place for the same choice makes the first look free to change.

    ## How to fix

    Drop it from one of the two.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    features = ["pyo3/abi3-py311"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    features = ["pyo3/multiple-pymethods"]
    ```

    ## Sources

    - [Cargo: features](https://doc.rust-lang.org/cargo/reference/features.html)

    ## Reads

    `pyproject.toml` and `Cargo.toml`.
    """
    tool, manifest = need.maturin(subject), need.manifest(subject)
    default = not (tool.no_default_features and tool.no_default_features.value)
    for feature in tool.features:
        if feature.python_version or feature.python_implementation:
            continue
        place = duplicated(manifest, feature.feature, default=default)
        if place is not None and not feature.feature.endswith("/extension-module"):
            yield Problem(
                f"{code(place.path)} turns {code(feature.feature)} on already",
                feature.location,
                f"Drop {code(quoted(feature.feature))} from `features`.",
                warned=True,
                also=(place,),
            )


@check(Severity.CRITICAL)
def names_a_profile_that_exists(subject: Subject) -> Iterator[Problem]:
    """Names a Cargo profile that exists.

    ## What it wants

    `[tool.maturin] profile` is `dev`, `release`, `test`, `bench` or a `[profile]` of the workspace's root
    manifest.

    ## Why

    Cargo ends with an error for any other, and with it every build of the project.

    ## How to fix

    Declare the profile, with the one that it inherits from.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    profile = "wheel"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    profile = "release"
    ```

    ## Sources

    - [Cargo: custom profiles](https://doc.rust-lang.org/cargo/reference/profiles.html)
    - [maturin: configuration](https://www.maturin.rs/config.html)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the manifest of the workspace.
    """
    manifest, profile = need.manifest(subject), need.maturin(subject).profile
    if profile is None:
        raise Skip("`profile` is not set")
    root = subject.project.manifests.get(manifest.workspace_path or manifest.path, manifest)
    known = {"dev", "release", "test", "bench", *root.profiles, *manifest.profiles}
    if profile.value not in known:
        lines = fence(f'[profile.{quoted(profile.value)}]\ninherits = "release"', "toml", root.path)
        meant = get_close_matches(profile.value, sorted(known), n=1, cutoff=0.8)
        message = f"there is no profile {code(profile.value)}"
        yield Problem(message, profile.location, f"Write {code(meant[0])}." if meant else lines)


@check(Severity.HIGH)
def states_the_pythons(subject: Subject) -> Iterator[Problem]:
    """States the Pythons that it runs on.

    ## What it wants

    `requires-python` with a lower bound, without an upper one, and a version specifier that is valid.

    ## Why

    pip chooses the release by it, and maturin the interpreters it finds. Without it an old Python
    downloads a wheel or sdist that cannot work. An upper bound stops nobody from a new Python: pip falls
    back to an older release that lacks the bound, and that fails to build.

    ## How to fix

    Name the oldest Python that is supported.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    requires-python = ">=3.11"
    ```

    ## Sources

    - [Packaging: requires-python](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)
    - [Scientific Python: PP004](https://learn.scientific-python.org/development/guides/packaging-simple/)
    - [maturin: how interpreters are found](https://www.maturin.rs/distribution.html)

    ## Reads

    `pyproject.toml`; for the fix the wheels of the release, and the supported Pythons on the day of the facts.
    """
    project, metadata = need.pyproject(subject), need.metadata(subject)
    oldest = _oldest(subject)
    wanted, specifiers = metadata.requires_python, metadata.python
    fix = fence(f'[project]\nrequires-python = ">=3.{oldest}"', "toml", project.path)
    if any(wheel.interpreter.startswith("py") for wheel in subject.expansion.release.wheels):
        fix = "Add `requires-python` with the oldest Python that you support: the wheels are for all of Python 3."
    if wanted is None:
        if "requires-python" not in {field.value for field in metadata.dynamic}:
            yield Problem("`requires-python` is missing", metadata.location, fix)
    elif specifiers is None:
        yield Problem(f"`requires-python` is {code(wanted.value)}, no valid specifier", wanted.location, fix)
    elif not specifiers.contains("3.999") and not any(s.operator in {"==", "~="} for s in specifiers):
        lower = ",".join(sorted(str(s) for s in specifiers if s.operator not in {"<", "<="}))
        lines = f"[project]\nrequires-python = {quoted(lower or f'>=3.{oldest}')}"
        message = f"`requires-python` is {code(wanted.value)}: it bars every newer Python"
        yield Problem(message, wanted.location, fence(lines, "toml", project.path), warned=True)
    elif not specifiers.contains("4.0") and "<4" in wanted.value.replace(" ", ""):
        lower = ",".join(sorted(str(s) for s in specifiers if s.operator not in {"<", "<="}))
        lines = f"[project]\nrequires-python = {quoted(lower)}"
        message = f"`requires-python` is {code(wanted.value)}: the upper bound does nothing good"
        yield Problem(message, wanted.location, fence(lines, "toml", project.path), warned=True)
    elif specifiers.contains("2.7"):
        yield Problem(f"`requires-python` is {code(wanted.value)}, without a lower bound", wanted.location, fix)


def _oldest(subject: Subject) -> int:
    """The oldest Python that a wheel of the release is for or a classifier names, else the oldest supported."""
    built = (minor(wheel) for wheel in subject.expansion.release.wheels)
    known = {*classified(need.metadata(subject)), *(found for found in built if found is not None)}
    return min(known, default=need.supported_pythons(subject)[0])


@check(Severity.HIGH)
def sets_one_macos_target(subject: Subject) -> Iterator[Problem]:
    """Sets the oldest macOS in one place.

    ## What it wants

    `MACOSX_DEPLOYMENT_TARGET` of a build and `[tool.maturin.target.*] macos-deployment-target` agree, and are no
    older than the macOS that Rust's own library needs.

    ## Why

    The tag follows `pyproject.toml`, the compiler the variable. Where they differ, the wheel's name
    promises a macOS that its code was not built for.

    ## How to fix

    Keep one of them.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    version = "1.2.0"

    [tool.maturin.target.aarch64-apple-darwin]
    macos-deployment-target = "11.0"
    ```

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            env:
              MACOSX_DEPLOYMENT_TARGET: "13.0"
            with:
              target: aarch64
              args: --release --out dist -i python3.14
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    version = "1.2.0"

    [tool.maturin.target.aarch64-apple-darwin]
    macos-deployment-target = "13.0"
    ```

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: macos-15
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            env:
              MACOSX_DEPLOYMENT_TARGET: "13.0"
            with:
              target: aarch64
              args: --release --out dist -i python3.14
    ```

    ## Sources

    - [maturin: platform_tag.rs](https://github.com/PyO3/maturin/blob/main/src/target/platform_tag.rs)
    - [maturin: environment variables](https://www.maturin.rs/environment-variables.html)

    ## Reads

    `pyproject.toml` and the environment of every build.
    """
    tool = need.maturin(subject)
    if not tool.deployment_targets:
        raise Skip("`[tool.maturin.target]` sets no `macos-deployment-target`")
    for target, wanted in tool.deployment_targets.items():
        if (lowest := _below_rust(subject, target, wanted.value)) is not None:
            yield Problem(
                f"`macos-deployment-target` of {code(target)} is {code(wanted.value)}, "
                f"and Rust's own library needs {lowest}",
                wanted.location,
                f"Write {code(f'macos-deployment-target = {quoted(lowest)}')}, or delete it.",
            )
        for build, value in need.macos_targets(subject):
            if build.target in {target, "universal2-apple-darwin"} and value != wanted.value:
                yield Problem(
                    f"the build has `MACOSX_DEPLOYMENT_TARGET` {code(value)}, "
                    f"`pyproject.toml` has {code(wanted.value)} for {code(target)}",
                    build.origin.location,
                    f"Keep one of them: the tag follows {code(wanted.value)}, the compiler {code(value)}.",
                    also=(wanted.location,),
                )


def _below_rust(subject: Subject, target: str, value: str) -> str | None:
    """The oldest macOS that code of the newest Rust runs on, where a target promises an older one."""
    platform = {"x86_64-apple-darwin": "macos_x86_64", "aarch64-apple-darwin": "macos_arm64"}.get(target)
    lowest = subject.facts.rust_minimum(platform) if platform else None
    if lowest is None or not MACOS.fullmatch(value):
        return None
    return lowest.minimum if Version(value) < Version(lowest.minimum) else None
