"""What the package says of itself."""

from collections.abc import Iterator, Mapping

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.builds import packing
from maturin_compliance.checks.evidence.builds.outgrown import from_cargo, package_table
from maturin_compliance.checks.evidence.crate import crate
from maturin_compliance.checks.evidence.metadata import groups, licenses
from maturin_compliance.checks.evidence.metadata.classifiers import served_widely, unserved
from maturin_compliance.checks.evidence.metadata.home import front_page, links
from maturin_compliance.checks.evidence.metadata.imports import foreign, pythons
from maturin_compliance.checks.evidence.metadata.introduction import introduction, takes_all
from maturin_compliance.checks.evidence.metadata.names import (
    absent_links,
    classified,
    misspelt,
    module_of,
    same_version,
)
from maturin_compliance.checks.evidence.metadata.sdist import hidden
from maturin_compliance.checks.evidence.metadata.standard import LibraryError, faults
from maturin_compliance.checks.evidence.metadata.versioning import writer
from maturin_compliance.checks.evidence.testing.toolchains import older
from maturin_compliance.checks.text import code, codes, fence, quoted
from maturin_compliance.location import Located, Location

SETTINGS = ("select", "ignore", "fail-under")


@check(Severity.HIGH)
def has_one_version(subject: Subject) -> Iterator[Problem]:
    """Has one version.

    ## What it wants

    The version of `pyproject.toml`, of `Cargo.toml` and of `__version__` is the same.

    ## Why

    The wheel's name follows `[project] version`, bills of materials the crate's, bug reports `__version__`.

    ## How to fix

    Let maturin take the version from `Cargo.toml`, and Python from the installed metadata.

    ## Wrong

    ```python title="python/orchard/__init__.py"
    from orchard._native import count

    __version__ = "1.1.0"
    ```

    ## Right

    ```python title="python/orchard/__init__.py"
    from importlib.metadata import version

    from orchard._native import count

    __version__ = version("orchard")
    ```

    ## Sources

    - [maturin: dynamic metadata](https://www.maturin.rs/metadata.html)
    - [Packaging: single-sourcing the version](https://packaging.python.org/en/latest/discussions/single-source-version/)

    ## Reads

    `pyproject.toml`, `Cargo.toml`, the package's `__init__.py`, and the scripts of the release.
    """
    package, version = subject.project.package, _version_of_the_files(subject)
    manifest, literal = package.manifest, package.dunder_version
    crates = manifest.version if manifest else None
    if crates and not same_version(crates.value, version.value):
        yield Problem(
            f"the version {code(version.value)} is {code(crates.value)} in `Cargo.toml`",
            version.location,
            _write_once(subject),
            also=(crates.location,),
        )
    if literal and not same_version(literal.value, version.value):
        lines = f"from importlib.metadata import version\n\n__version__ = version({quoted(package.name)})"
        yield Problem(
            f"`__version__` is {code(literal.value)}, the package's version {code(version.value)}",
            literal.location,
            fence(lines, "python", literal.location.path),
            also=(version.location,),
        )


def _version_of_the_files(subject: Subject) -> Located[str]:
    """The version that is written in the files; skips where there is none, or where a release writes another."""
    version, place = subject.project.version, writer(subject)
    if version is None:
        raise Skip("the files state no version")
    if place is not None:
        raise Skip(f"{code(place)} writes the version into the files for each release")
    return version


def _write_once(subject: Subject) -> str:
    """How to leave the version to Cargo.toml."""
    project, metadata = need.pyproject(subject), need.metadata(subject)
    names = dict.fromkeys([*(field.value for field in metadata.dynamic), "version"])
    line = f"[project]\ndynamic = [{', '.join(map(quoted, names))}]"
    return f"Delete `version` and write:\n\n{fence(line, 'toml', project.path)}"


@check(Severity.LOW)
def writes_its_version_once(subject: Subject) -> Iterator[Problem]:
    """Writes its version once.

    ## What it wants

    The version stands in `Cargo.toml`, and `[project]` has `dynamic = ["version"]`.

    ## Why

    What is written twice is sooner or later changed once.

    ## How to fix

    Let maturin take the version from `Cargo.toml`.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    version = "1.2.0"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    dynamic = ["version"]
    ```

    ## Sources

    - [maturin: dynamic metadata](https://www.maturin.rs/metadata.html)
    - [Packaging: single-sourcing the version](https://packaging.python.org/en/latest/discussions/single-source-version/)

    ## Reads

    `pyproject.toml`, `Cargo.toml`, and the scripts of the release.
    """
    package, version = subject.project.package, _version_of_the_files(subject)
    poetry = package.pyproject.tools.get("poetry") if package.pyproject else None
    third = poetry.mapping.get("version") if poetry else None
    crates = package.manifest.version if package.manifest else None
    if crates and crates.location != version.location and same_version(crates.value, version.value):
        places = (version.location, crates.location, third.location if third else None)
        times = "twice" if third is None else "three times"
        message = f"the version {code(version.value)} is written {times}"
        yield Problem.at(places, message, _write_once(subject), warned=True)


@check(Severity.HIGH)
def states_its_version(subject: Subject) -> Iterator[Problem]:
    """States its version, or says that Cargo.toml does.

    ## What it wants

    `[project]` has either `version` or `dynamic = ["version"]`, and the version is one that Python knows.

    ## Why

    The standard demands one of the two, and forbids both. maturin warns now, and says that its next major
    version will refuse.

    ## How to fix

    Keep one of the two.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    dynamic = ["version"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    dynamic = ["version"]
    ```

    ## Sources

    - [Packaging: pyproject.toml, dynamic](https://packaging.python.org/en/latest/specifications/pyproject-toml/)
    - [maturin: the warning](https://github.com/PyO3/maturin/blob/main/src/pyproject_toml.rs)

    ## Reads

    `pyproject.toml` and `Cargo.toml`.
    """
    metadata, version = need.metadata(subject), subject.project.version
    dynamic = next((field for field in metadata.dynamic if field.value == "version"), None)
    lines = fence('[project]\ndynamic = ["version"]', "toml", need.pyproject(subject).path)
    if metadata.version and dynamic:
        message = "`version` is written and `dynamic` as well"
        yield Problem(message, metadata.version.location, "Delete one of the two.", also=(dynamic.location,))
    elif metadata.version is None and dynamic is None:
        yield Problem("`[project]` has no `version`, and `dynamic` does not name it", metadata.location, lines)
    if version and not same_version(version.value, version.value):
        yield Problem(f"{code(version.value)} is no version for Python", version.location, "Write it as `1.2.3`.")


@check(Severity.MEDIUM)
def states_its_license(subject: Subject) -> Iterator[Problem]:
    """States its license as an SPDX expression.

    ## What it wants

    `license` is an SPDX expression (PEP 639) of identifiers that SPDX still keeps, and no classifier names a
    license beside it.

    ## Why

    Only the expression is exact: `BSD License` is the classifier of several licenses. The table form and
    license classifiers are deprecated. Tools must refuse the table form beside `license-files`, and may refuse
    a classifier beside the expression.

    ## How to fix

    Write the expression and drop the classifiers. It needs maturin 1.9.2.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    license = { file = "LICENSE" }
    classifiers = ["License :: OSI Approved :: MIT License"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    license = "MIT"
    license-files = ["LICENSE"]
    ```

    ## Sources

    - [PEP 639](https://peps.python.org/pep-0639/)
    - [SPDX license list](https://spdx.org/licenses/)

    ## Reads

    `pyproject.toml`; for the fix `Cargo.toml` and the texts of the license files.
    """
    metadata = need.metadata(subject)
    told, fix = licenses.classifiers(metadata), licenses.fix(subject)
    places = tuple(classifier.location for classifier in told)
    if metadata.license is None:
        if "license" not in {field.value for field in metadata.dynamic}:
            where = told[0].location if told else metadata.location
            says = "only a classifier names the license" if told else "`[project]` names no license"
            yield Problem.at((where, *places), says, fix, warned=bool(told))
    elif metadata.license.expression is None:
        error = " beside `license-files`, which tools must refuse" if metadata.license_files else ""
        message = f"`license` is a table{error}"
        yield Problem.at((metadata.license.location, *places), message, fix, warned=not error)
    elif licenses.canonical(metadata.license.expression) is None:
        message = f"{code(metadata.license.expression)} is no SPDX expression"
        yield Problem.at((metadata.license.location, *places), message, fix)
    elif old := licenses.deprecated(metadata.license.expression):
        message = f"SPDX has replaced {codes(old)}"
        yield Problem.at((metadata.license.location, *places), message, licenses.renamed(old), warned=True)
    elif told:
        message = f"classifiers name the license beside `license`: {codes(c.value for c in told)}"
        fix = "Delete the license classifiers."
        yield Problem.at((*places, metadata.license.location), message, fix, warned=True)


@check(Severity.LOW)
def agrees_on_its_license(subject: Subject) -> Iterator[Problem]:
    """Names the same license in both files.

    ## What it wants

    `license` in `Cargo.toml` is an SPDX expression, and the same as in `pyproject.toml`.

    ## Why

    Wheels carry the one, bills of materials and the Rust registry the other; a reader of both cannot tell
    which holds.

    ## How to fix

    Correct the one that is wrong.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    license = "Apache-2.0"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    license = "MIT"
    ```

    ## Sources

    - [Cargo: the license field](https://doc.rust-lang.org/cargo/reference/manifest.html)
    - [PEP 639](https://peps.python.org/pep-0639/)

    ## Reads

    `pyproject.toml` and `Cargo.toml`.
    """
    written, manifest = need.metadata(subject).license, need.manifest(subject)
    python = licenses.canonical(written.expression) if written and written.expression else None
    rust = licenses.of_crate(manifest.license.value) if manifest.license else None
    if manifest.license and rust is None:
        choices = (python,) if python else licenses.suggested(subject)
        lines = f"[package]\nlicense = {quoted(choices[0])}" if len(choices) == 1 else ""
        yield Problem(
            f"`license` is {code(manifest.license.value)}, no SPDX expression",
            manifest.license.location,
            fence(lines, "toml", manifest.license.location.path) if lines else "Write it as an SPDX expression.",
            warned=True,
        )
        return
    if written is None or manifest.license is None or python is None or rust is None:
        raise Skip("not both files state a license as an expression")
    if licenses.parts(python) != licenses.parts(rust):
        yield Problem(
            f"`pyproject.toml` says {code(python)}, `Cargo.toml` {code(rust)}",
            manifest.license.location,
            fence(f"[package]\nlicense = {quoted(python)}", "toml", manifest.license.location.path),
            warned=True,
            also=(written.location,),
        )


@check(Severity.HIGH)
def finds_its_license_files(subject: Subject) -> Iterator[Problem]:
    """Has the files that `license-files` names.

    ## What it wants

    Each pattern of `license-files` matches a file, and `license = { file = … }` names one that exists.

    ## Why

    Most licenses demand that their text travels with the code. PEP 639 tells tools to stop at a pattern
    without a match; maturin goes on, and the wheel lacks the text.

    ## How to fix

    Correct the pattern, or add the file.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    license = "MIT"
    license-files = ["LICENCE.txt"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    license = "MIT"
    license-files = ["LICEN[CS]E*"]
    ```

    ## Sources

    - [PEP 639: license-files](https://peps.python.org/pep-0639/)

    ## Reads

    `pyproject.toml` and the files of the repository.
    """
    metadata, folder = need.metadata(subject), subject.project.package.folder
    table = metadata.license.file if metadata.license else None
    if not metadata.license_files and table is None:
        raise Skip("`license-files` names no file")
    near = licenses.candidates(subject)
    hint = f"The package has {codes(near)}." if near else "Add the text of the license."
    for pattern in metadata.license_files or ():
        if not licenses.matches(subject, pattern.value):
            yield Problem(f"{code(pattern.value)} of `license-files` matches no file", pattern.location, hint)
    if metadata.license and table and need.inside(folder, table) not in subject.project.tree:
        yield Problem(f"`license` names {code(table)}, which does not exist", metadata.license.location, hint)


@check(Severity.CRITICAL)
def finds_its_readme(subject: Subject) -> Iterator[Problem]:
    """Has the file that `readme` names.

    ## What it wants

    The file of `[project] readme` exists.

    ## Why

    maturin ends with an error where it does not.

    ## How to fix

    Correct the path, which is relative to `pyproject.toml`.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    readme = "README.rst"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    readme = "README.md"
    ```

    ## Sources

    - [Packaging: readme](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)
    - [maturin: metadata.rs](https://github.com/PyO3/maturin/blob/main/src/metadata.rs)

    ## Reads

    `pyproject.toml` and the files of the repository.
    """
    readme = need.metadata(subject).readme
    if readme is None:
        raise Skip("`readme` names no file")
    folder, tree = subject.project.package.folder, subject.project.tree
    if need.inside(folder, readme.value) not in tree:
        near = [p for p in tree.files if p.rpartition("/")[2].lower().startswith("readme")]
        hint = f"The repository has {codes(near[:3])}." if near else "Add the file, or drop `readme`."
        yield Problem(f"`readme` names {code(readme.value)}, which does not exist", readme.location, hint)


@check(Severity.LOW)
def introduces_itself(subject: Subject) -> Iterator[Problem]:
    """Introduces itself on the package index.

    ## What it wants

    `[project]` has a `description` of one line, and a `readme`.

    ## Why

    The one is what a search shows, the other the whole page. The index refuses a description of several
    lines. maturin takes neither from `Cargo.toml` unless `dynamic` names it (before 1.9.2 it took both).

    ## How to fix

    Write both, or let `dynamic` name those that `Cargo.toml` has.

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
    description = "Counts apples"
    readme = "README.md"
    ```

    ## Sources

    - [Packaging: writing pyproject.toml](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)
    - [Packaging: core metadata, Summary](https://packaging.python.org/en/latest/specifications/core-metadata/)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the files of the repository.
    """
    metadata = need.metadata(subject)
    dynamic = {field.value for field in metadata.dynamic}
    table = need.pyproject(subject).document.mapping["project"].mapping
    if subject.project.package.manifest and "description" not in package_table(subject):
        dynamic.discard("description")
    given = {*table, *dynamic, *(from_cargo(subject) if takes_all(subject) else ())}
    if missing := tuple(key for key in ("description", "readme") if key not in given):
        message = f"`[project]` has no {codes(missing).replace(' and ', ' and no ')}"
        yield Problem(message, metadata.location, introduction(subject, missing), warned=True)
    if metadata.description and "\n" in metadata.description.value.strip():
        message = "`description` has several lines, which the package index refuses"
        yield Problem(message, metadata.description.location, "Write it in one line.")


@check(Severity.LOW)
def classifies_its_pythons(subject: Subject) -> Iterator[Problem]:
    """Classifies the Pythons that it runs on.

    ## What it wants

    The classifiers `Programming Language :: Python :: 3.X` name what `requires-python` admits and the
    release's wheels serve on most platforms, where they name minor versions at all. An implementation (`PyPy`,
    `GraalPy`) is named only where the release has wheels for it, and `Free Threading` likewise.

    ## Why

    Readers and search filters go by the classifiers; pip does not. One that is not true sends people to a
    version on which the package does not install.

    ## How to fix

    Add and delete lines.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    requires-python = ">=3.11"
    classifiers = [
      "Programming Language :: Python :: 3.9",
      "Programming Language :: Python :: 3.11",
    ]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    requires-python = ">=3.11"
    classifiers = [
      "Programming Language :: Python :: 3.11",
      "Programming Language :: Python :: 3.12",
      "Programming Language :: Python :: 3.13",
      "Programming Language :: Python :: 3.14",
      "Programming Language :: Python :: 3.15",
    ]
    ```

    ## Sources

    - [Packaging: classifiers](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)
    - [Status of Python versions](https://devguide.python.org/versions/)

    ## Reads

    `pyproject.toml`, the release's wheels, and the supported Pythons on the day of the facts.
    """
    metadata = need.metadata(subject)
    told, python = classified(metadata), metadata.python
    implementations = list(unserved(subject))
    for name, classifier in implementations:
        message = f"a classifier names {name}, for which the release has no wheel"
        yield Problem(message, classifier.location, f"Delete the line, or build for {name}.", warned=True)
    if not implementations and not told:
        raise Skip("no classifier names a minor version of Python")
    if not implementations and python is None:
        raise Skip("`requires-python` is missing")
    yield from _minors(subject, told, python)


def _minors(subject: Subject, told: Mapping[int, Located[str]], python: SpecifierSet | None) -> Iterator[Problem]:
    """The classifiers of minor versions against what is admitted and served."""
    if not told or python is None:
        return
    for minor, classifier in told.items():
        if not python.contains(f"3.{minor}"):
            message = f"a classifier names Python 3.{minor}, which `requires-python` excludes"
            yield Problem(message, classifier.location, "Delete the line.", warned=True)
    missing = [minor for minor in served_widely(subject) if python.contains(f"3.{minor}") and minor not in told]
    if missing:
        lines = "\n".join(f'  "Programming Language :: Python :: 3.{minor}",' for minor in missing)
        yield Problem(
            f"no classifier names Python {', '.join(f'3.{minor}' for minor in missing)}",
            list(told.values())[-1].location,
            f"Once its tests pass there, add to `classifiers`:\n\n"
            f"{fence(lines, 'toml', need.pyproject(subject).path)}",
            warned=True,
        )


@check(Severity.LOW)
def classifies_itself_as_rust(subject: Subject) -> Iterator[Problem]:
    """Classifies itself as written in Rust.

    ## What it wants

    The classifier `Programming Language :: Rust`.

    ## Why

    It tells whoever has no wheel for their platform that building takes a Rust compiler.

    ## How to fix

    Add it.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    classifiers = []
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    classifiers = ["Programming Language :: Rust"]
    ```

    ## Sources

    - [Packaging: classifiers](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)

    ## Reads

    `pyproject.toml`.
    """
    need.manifest(subject)
    metadata, project = need.metadata(subject), need.pyproject(subject)
    if "Programming Language :: Rust" not in {c.value for c in metadata.classifiers}:
        where = metadata.classifiers[0].location if metadata.classifiers else metadata.location
        line = '"Programming Language :: Rust"'
        fix = f"Add {code(line)} to `classifiers`."
        if not metadata.classifiers:
            fix = fence(f"[project]\nclassifiers = [{line}]", "toml", project.path)
        yield Problem("no classifier says that the package is written in Rust", where, fix, warned=True)


@check(Severity.HIGH)
def may_be_published(subject: Subject) -> Iterator[Problem]:
    """Bears no classifier that the package index refuses.

    ## What it wants

    A project that is published has no classifier that begins with `Private ::`.

    ## Why

    The index refuses every upload with one; that is what the classifier is for.

    ## How to fix

    Delete the classifier.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    version = "1.2.0"
    classifiers = ["Private :: Do Not Upload"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [project]
    name = "orchard"
    version = "1.2.0"
    classifiers = ["Programming Language :: Rust"]
    ```

    ## Sources

    - [Packaging: classifiers](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)

    ## Reads

    `pyproject.toml` and the steps that publish.
    """
    metadata = need.metadata(subject)
    if not subject.expansion.release.publishes:
        raise Skip("no workflow publishes to the package index")
    for classifier in metadata.classifiers:
        if classifier.value.startswith("Private ::"):
            message = f"the package index refuses {code(classifier.value)}"
            yield Problem(message, classifier.location, "Delete the line.")


@check(Severity.LOW)
def links_to_its_home(subject: Subject) -> Iterator[Problem]:
    """Links to its source, its issues and its changelog.

    ## What it wants

    `[project.urls]` has labels that the package index knows for the source (or the homepage), the issues and
    the changelog.

    ## Why

    Who reads the page on the index comes from there to the code; update tools show the changelog by its
    label.

    ## How to fix

    Add the lines.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [project.urls]
    Repository = "https://example.org/orchard"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [project.urls]
    Repository = "https://example.org/orchard"
    Issues = "https://example.org/orchard/issues"
    Changelog = "https://example.org/orchard/changelog"
    ```

    ## Sources

    - [Packaging: well-known project URLs](https://packaging.python.org/en/latest/specifications/well-known-project-urls/)

    ## Reads

    `pyproject.toml`; for the fix also the checkout and `Cargo.toml`.
    """
    metadata, project = need.metadata(subject), need.pyproject(subject)
    missing = absent_links(metadata.urls)
    if missing and "urls" not in {field.value for field in metadata.dynamic}:
        table = project.document.mapping["project"].mapping.get("urls")
        yield Problem(
            f"`[project.urls]` has no link labelled {codes(missing).replace(' and ', ' or ')}",
            table.location if table else metadata.location,
            _links(subject, missing),
            warned=True,
        )
    for label, url in metadata.urls.items():
        if label.lower() in {"issues", "bug tracker", "tracker"} and (base := front_page(url.value)):
            line = f"{label if label.isidentifier() else quoted(label)} = {quoted(f'{base}/issues')}"
            message = f"the link {code(label)} leads to the front page of the repository"
            yield Problem(message, url.location, f"Write {code(line)}.", warned=True)


def _links(subject: Subject, missing: tuple[str, ...]) -> str:
    """The lines to add to the links, in the form that the table has."""
    project, known = need.pyproject(subject), links(subject, missing)
    if not known:
        return f"Add {codes(missing)} to `[project.urls]`, with the addresses that your project has for them."
    lines = [f"{label} = {quoted(address)}" for label, address in known.items()]
    table = project.document.mapping["project"].mapping.get("urls")
    if table is None:
        return fence("\n".join(["[project.urls]", *lines]), "toml", project.path)
    if any(node.location == table.location for node in table.mapping.values()):
        return f"Add to `urls`: {codes(lines)}."
    return "Add to `[project.urls]`:\n\n" + fence("\n".join(lines), "toml", project.path)


@check(Severity.CRITICAL)
def writes_valid_requirements(subject: Subject) -> Iterator[Problem]:
    """Writes requirements that are valid.

    ## What it wants

    Each of `dependencies`, of `optional-dependencies`, of `[dependency-groups]` and of `[build-system] requires`
    is a requirement by PEP 508.

    ## Why

    One that is not stops every tool that reads the file.

    ## How to fix

    Correct it.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    dependencies = ["numpy => 2"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    dependencies = ["numpy>=2"]
    ```

    ## Sources

    - [Packaging: dependency specifiers](https://packaging.python.org/en/latest/specifications/dependency-specifiers/)

    ## Reads

    `pyproject.toml`.
    """
    project = need.pyproject(subject)
    metadata, system = project.project, project.build_system
    groups = [metadata.dependencies, *metadata.optional_dependencies.values()] if metadata else []
    for group in [*groups, system.requires if system else (), *project.dependency_groups.values()]:
        for dependency in group:
            if dependency.requirement is None:
                message = f"{code(dependency.text)} is no valid requirement"
                yield Problem(message, dependency.location, "Write it as `name>=1.2,<2; marker`.")


@check(Severity.HIGH)
def has_the_groups_it_installs(subject: Subject) -> Iterator[Problem]:
    """Has the dependency groups that its workflows install.

    ## What it wants

    Each `--group` that a command gives uv or pip is a key of `[dependency-groups]`.

    ## Why

    Both end with an error for a group that they do not find, and with it the job.

    ## How to fix

    Correct the name in one of the two.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [dependency-groups]
    tests = ["pytest>=9"]
    ```

    ```yaml title=".github/workflows/ci.yml"
    on: push
    jobs:
      tests:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: uv sync --group test
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [dependency-groups]
    test = ["pytest>=9"]
    ```

    ```yaml title=".github/workflows/ci.yml"
    on: push
    jobs:
      tests:
        runs-on: ubuntu-24.04
        steps:
          - uses: actions/checkout@v7
          - run: uv sync --group test
    ```

    ## Sources

    - [PEP 735](https://peps.python.org/pep-0735/)
    - [uv: dependency groups](https://docs.astral.sh/uv/concepts/projects/dependencies/)

    ## Reads

    `pyproject.toml` and the commands of all workflows.
    """
    found: dict[str, list[Location]] = {}
    for name, place in groups.absent(subject):
        found.setdefault(name, []).append(place)
    known = need.pyproject(subject).dependency_groups
    for name, places in found.items():
        have = f"the file has {codes(known)}" if known else "the file has none"
        fix = f"Correct the name, or add the group to `[dependency-groups]`: {have}."
        yield Problem.at(places, f"there is no dependency group {code(name)}", fix)


@check(Severity.HIGH)
def requires_what_it_imports(subject: Subject) -> Iterator[Problem]:
    """Requires what it imports.

    ## What it wants

    A package without `dependencies` imports nothing but Python's own modules and its own when it is imported.

    ## Why

    pip installs what `dependencies` names. Where tests run with the extra packages of a developer, nobody sees
    that `import` fails for everybody else.

    ## How to fix

    Name the package that has the module, with a marker where only some Pythons import it.

    ## Wrong

    ```python title="python/orchard/__init__.py"
    import sys

    from orchard._native import count

    if sys.version_info >= (3, 12):
        from typing import override
    else:
        from typing_extensions import override
    ```

    ## Right

    ```python title="python/orchard/__init__.py"
    import sys

    from orchard._native import count

    if sys.version_info >= (3, 11):
        from typing import Self
    else:
        from typing_extensions import Self
    ```

    ## Sources

    - [Packaging: dependencies](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)

    ## Reads

    `pyproject.toml` and the package's Python files: imports at the top of `__init__.py` and of the files that it
    imports likewise. Those in `try`, in functions and under other conditions are left out.
    """
    metadata = need.metadata(subject)
    if subject.project.package.module_dir is None:
        raise Skip("the package has no Python files")
    if metadata.dependencies or "dependencies" in {field.value for field in metadata.dynamic}:
        raise Skip("the package has dependencies; which modules they bring, the files do not tell")
    for each, top in foreign(subject):
        minors = pythons(subject, each)
        if minors:
            some = f" on Python {', '.join(f'3.{m}' for m in minors)}" if each.when else ""
            yield Problem(
                f"{code(top)} is imported{some}, and `dependencies` names no package",
                each.location,
                f"Add the package that has {code(top)} to `dependencies`.",
                also=(metadata.location,),
            )


@check(Severity.INFO)
def requires_each_package_once(subject: Subject) -> Iterator[Problem]:
    """Requires each package once.

    ## What it wants

    No package of `dependencies` is in an extra again.

    ## Why

    What everybody installs needs no extra; with two ranges, the reader has to work out which holds.

    ## How to fix

    Drop it from the extra.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    dependencies = ["pillow>=11"]

    [project.optional-dependencies]
    images = ["pillow>=12"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [project.optional-dependencies]
    images = ["pillow>=12"]
    ```

    ## Sources

    - [Packaging: dependencies and extras](https://packaging.python.org/en/latest/guides/writing-pyproject-toml/)

    ## Reads

    `pyproject.toml`.
    """
    metadata = need.metadata(subject)
    always = {canonicalize_name(d.requirement.name): d for d in metadata.dependencies if d.requirement}
    for extra, group in metadata.optional_dependencies.items():
        for dependency in group:
            requirement = dependency.requirement
            first = always.get(canonicalize_name(requirement.name)) if requirement else None
            if requirement and first and first.requirement and requirement.extras <= first.requirement.extras:
                yield Problem(
                    f"the extra {code(extra)} requires {code(requirement.name)}, as `dependencies` does",
                    dependency.location,
                    f"Drop {code(dependency.text)} from the extra.",
                    warned=True,
                    also=(first.location,),
                )


@check(Severity.MEDIUM)
def uses_known_fields(subject: Subject) -> Iterator[Problem]:
    """Uses fields of `[project]` that exist.

    ## What it wants

    Every key of `[project]` is one of the standard.

    ## Why

    maturin ignores a key that it does not know, without a word; other tools refuse the file.

    ## How to fix

    Correct the name.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    requires_python = ">=3.11"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    requires-python = ">=3.11"
    ```

    ## Sources

    - [Packaging: pyproject.toml](https://packaging.python.org/en/latest/specifications/pyproject-toml/)

    ## Reads

    `pyproject.toml`.
    """
    need.metadata(subject)
    table = need.pyproject(subject).document.mapping["project"]
    for key, suggestion in misspelt(table.mapping):
        fix = f"Write {code(suggestion)}." if suggestion else "Move it to the table of the tool that reads it."
        yield Problem(f"`[project]` knows no key {code(key)}", table.mapping[key].location, fix)


@check(Severity.MEDIUM)
def keeps_to_the_standard(subject: Subject) -> Iterator[Problem]:
    """Has values in `[project]` that the standard admits.

    ## What it wants

    PyPA's library for `[project]` finds no fault with it: types, the name, `dynamic`, people, links, keywords
    and entry points. (What it says of versions and requirements, other checks say.)

    ## Why

    A value that is against the standard stops the tools that follow it, or gets lost on the way to the package
    index.

    ## How to fix

    Correct it.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    authors = ["Ada"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"
    authors = [{ name = "Ada" }]
    ```

    ## Sources

    - [Packaging: pyproject.toml](https://packaging.python.org/en/latest/specifications/pyproject-toml/)
    - [pyproject-metadata](https://pep621.readthedocs.io/en/stable/)

    ## Reads

    `pyproject.toml`.
    """
    need.metadata(subject)
    try:
        found = faults(need.pyproject(subject).document.mapping["project"])
    except LibraryError as error:
        raise Skip(f"PyPA's library ends with an error of its own: {code(error)}") from None
    for fault in found:
        message = f"{code(fault.key)} is against the standard: {code(fault.text, 300)}"
        yield Problem(message, fault.location, "Write it as the specification of `pyproject.toml` has it.")


@check(Severity.HIGH)
def starts_scripts_that_exist(subject: Subject) -> Iterator[Problem]:
    """Starts functions of modules that exist.

    ## What it wants

    Each of `[project.scripts]` is `module:function`, and the module is one that the wheel holds: a file of the
    package or of `python-packages`, or the compiled one. A file has the function.

    ## Why

    The command is installed whatever it names, and fails when it is called.

    ## How to fix

    Correct the name of the module.

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [project.scripts]
    orchard = "orchard.cli:main"

    [tool.maturin]
    module-name = "orchard._native"
    python-source = "python"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [project.scripts]
    orchard = "orchard:count"

    [tool.maturin]
    module-name = "orchard._native"
    python-source = "python"
    ```

    ## Sources

    - [Packaging: entry points](https://packaging.python.org/en/latest/specifications/entry-points/)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the files of the repository.
    """
    scripts = need.metadata(subject).scripts
    if not scripts:
        raise Skip("the project has no scripts")
    for name, target in scripts.items():
        module = module_of(target.value)
        if module is None:
            message = f"the script {code(name)} is {code(target.value)}, not `module:function`"
            yield Problem(message, target.location, "Write it as `module:function`.")
        elif not crate.is_module(subject, module):
            message = f"the script {code(name)} starts {code(module)}, a module that does not exist"
            yield Problem(message, target.location, f"Create the module, or correct {code(target.value)}.")
        elif not crate.is_shipped(subject, module):
            message = f"the script {code(name)} starts {code(module)}, a module that no wheel holds"
            fix = "Move the module into the package, or name its folder in `[tool.maturin] python-packages`."
            yield Problem(message, target.location, fix)
        elif (names := subject.project.package.scripts.get(name)) is not None:
            function = target.value.partition(":")[2].partition("[")[0].strip().partition(".")[0]
            if function not in names and not crate.is_module(subject, f"{module}.{function}"):
                message = f"the script {code(name)} starts {code(function)}, which {code(module)} does not have"
                yield Problem(message, target.location, f"Define the function, or correct {code(target.value)}.")


@check(Severity.MEDIUM)
def declares_its_rust(subject: Subject) -> Iterator[Problem]:
    """Declares the oldest Rust that builds it.

    ## What it wants

    `[package] rust-version`.

    ## Why

    Who builds the sdist with an older compiler reads "requires rustc 1.85" instead of an error from the
    middle of some crate.

    ## How to fix

    Declare the oldest Rust that a job of the workflows builds with.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    rust-version = "1.85"
    ```

    ## Sources

    - [Cargo: rust-version](https://doc.rust-lang.org/cargo/reference/rust-version.html)

    ## Reads

    `Cargo.toml` and the manifest of the workspace.
    """
    manifest = need.manifest(subject)
    if manifest.rust_version is None:
        lowest = max(crate.rust_minima(subject), key=lambda part: part[0], default=None)
        fix = "Add `rust-version` to `[package]`: the oldest Rust with which a job of the workflows builds it."
        if lowest is not None:
            fix += f" At least {crate.short(lowest[0])}, for {lowest[1]}; other crates may need more."
        package = manifest.document.mapping.get("package")
        where = package.location if package else manifest.location
        yield Problem("the crate does not say which Rust it needs", where, fix, warned=True)


@check(Severity.HIGH)
def declares_a_rust_that_suffices(subject: Subject) -> Iterator[Problem]:
    """Declares a Rust that its edition, its pyo3 and its lock file admit.

    ## What it wants

    `rust-version` is no lower than what the edition, pyo3 and the format of `Cargo.lock` need. (What other crates
    need, the files do not tell.) No toolchain that the project builds its wheels with is older than it.

    ## Why

    A promise that does not hold is worse than none: the sdist is tried, and fails in the middle. Cargo ends with
    an error where the toolchain is older than `rust-version`.

    ## How to fix

    Raise it, or the toolchain.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    edition = "2024"
    rust-version = "1.75"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    edition = "2024"
    rust-version = "1.85"
    ```

    ## Sources

    - [Rust: edition guide](https://doc.rust-lang.org/edition-guide/)
    - [PyO3: releases](https://github.com/PyO3/pyo3/releases)

    ## Reads

    `Cargo.toml`, the manifest of the workspace, `Cargo.lock`, `rust-toolchain.toml` and the steps of jobs that
    build.
    """
    manifest = need.manifest(subject)
    declared = manifest.rust_version
    if declared is None or not declared.value.replace(".", "").isdigit():
        raise Skip("`rust-version` is not set")
    minima = list(crate.rust_minima(subject))
    package = manifest.document.mapping["package"].mapping.get("rust-version")
    table = "package" if package and package.location == declared.location else "workspace.package"
    yield from older(subject, declared)
    highest = crate.short(max((lowest for lowest, _, _ in minima), default=Version("1")))
    for lowest, what, location in minima:
        if Version(declared.value) < lowest:
            yield Problem(
                f"`rust-version` is {code(declared.value)}, but {what} needs Rust {crate.short(lowest)}",
                declared.location,
                fence(f'[{table}]\nrust-version = "{highest}"', "toml", declared.location.path),
                also=(location,),
            )


@check(Severity.HIGH)
def ships_its_sources(subject: Subject) -> Iterator[Problem]:
    """Ships what the sdist is built from.

    ## What it wants

    Neither `exclude` nor `include` of `Cargo.toml` keeps the crate's library or its build script out, unless
    `include` of `[tool.maturin]` puts it back. `exclude` there leaves them, `Cargo.lock`, the package's `py.typed`
    and its stubs in, and what `include` there names exists.

    ## Why

    maturin fills the sdist by `cargo package --list`. What that leaves out is missing where pip builds, and
    nowhere else.

    ## How to fix

    Narrow the pattern.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    include = ["Cargo.toml", "python/**"]
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"
    include = ["Cargo.toml", "src/**", "python/**"]
    ```

    ## Sources

    - [Cargo: exclude and include](https://doc.rust-lang.org/cargo/reference/manifest.html)
    - [maturin: source_distribution](https://github.com/PyO3/maturin/blob/main/src/source_distribution/mod.rs)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the files of the repository.
    """
    manifest, tool = need.manifest(subject), need.pyproject(subject).maturin
    yield from packing.faults(subject)
    if not manifest.include and not manifest.exclude and not (tool and (tool.include or tool.exclude)):
        raise Skip("neither `Cargo.toml` nor `[tool.maturin]` has `include` or `exclude`")
    for path, place in hidden(manifest, subject.project.tree):
        if packing.added(subject, path):
            continue
        fix = (
            f"Let `include` match {code(path)}."
            if manifest.include
            else f"Do not let `exclude` match {code(path)}."
        )
        yield Problem(f"the sdist lacks {code(path)}", place, fix)


@check(Severity.LOW)
def settings_take_effect(subject: Subject) -> Iterator[Problem]:
    """Has settings of this report that take effect.

    ## What it wants

    `[tool.maturin-compliance]` knows the keys `select`, `ignore` and `fail-under`. `ignore` gives each check or
    category a reason in words, names one that exists, and leaves out a problem that is there. `fail-under` is a
    score from 0 to 10.

    ## Why

    A check that is ignored stays on the pages with its reason; without one, a reader cannot tell a decision
    from an oversight, so it counts all the same. A name that is misspelt ignores nothing, and an ignore that
    has outlived its problem hides the next one.

    ## How to fix

    ```toml
    [tool.maturin-compliance.ignore]
    sdist-published = "the crate needs a compiler that users do not have"
    ```

    ## Wrong

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [tool.maturin-compliance]
    fail-under = 70
    ignore = ["states-its-license"]
    ```

    ## Right

    ```toml title="pyproject.toml"
    [project]
    name = "orchard"
    version = "1.2.0"

    [tool.maturin-compliance]
    fail-under = 7

    [tool.maturin-compliance.ignore]
    states-its-license = "lawyers still look at it"
    ```

    ## Sources

    - [maturin-compliance: the command](https://maturin-compliance.github.io/maturin-compliance/reference/command/)

    ## Reads

    `pyproject.toml`, and what the checks find that it ignores.
    """
    settings = need.settings(subject)
    for key, node in settings.entries.items():
        if key not in SETTINGS:
            fix = f"The keys are {codes(SETTINGS)}."
            yield Problem(f"`[tool.maturin-compliance]` knows no key {code(key)}", node.location, fix)
    for entry in settings.ignore:
        if entry.reason is None:
            line = f'[tool.maturin-compliance.ignore]\n{quoted(entry.name)} = "…"'
            message = f"ignoring {code(entry.name)} gives no reason, so that it counts all the same"
            yield Problem(message, entry.location, fence(line, "toml", entry.location.path))
    if settings.fail_under and settings.limit is None:
        message = f"`fail-under` is {code(settings.fail_under.value)}, no score from 0 to 10"
        yield Problem(message, settings.fail_under.location, "Write one, such as `7.5`.")
