"""Which interpreters the wheels are for."""

from collections.abc import Iterator

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.platforms import implementations, lacking, stable_abi
from maturin_compliance.checks.evidence.platforms.served import (
    interpreter,
    is_free_threaded,
    is_stable,
    lowest_admitted,
    minor,
    repeated,
    serves,
)
from maturin_compliance.checks.evidence.publishing import duplicates
from maturin_compliance.checks.text import code, codes, fence, listed, plural
from maturin_compliance.location import Location


@check(Severity.MEDIUM)
def uses_the_stable_abi(subject: Subject) -> Iterator[Problem]:
    """Builds one wheel for all Pythons.

    ## What it wants

    A release that would build a wheel for each of three or more living Pythons uses Python's stable ABI
    (`abi3`) instead. Where the Rust sources use the buffer protocol, Pythons count from 3.11 on. Sources that
    name what the limited API lacks, such as `PyASCIIObject`, and crates with pyo3-ffi are left alone.

    ## Why

    An `abi3` wheel serves its Python and every later one, also those that are not released yet. It costs some
    speed, the buffer protocol before 3.11, and subclasses of built-in types before 3.12; where that matters,
    ignore this check.

    ## How to fix

    Turn on the feature of pyo3 for the oldest Python that is built for and has not ended.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

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
              args: --release --out dist -i 3.12 3.13 3.14 3.15
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = { version = "0.30.1", features = ["abi3-py312"] }
    ```

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
              args: --release --out dist -i 3.12
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Sources

    - [PyO3: the stable ABI](https://pyo3.rs/latest/building-and-distribution.html)
    - [Python: C API stability](https://docs.python.org/3/c-api/stable.html)

    ## Reads

    `Cargo.toml`, `pyproject.toml` and the release's wheels.
    """
    yield from stable_abi.advised(subject)


@check(Severity.HIGH)
def starts_at_the_oldest_python(subject: Subject) -> Iterator[Problem]:
    """Starts its stable ABI at the oldest Python that it admits.

    ## What it wants

    The Python of pyo3's feature `abi3-py3X` is the oldest that `requires-python` admits.

    ## Why

    With a newer one, a Python that the metadata admits finds no wheel and builds from source. With an older
    one, the wheel's name promises a Python on which pip refuses it, and the code does without what the newer
    one offers.

    ## How to fix

    Change one of the two.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    dynamic = ["version"]
    requires-python = ">=3.10"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    dynamic = ["version"]
    requires-python = ">=3.11"
    ```

    ## Sources

    - [PyO3: minimum Python version for abi3](https://pyo3.rs/latest/building-and-distribution.html)
    - [maturin: how the stable ABI is chosen](https://github.com/PyO3/maturin/blob/main/src/bridge/detection.rs)

    ## Reads

    `Cargo.toml`, `pyproject.toml` and the release's wheels.
    """
    pyo3, metadata = crate.extension(subject), need.metadata(subject)
    oldest = lowest_admitted(metadata.python)
    if pyo3.abi3 is None:
        raise Skip("no feature `abi3-py3X` of pyo3 is on")
    if pyo3.abi3.minimum is None:
        yield from _without_a_python(subject, pyo3.abi3.location or pyo3.dependency.location, oldest)
        return
    if oldest is None or metadata.requires_python is None:
        raise Skip("`requires-python` has no lower bound")
    floor, where = pyo3.abi3.minimum, pyo3.abi3.location or pyo3.dependency.location
    others = subject.expansion.release.wheels
    bare = [m for m in range(oldest, floor) if not any(serves(wheel, m) for wheel in others)]
    lines = f'[project]\nrequires-python = ">=3.{floor}"'
    asked = metadata.requires_python
    if bare:
        yield Problem(
            f"`requires-python` admits Python {', '.join(f'3.{m}' for m in bare)}, "
            f"but the abi3 wheels start at 3.{floor}",
            asked.location,
            f"{fence(lines, 'toml', asked.location.path)}\n\nor the feature {code(f'abi3-py3{oldest}')}.",
            also=(where,),
        )
    elif floor < oldest:
        yield Problem(
            f"the abi3 wheels start at Python 3.{floor}, `requires-python` at 3.{oldest}",
            where,
            f"Write {code(f'abi3-py3{oldest}')}.",
            warned=True,
            also=(asked.location,),
        )


def _without_a_python(subject: Subject, place: Location, oldest: int | None) -> Iterator[Problem]:
    """The feature without a version: the wheels start wherever the Pythons at hand do."""
    starts = sorted({minor(wheel) or 0 for wheel in need.wheels(subject) if is_stable(wheel)})
    if starts and starts != [oldest]:
        yield Problem(
            "pyo3's feature `abi3` names no Python, so that each wheel starts at the one that builds it: "
            f"{listed(f'3.{start}' for start in starts)}",
            place,
            f"Write {code(f'abi3-py3{oldest or need.supported_pythons(subject)[0]}')}.",
            warned=True,
        )


@check(Severity.HIGH)
def builds_each_wheel_once(subject: Subject) -> Iterator[Problem]:
    """Builds each wheel once.

    ## What it wants

    No two jobs of the release hand on a wheel of the same name.

    ## Why

    Only one of them can be uploaded: the index refuses the second file of a name, and artifacts overwrite
    each other. Which of them users get, is chance. It happens where a matrix goes over Python versions though
    the ABI is stable.

    ## How to fix

    Take the axis out of the matrix.

    ## Wrong

    ```yaml title=".github/workflows/release.yml"
    on:
      push:
        tags: ["v*"]
    jobs:
      wheels:
        runs-on: ubuntu-24.04
        strategy:
          matrix:
            python-version: ["3.11", "3.14"]
        steps:
          - uses: actions/checkout@v7
          - uses: PyO3/maturin-action@v1
            with:
              manylinux: "2_28"
              args: --release --out dist -i ${{ matrix.python-version }}
          - uses: actions/upload-artifact@v7
            with:
              name: wheel-${{ matrix.python-version }}
              path: dist
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
              args: --release --out dist -i 3.11
          - uses: actions/upload-artifact@v7
            with:
              name: wheel
              path: dist
    ```

    ## Sources

    - [maturin: build_orchestrator.rs](https://github.com/PyO3/maturin/blob/main/src/build_orchestrator.rs)
    - [PyO3: the stable ABI](https://pyo3.rs/latest/building-and-distribution.html)

    ## Reads

    The builds of the release, and what they upload.
    """
    need.wheels(subject)
    for places, names, axes in repeated(subject.expansion.release):
        jobs = codes(sorted({origin.job for origin in places}))
        once = f"Take {codes(axes)} out of the matrix." if axes else "Build it in one of them only."
        if axes and duplicates.matter(axes, places[0], subject.expansion.release.builds):
            once = f"Leave out of the matrix the combination that repeats it: {duplicates.row(places[-1])}."
        yield Problem(
            f"{plural(len(places), 'run')} of {jobs} hand on {codes(names[:3])}"
            + (f" and {len(names) - 3} more" if len(names) > 3 else ""),
            places[0].location,
            once,
            also=tuple(dict.fromkeys(p.location for p in places if p.location != places[0].location)),
        )


@check(Severity.HIGH)
def serves_every_supported_python(subject: Subject) -> Iterator[Problem]:
    """Serves every Python that is supported.

    ## What it wants

    Each CPython that `requires-python` admits and that has not ended finds a wheel, on every platform that
    has wheels and has that Python. (A release of Pyodide has one Python, Android and iOS begin at 3.13.)

    ## Why

    Where no wheel fits, pip builds from source: that needs Rust and minutes, or fails. A new Python comes
    every October.

    ## How to fix

    Add the Python where the builds have their list; `--find-interpreter` takes what there is. If the crate's
    pyo3 does not know the Python yet, raise that first.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

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
              args: --release --out dist -i 3.11 3.12 3.13
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

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
              args: --release --out dist -i 3.11 3.12 3.13 3.14 3.15
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Sources

    - [Status of Python versions](https://devguide.python.org/versions/)
    - [maturin: interpreters](https://www.maturin.rs/distribution.html)

    ## Reads

    `pyproject.toml`, the release's wheels, and the supported Pythons on the day of the facts.
    """
    yield from lacking.with_a_gil(subject)


@check(Severity.MEDIUM)
def serves_free_threaded_python(subject: Subject) -> Iterator[Problem]:
    """Serves Python without a GIL.

    ## What it wants

    Wheels for the free-threaded build of each Python where that is supported (3.14 and newer) and pyo3 knows
    it, on every platform that has wheels and has such Pythons (Android, iOS and Pyodide have none).

    ## Why

    A free-threaded Python before 3.15 cannot load `abi3` wheels, nor those of the other build; without a
    wheel of its own pip builds from source. `--find-interpreter` does not build one where `abi3` is on.

    ## How to fix

    Name the interpreters in the build; with pyo3 0.23 to 0.27 the module says `gil_used = false` too.
    A module that cannot do without the GIL says `gil_used = true`, and
    this check does not apply.

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
              args: --release --out dist -i 3.11
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
              args: --release --out dist -i 3.11 3.14t 3.15t
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Sources

    - [PEP 779](https://peps.python.org/pep-0779/)
    - [PyO3: free-threaded Python](https://pyo3.rs/latest/free-threading.html)
    - [maturin: resolver.rs](https://github.com/PyO3/maturin/blob/main/src/python_interpreter/resolver.rs)

    ## Reads

    `Cargo.toml`, `pyproject.toml`, the release's wheels, and the supported Pythons on the day of the facts.
    """
    pyo3 = crate.extension(subject)
    if subject.facts.pyo3(pyo3.known).free_threaded_min == 0:
        raise Skip(f"pyo3 {pyo3.version} does not support it")
    if any(module.gil_used for module in subject.project.package.pymodules):
        raise Skip("the module says `gil_used = true`")
    yield from lacking.without_a_gil(subject)


@check(Severity.MEDIUM)
def runs_without_the_gil(subject: Subject) -> Iterator[Problem]:
    """Lets free-threaded Python stay so.

    ## What it wants

    With pyo3 0.23 to 0.27, a module with wheels for free-threaded Python says `gil_used = false`. (From 0.28
    on, that is the default.)

    ## Why

    Importing a module that does not say so turns the GIL on for the whole process, with a warning: the wheel
    defeats the Python that it was built for.

    ## How to fix

    Say so, or move to pyo3 0.28.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.26"
    ```

    ```deleted title="Cargo.lock"
    no such file
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.26"
    ```

    ```deleted title="Cargo.lock"
    no such file
    ```

    ```rust title="src/lib.rs"
    use pyo3::prelude::*;

    #[pymodule(gil_used = false)]
    fn _native(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        Ok(())
    }
    ```

    ## Sources

    - [PyO3: free-threaded Python](https://pyo3.rs/latest/free-threading.html)

    ## Reads

    `Cargo.toml`, `Cargo.lock`, the crate's Rust files and the release's wheels.
    """
    pyo3, wheels = crate.extension(subject), need.wheels(subject)
    if not any(is_free_threaded(wheel) for wheel in wheels):
        raise Skip("the release has no wheel for free-threaded Python")
    if subject.facts.pyo3(pyo3.known).gil_not_used_by_default:
        return
    name = crate.module_name(subject).value.rpartition(".")[2]
    modules = [m for m in subject.project.package.pymodules if m.name == name]
    for export in subject.project.package.exports:
        raise Skip(f"{code(export.location)} makes the module by hand, where `Py_mod_gil` tells it")
    if not modules:
        raise Skip("could not be decided from the files: no `#[pymodule]` of the module's name is in them")
    if all(module.gil_used is None for module in modules):
        yield Problem(
            f"the module {code(name)} does not say `gil_used = false`, so importing it turns the GIL on",
            modules[0].location,
            fence("#[pymodule(gil_used = false)]", "rust", modules[0].location.path),
            warned=True,
        )


@check(Severity.HIGH)
def builds_for_pythons_that_pyo3_knows(subject: Subject) -> Iterator[Problem]:
    """Builds for Pythons that its pyo3 supports.

    ## What it wants

    Every interpreter of the release's builds lies in the range that the crate's pyo3 supports.

    ## Why

    pyo3 ends the build with an error for any other. Only with the stable ABI does it take a newer CPython.

    ## How to fix

    Raise pyo3, or drop the interpreter. With `--find-interpreter` there is none to drop: name those to build for.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.26"
    ```

    ```deleted title="Cargo.lock"
    no such file
    ```

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
              args: --release --out dist -i 3.14 3.15
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30"
    ```

    ```deleted title="Cargo.lock"
    no such file
    ```

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
              args: --release --out dist -i 3.14 3.15
    ```

    ## Sources

    - [PyO3: pyo3-ffi's metadata](https://github.com/PyO3/pyo3/blob/main/pyo3-ffi/Cargo.toml)
    - [PyO3: changelog](https://github.com/PyO3/pyo3/blob/main/CHANGELOG.md)

    ## Reads

    `Cargo.toml`, `Cargo.lock` and the builds of the release.
    """
    yield from lacking.refused(subject)


@check(Severity.HIGH)
def admits_the_pythons_it_builds_for(subject: Subject) -> Iterator[Problem]:
    """Admits the Pythons that it builds for.

    ## What it wants

    `requires-python` admits the interpreter of every wheel.

    ## Why

    pip refuses a wheel whose metadata excludes the Python at hand: nobody can install it. maturin builds it
    all the same where the interpreter is named (`-i`).

    ## How to fix

    Drop the interpreter, or lower `requires-python`.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

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
              args: --release --out dist -i 3.10 3.11
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

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
              args: --release --out dist -i 3.11 3.12
    ```

    ## Sources

    - [Packaging: requires-python](https://packaging.python.org/en/latest/guides/dropping-older-python-versions/)
    - [maturin: resolver.rs](https://github.com/PyO3/maturin/blob/main/src/python_interpreter/resolver.rs)

    ## Reads

    `pyproject.toml` and the release's wheels.
    """
    wheels, metadata = need.wheels(subject), need.metadata(subject)
    python, asked = metadata.python, metadata.requires_python
    if python is None or asked is None:
        raise Skip("`requires-python` is missing")
    shut_out: dict[str, str] = {}
    for wheel in wheels:
        name, found = interpreter(wheel)
        if found is not None and not is_stable(wheel) and not python.contains(f"3.{found}.99"):
            shut_out[wheel.interpreter] = name
    if shut_out:
        *others, last = shut_out.values()
        who = f"{', '.join(others)} and {last}" if others else last
        yield Problem.at(
            [*lacking.places_of(subject, shut_out), asked.location],
            f"the wheels for {who} cannot be installed: `requires-python` is {code(asked.value)}",
            "Drop them from the lists of the builds, or let `requires-python` admit them.",
        )


@check(Severity.INFO)
def builds_for_pythons_that_live(subject: Subject) -> Iterator[Problem]:
    """Builds for Pythons that have not ended.

    ## What it wants

    No wheel of the release is only for a CPython that gets no more fixes.

    ## Why

    Each costs time in every release, and room on the index, for few users; those still find the last release
    that served them.

    ## How to fix

    Drop the Python from the lists of the builds and raise `requires-python`, which alone does for
    `--find-interpreter`.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

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
              args: --release --out dist -i 3.9 3.11
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib"]

    [dependencies]
    pyo3 = "0.30.1"
    ```

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
              args: --release --out dist -i 3.11 3.12
    ```

    ## Sources

    - [Status of Python versions](https://devguide.python.org/versions/)

    ## Reads

    The release's wheels, and the ends of Pythons on the day of the facts.
    """
    yield from lacking.ended(subject)


@check(Severity.INFO)
def names_the_implementations_it_serves(subject: Subject) -> Iterator[Problem]:
    """Names the implementations of Python that it has wheels for.

    ## What it wants

    Where the release has wheels for PyPy or GraalPy, the classifiers name it (`Programming Language :: Python ::
    Implementation`). A classifier without wheels is a matter of `classifies-its-pythons`.

    ## Why

    Who looks for packages that PyPy can install searches the index by this classifier.

    ## How to fix

    Add the classifier.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    dynamic = ["version"]
    requires-python = ">=3.11"
    classifiers = ["Programming Language :: Python :: 3"]
    ```

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
              args: --release --out dist -i 3.11 pypy3.11
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    dynamic = ["version"]
    requires-python = ">=3.11"
    classifiers = ["Programming Language :: Python :: Implementation :: PyPy"]
    ```

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
              args: --release --out dist -i 3.11 pypy3.11
          - uses: pypa/gh-action-pypi-publish@release/v1
            with:
              packages-dir: dist
    ```

    ## Sources

    - [Trove classifiers](https://github.com/pypa/trove-classifiers)
    - [Platform compatibility tags](https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/)

    ## Reads

    `pyproject.toml`: classifiers. The release's wheels.
    """
    found = implementations.unnamed(subject)
    if not found:
        raise Skip("the release has no wheels for PyPy or GraalPy")
    for name, wheel, place in found:
        if place is not None:
            line = fence(f'"{implementations.HEAD}{name}",', "toml", place.path)
            yield Problem(
                f"the release has wheels for {name}, such as {code(wheel.filename)}, and no classifier names it",
                place,
                f"Add to `classifiers`:\n\n{line}",
                warned=True,
            )
