"""Where the Python and the Rust lie."""

from collections.abc import Iterator
from posixpath import basename, dirname, relpath
from shlex import quote

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Problem, Severity, Skip, Subject, check
from maturin_compliance.checks.evidence.builds import lockfile
from maturin_compliance.checks.evidence.crate import crate, members, modules
from maturin_compliance.checks.evidence.metadata import own_imports
from maturin_compliance.checks.evidence.metadata.imports import of_compiled
from maturin_compliance.checks.evidence.metadata.renaming import renaming
from maturin_compliance.checks.evidence.metadata.versioning import renamer
from maturin_compliance.checks.text import code, codes, fence, quoted
from maturin_compliance.location import Location

LIBRARIES = (".so", ".pyd", ".dylib", ".dll")


@check(Severity.CRITICAL)
def finds_the_manifest(subject: Subject) -> Iterator[Problem]:
    """Has a Cargo.toml where maturin looks for it.

    ## What it wants

    The crate's `Cargo.toml` lies at `[tool.maturin] manifest-path`, else beside `pyproject.toml`, or in
    `rust/` where the Python lies in `src/`.

    ## Why

    Without it maturin ends before it builds anything, also when pip builds the sdist.

    ## How to fix

    Correct `manifest-path`, which is relative to `pyproject.toml`, or move the manifest.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    manifest-path = "crates/orchard/Cargo.toml"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    manifest-path = "Cargo.toml"
    ```

    ## Sources

    - [maturin: project_layout.rs](https://github.com/PyO3/maturin/blob/main/src/project_layout.rs)
    - [maturin: configuration](https://www.maturin.rs/config.html)

    ## Reads

    `pyproject.toml` and the files of the repository.
    """
    project = need.pyproject(subject)
    folder = subject.project.package.folder
    path = project.maturin.manifest_path if project.maturin else None
    found = sorted(subject.project.manifests)
    hint = f"The repository has {codes(found)}." if found else "The repository has no `Cargo.toml` at all."
    if path and not need.exists(subject, need.inside(folder, path.value)):
        yield Problem(f"`manifest-path` names {code(path.value)}, which does not exist", path.location, hint)
    elif subject.project.package.manifest is None:
        message = f"no `Cargo.toml` was found for the package in {code(folder)}"
        yield Problem(message, project.location, f"Set `[tool.maturin] manifest-path`. {hint}")


@check(Severity.CRITICAL)
def finds_the_python_source(subject: Subject) -> Iterator[Problem]:
    """Has a Python package where `python-source` points.

    ## What it wants

    The folder that `[tool.maturin] python-source` names exists, and in it the folder of the first part of
    `module-name`.

    ## Why

    maturin ends with an error where either is missing (the second since 1.12.0; before, it silently built
    a wheel without the Python files).

    ## How to fix

    Create the folder, correct the path, or drop `python-source` from a project that has no Python files.

    ## Wrong

    ```deleted title="python/orchard/__init__.py"
    no such file
    ```

    ```deleted title="python/orchard/_native.pyi"
    no such file
    ```

    ```deleted title="python/orchard/py.typed"
    no such file
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    module-name = "orchard._native"
    python-source = "python"
    ```

    ## Sources

    - [maturin: project layout](https://www.maturin.rs/project_layout.html)
    - [maturin: the error since 1.12.0](https://github.com/PyO3/maturin/pull/2986)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the files of the repository.
    """
    source = need.maturin(subject).python_source
    if source is None:
        raise Skip("`python-source` is not set")
    folder = need.inside(subject.project.package.folder, source.value)
    module = crate.module_name(subject).value.partition(".")[0]
    package = need.inside(folder, module)
    if not need.exists(subject, folder):
        message = f"`python-source` names {code(source.value)}, which does not exist"
        other = _elsewhere(subject, module)
        yield Problem(message, source.location, other or f"Create {code(package)}, or drop `python-source`.")
    elif not need.exists(subject, package) and module.isidentifier():
        message = f"`python-source` holds no folder {code(module)}, the first part of the module's name"
        other = _elsewhere(subject, module)
        yield Problem(message, source.location, other or f"Create {code(package + '/__init__.py')}.")


def _elsewhere(subject: Subject, module: str) -> str | None:
    """The lines that point to the folder in which the package does lie, where there is one such."""
    project, above = need.pyproject(subject), subject.project.package.folder
    ending = f"/{module}/__init__.py"
    files = (path for path in subject.project.tree.under(above) if path.endswith(ending))
    found = {relpath(path.removesuffix(ending), above) for path in files}
    if len(found) != 1:
        return None
    return fence(f"[tool.maturin]\npython-source = {quoted(found.pop())}", "toml", project.path)


@check(Severity.CRITICAL)
def finds_the_data_folder(subject: Subject) -> Iterator[Problem]:
    """Has the folder that `data` names.

    ## What it wants

    The folder that `[tool.maturin] data` names exists.

    ## Why

    maturin ends with "No such data directory" otherwise. Without the key it takes `<module-name>.data` if
    that is there.

    ## How to fix

    Correct the path, which is relative to `pyproject.toml`, or drop the key.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    data = "orchard.data"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    data = "orchard.data"
    ```

    ```text title="orchard.data/data/share/orchard/varieties.txt"
    Boskoop
    ```

    ## Sources

    - [maturin: project layout](https://www.maturin.rs/project_layout.html)
    - [maturin: project_layout.rs](https://github.com/PyO3/maturin/blob/main/src/project_layout.rs)

    ## Reads

    `pyproject.toml` and the files of the repository.
    """
    data = need.maturin(subject).entries.get("data")
    if data is None or not isinstance(data.value, str):
        raise Skip("`data` is not set")
    path = need.inside(subject.project.package.folder, data.value)
    if not need.exists(subject, path):
        message = f"`data` names {code(data.value)}, which does not exist"
        yield Problem(message, data.location, f"Create {code(path)} with a file in it, or drop `data`.")


@check(Severity.MEDIUM)
def keeps_python_out_of_the_root(subject: Subject) -> Iterator[Problem]:
    """Keeps its Python package in a folder of its own.

    ## What it wants

    In a mixed project the Python package lies below a folder that is not on Python's path by chance: one
    that `python-source` names, or `src/` beside `rust/`.

    ## Why

    Python looks in the current folder first. Where the package lies in the root, `import` in a checkout
    finds the folder without its compiled module, not the wheel that is installed: tests fail with
    ImportError, or test the wrong files.

    ## How to fix

    Move the package and name its new place.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    module-name = "orchard._native"
    ```

    ```python title="orchard/__init__.py"
    from orchard._native import count
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    module-name = "orchard._native"
    python-source = "python"
    ```

    ## Sources

    - [maturin: project layout](https://www.maturin.rs/project_layout.html)
    - [maturin: the ImportError](https://github.com/PyO3/maturin/issues/490)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the files of the repository.
    """
    project, package = need.pyproject(subject), subject.project.package
    if package.module_dir is None:
        raise Skip("the package has no Python files")
    top = need.inside(package.folder, crate.module_name(subject).value.partition(".")[0])
    if package.module_dir == top or package.module_dir.startswith(f"{top}/"):
        init = next((p for p in subject.project.tree.under(top) if basename(p) == "__init__.py"), top)
        fix = fence('[tool.maturin]\npython-source = "python"', "toml", project.path)
        move = f"Move {code(top)} to {code(need.inside(package.folder, 'python/' + basename(top)))}."
        message = f"the Python package {code(top)} lies beside `pyproject.toml`"
        yield Problem(message, Location(init), f"{move}\n\n{fix}", warned=True)


@check(Severity.CRITICAL)
def names_an_importable_module(subject: Subject) -> Iterator[Problem]:
    """Names a module that Python can import.

    ## What it wants

    Each part of the compiled module's name is a Python identifier. The name is `[tool.maturin]
    module-name`, else `[lib] name`, else the name of the project, else that of the crate. `[lib] name` has no
    minus.

    ## Why

    maturin refuses a name with a minus, and Cargo refuses one in `[lib] name`. Cargo turns the minus of a
    crate's name into an underscore by itself; maturin does not.

    ## How to fix

    Set `module-name`.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    module-name = "old-orchard"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    module-name = "old_orchard"
    ```

    ## Sources

    - [maturin: builder.rs](https://github.com/PyO3/maturin/blob/main/src/build_context/builder.rs)
    - [maturin: metadata](https://www.maturin.rs/metadata.html)

    ## Reads

    `pyproject.toml` and `Cargo.toml`.
    """
    crate.pyo3(subject)
    name = crate.module_name(subject)
    library = need.manifest(subject).document.mapping.get("lib")
    own = library.mapping.get("name") if library else None
    if own is not None and "-" in str(own.value):
        fix = fence(f"[lib]\nname = {quoted(str(own.value).replace('-', '_'))}", "toml", own.location.path)
        yield Problem(f"`[lib] name` is {code(own.value)}: Cargo takes no hyphen there", own.location, fix)
        return
    if not all(part.isidentifier() for part in name.value.split(".")):
        _keeps_its_name(subject)
        built = {module.name for module in subject.project.package.pymodules}
        wanted = built.pop() if len(built) == 1 else name.value.replace("-", "_")
        lines = f"[tool.maturin]\nmodule-name = {quoted(wanted)}"
        yield Problem(
            f"the compiled module is named {code(name.value)}, which Python cannot import",
            name.location,
            fence(lines, "toml", need.pyproject(subject).path),
        )


def _keeps_its_name(subject: Subject) -> None:
    """Skip where the release gives the module another name than the files do."""
    if (place := renamer(subject)) is not None:
        raise Skip(f"{code(place)} writes another name into the files before the release builds them")


@check(Severity.CRITICAL)
def finds_its_crates(subject: Subject) -> Iterator[Problem]:
    """Has the crates that it is made of.

    ## What it wants

    Each dependency by `path` lies in the repository, and a crate below a workspace is a member of it.

    ## Why

    Cargo ends with an error otherwise, whatever is built: it reads the manifest of every path dependency, and
    takes no crate that lies below a workspace but is not in `members`. What lies outside the repository is not
    there for anybody else.

    ## How to fix

    Correct the path, or the list of members.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [dependencies]
    basket = { path = "../basket" }
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [dependencies]
    basket = { path = "crates/basket" }
    ```

    ```toml title="crates/basket/Cargo.toml"
    [package]
    name = "basket"
    version = "1.2.0"
    ```

    ## Sources

    - [Cargo: path dependencies](https://doc.rust-lang.org/cargo/reference/specifying-dependencies.html)
    - [Cargo: workspaces](https://doc.rust-lang.org/cargo/reference/workspaces.html)

    ## Reads

    Every `Cargo.toml`, and the files of the repository.
    """
    yield from members.lost(subject)


@check(Severity.CRITICAL)
def imports_what_it_has(subject: Subject) -> Iterator[Problem]:
    """Imports modules of its own that are there.

    ## What it wants

    What the package imports of itself is a file or folder of it, or the compiled module under the name that
    `module-name` gives it.

    ## Why

    `import` of the package fails for everybody, and no build tells it.

    ## How to fix

    Correct the import, or the name of the module.

    ## Wrong

    ```python title="python/orchard/__init__.py"
    from orchard._core import count
    ```

    ## Right

    ```python title="python/orchard/__init__.py"
    from orchard._native import count
    ```

    ## Sources

    - [maturin: import Rust as a submodule](https://www.maturin.rs/project_layout.html)

    ## Reads

    `pyproject.toml`, `Cargo.toml`, the Rust files for the names of modules, and the package's Python files:
    imports at the top of `__init__.py` and of the files that it imports likewise. Those in `try`, in functions and
    under conditions are left out, and modules that git ignores: a build may make them.
    """
    if subject.project.package.module_dir is None:
        raise Skip("the package has no Python files")
    crate.pyo3(subject)
    yield from own_imports.absent(subject)


@check(Severity.CRITICAL)
def exports_the_module(subject: Subject) -> Iterator[Problem]:
    """Exports the module that it names.

    ## What it wants

    The last part of the module's name is that of a `#[pymodule]`: of its function or `mod`, or of
    `#[pyo3(name = "…")]`. The pyo3 that it needs is turned on in a plain build.

    ## Why

    Python looks for `PyInit_<name>` in the library. Where no `#[pymodule]` has the name, or none is built, the
    wheel builds with a warning and every import of it fails.

    ## How to fix

    Rename one of the two; turn on the feature that brings pyo3.

    ## Wrong

    ```rust title="src/lib.rs"
    use pyo3::prelude::*;

    #[pymodule]
    fn orchard(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        Ok(())
    }
    ```

    ## Right

    ```rust title="src/lib.rs"
    use pyo3::prelude::*;

    #[pymodule]
    #[pyo3(name = "_native")]
    fn orchard(_module: &Bound<'_, PyModule>) -> PyResult<()> {
        Ok(())
    }
    ```

    ## Sources

    - [maturin: project layout](https://www.maturin.rs/project_layout.html)
    - [maturin: the warning](https://github.com/PyO3/maturin/blob/main/src/compile.rs)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the crate's Rust files.
    """
    if unbuilt := [*modules.unbound(subject), *modules.unwritten(subject)]:
        yield from unbuilt
        return
    crate.pyo3(subject)
    found, exports = subject.project.package.pymodules, subject.project.package.exports
    if not found and not exports:
        raise Skip("could not be decided from the files: no `#[pymodule]` is written out in them")
    name = crate.module_name(subject)
    wanted = name.value.rpartition(".")[2]
    if wanted in {module.name for module in found} | {export.value for export in exports}:
        return
    _keeps_its_name(subject)
    if not wanted.isidentifier():
        raise Skip(f"{code(wanted)} is no name of a module: mended with `names-an-importable-module`")
    if found:
        seen = codes(sorted({module.name for module in found}))
        attribute = fence(f"#[pyo3(name = {quoted(wanted)})]", "rust", found[0].location.path)
        yield Problem(
            f"the module's name ends in {code(wanted)}, but the Rust code has `#[pymodule]` {seen}",
            name.location,
            f"Below `#[pymodule]`:\n\n{attribute}",
            also=tuple(module.location for module in found),
        )
    else:
        yield Problem.at(
            (name.location, *(export.location for export in exports)),
            f"the module's name ends in {code(wanted)}, but the Rust code exports "
            f"{codes(f'PyInit_{export.value}' for export in exports)}",
            f"Name the function {code(f'PyInit_{wanted}')}.",
        )


@check(Severity.LOW)
def names_the_module_apart(subject: Subject) -> Iterator[Problem]:
    """Gives the compiled module a name of its own.

    ## What it wants

    In a mixed project the compiled module is a submodule with another name than the package, such as
    `orchard._native`.

    ## Why

    With the same name for both, editors and type checkers cannot tell which of them an import means, and
    what is private in Rust looks public.

    ## How to fix

    Set `module-name`, and rename the `#[pymodule]`, the imports and the stub in the same step.

    ## Wrong

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    module-name = "orchard"
    python-source = "python"
    ```

    ## Right

    ```toml title="pyproject.toml"
    [build-system]
    requires = ["maturin>=1.14,<2"]
    build-backend = "maturin"

    [tool.maturin]
    module-name = "orchard._native"
    python-source = "python"
    ```

    ## Sources

    - [maturin: import Rust as a submodule](https://www.maturin.rs/project_layout.html)

    ## Reads

    `pyproject.toml`, `Cargo.toml` and the files of the repository.
    """
    if subject.project.package.module_dir is None:
        raise Skip("the package has no Python files")
    crate.pyo3(subject)
    name = crate.module_name(subject)
    package, _, rest = name.value.partition(".")
    if not rest or rest == package:
        found = of_compiled(subject)
        modules = [m for m in subject.project.package.pymodules if m.name == package]
        yield Problem.at(
            (name.location, *(m.location for m in modules), *(each.location for each in found)),
            f"the compiled module has the name of its package, {code(package)}",
            renaming(subject, package, modules),
            warned=True,
        )


@check(Severity.HIGH)
def builds_a_dynamic_library(subject: Subject) -> Iterator[Problem]:
    """Builds a `cdylib`.

    ## What it wants

    `[lib] crate-type` has `cdylib`.

    ## Why

    A Python extension is a C dynamic library. maturin takes a pyo3 crate that has a binary but no
    `cdylib` for a program, and the wheel holds no module. Without a binary, maturin with Rust 1.64 or
    newer asks for the `cdylib` by itself; `cargo build` and other tools do not.

    ## How to fix

    Name the crate type.

    ## Wrong

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    crate-type = ["rlib"]

    [dependencies]
    pyo3 = "0.30"
    ```

    ## Right

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    crate-type = ["cdylib", "rlib"]

    [dependencies]
    pyo3 = "0.30"
    ```

    ## Sources

    - [PyO3: getting started](https://pyo3.rs/latest/getting-started.html)
    - [maturin: how bindings are found](https://github.com/PyO3/maturin/blob/main/src/bridge/detection.rs)

    ## Reads

    `pyproject.toml` and `Cargo.toml`.
    """
    crate.pyo3(subject)
    manifest, project = need.manifest(subject), subject.project.package.pyproject
    bindings = project.maturin.bindings if project and project.maturin else None
    if bindings and bindings.value == "bin":
        raise Skip('`bindings = "bin"` ships programs')
    types = manifest.lib.crate_types if manifest.lib else ()
    if "cdylib" in {kind.value for kind in types}:
        return
    kept = [kind.value for kind in types if kind.value not in {"lib", "dylib"}]
    wanted = ", ".join(quoted(kind) for kind in dict.fromkeys(["cdylib", *kept]))
    where = types[0].location if types else manifest.lib.location if manifest.lib else manifest.location
    ships = f", so the wheel would hold the program {code(manifest.bins[0].name)}" if manifest.bins else ""
    yield Problem(
        f"the crate builds no `cdylib`{ships}",
        where,
        fence(f"[lib]\ncrate-type = [{wanted}]", "toml", manifest.path),
        warned=not manifest.bins,
    )


@check(Severity.LOW)
def links_its_rust_tests(subject: Subject) -> Iterator[Problem]:
    """Lets its Rust tests, benchmarks and examples use the crate.

    ## What it wants

    A crate with files in `tests/`, `benches/` or `examples/` has `rlib` beside `cdylib`.

    ## Why

    Those files are crates of their own. They can only link to a Rust library; with `cdylib` alone the
    compiler does not find the crate they test.

    ## How to fix

    Add `rlib`.

    ## Wrong

    ```rust title="tests/counting.rs"
    #[test]
    fn counts() {
        assert_eq!(_native::total(&[]), 0);
    }
    ```

    ## Right

    ```rust title="tests/counting.rs"
    #[test]
    fn counts() {
        assert_eq!(_native::total(&[]), 0);
    }
    ```

    ```toml title="Cargo.toml"
    [package]
    name = "orchard"
    version = "1.2.0"

    [lib]
    name = "_native"
    crate-type = ["cdylib", "rlib"]
    ```

    ## Sources

    - [PyO3: frequently asked questions](https://pyo3.rs/latest/faq.html)
    - [Cargo: cargo targets](https://doc.rust-lang.org/cargo/reference/cargo-targets.html)

    ## Reads

    `Cargo.toml` and the files of the repository.
    """
    manifest = need.manifest(subject)
    if manifest.lib is None:
        raise Skip("the crate has no library")
    folders = {need.inside(manifest.folder, name) for name in ("tests", "benches", "examples")}
    sources = [p for p in subject.project.tree.files if p.endswith(".rs") and dirname(p) in folders]
    if not sources:
        raise Skip("the crate has no Rust tests, benchmarks or examples of their own")
    types = [kind.value for kind in manifest.lib.crate_types]
    if types and not {"rlib", "lib"} & set(types):
        wanted = ", ".join(quoted(kind) for kind in [*types, "rlib"])
        yield Problem(
            f"{codes(sources[:3])} cannot link to a crate that is only {codes(types)}",
            manifest.lib.crate_types[0].location,
            fence(f"[lib]\ncrate-type = [{wanted}]", "toml", manifest.path),
            warned=True,
            also=tuple(Location(path) for path in sources),
        )


def undecided_if_made(subject: Subject, what: str) -> None:
    """Skip a check where the repository has a program that may make the file while it builds."""
    for path in subject.project.tree.files:
        if "stub" in basename(path) and path.endswith((".py", ".rs", ".sh")):
            raise Skip(f"could not be decided from the files: {code(path)} may make {what} for the build")


@check(Severity.MEDIUM)
def marks_itself_typed(subject: Subject) -> Iterator[Problem]:
    """Marks the package as typed.

    ## What it wants

    A `py.typed` in the Python package. A project without Python files needs none: maturin adds it beside
    the stub `<module-name>.pyi`.

    ## Why

    Type checkers ignore the annotations and stubs of an installed package that has no `py.typed`. The
    classifier `Typing :: Typed` alone does nothing, and is not true then.

    ## How to fix

    Add the empty file.

    ## Wrong

    ```deleted title="python/orchard/py.typed"
    no such file
    ```

    ## Right

    ```text title="python/orchard/py.typed"
    ```

    ## Sources

    - [maturin: adding Python type information](https://www.maturin.rs/project_layout.html)
    - [Typing: distributing type information](https://typing.python.org/en/latest/spec/distributing.html)

    ## Reads

    `pyproject.toml` (classifiers) and the files of the repository.
    """
    package, metadata = subject.project.package, need.metadata(subject)
    claim = next((c for c in metadata.classifiers if c.value == "Typing :: Typed"), None)
    if package.module_dir is None:
        wanted = need.inside(package.folder, crate.module_name(subject).value + ".pyi")
        found = wanted in subject.project.tree
    else:
        wanted = f"{package.module_dir}/py.typed"
        found = any(basename(path) == "py.typed" for path in subject.project.tree.under(package.module_dir))
    if not found:
        if package.module_dir is None:
            undecided_if_made(subject, code(wanted))
        says = ", but the classifier `Typing :: Typed` says so" if claim else ""
        yield Problem(
            f"the package is not marked as typed{says}",
            claim.location if claim else metadata.location,
            f"Add {code(wanted)}.",
            warned=claim is None,
        )


@check(Severity.MEDIUM)
def describes_the_module(subject: Subject) -> Iterator[Problem]:
    """Has a stub for the compiled module.

    ## What it wants

    A `.pyi` for the compiled module, or for the whole package, in the repository; or a release build with
    `--generate-stubs`.

    ## Why

    Nothing can read types and signatures out of a compiled library: without a stub, editors complete
    nothing and type checkers take everything for `Any`.

    ## How to fix

    Write the stub by hand, or let pyo3's feature `experimental-inspect` and `maturin build
    --generate-stubs` (1.13 and newer) make it.

    ## Wrong

    ```deleted title="python/orchard/_native.pyi"
    no such file
    ```

    ## Right

    ```python title="python/orchard/_native.pyi"
    def count(apples: list[str]) -> int: ...
    ```

    ## Sources

    - [PyO3: type hints](https://pyo3.rs/latest/python-typing-hints.html)
    - [maturin: adding Python type information](https://www.maturin.rs/project_layout.html)

    ## Reads

    `pyproject.toml`, `Cargo.toml`, the files of the repository and the builds of the release.
    """
    crate.pyo3(subject)
    package, name = subject.project.package, crate.module_name(subject)
    if any("--generate-stubs" in build.arguments for build in subject.expansion.release.builds):
        return
    module = name.value.rpartition(".")[2]
    folder = package.module_dir or package.folder
    stubs = {basename(p) for p in subject.project.tree.under(folder) if p.endswith(".pyi")}
    parents = {basename(dirname(p)) for p in subject.project.tree.under(folder) if p.endswith(".pyi")}
    if not stubs & {f"{module}.pyi", "__init__.pyi"} and module not in parents:
        wanted = need.inside(folder, f"{module}.pyi")
        if wanted in subject.project.tree.ignored:
            rule = lockfile.ignored_by(subject, wanted)
            yield Problem(
                f"git ignores {code(wanted)}, so that neither a checkout nor the sdist has the stub",
                rule or name.location,
                f"{'Delete the line' if rule else 'Let git take it'}, and commit {code(wanted)}.",
                warned=True,
            )
            return
        undecided_if_made(subject, code(wanted))
        yield Problem(
            f"the compiled module {code(name.value)} has no stub",
            name.location,
            f"Add {code(wanted)}.",
            warned=True,
        )
    elif rule := lockfile.may_be_ignored(subject, need.inside(folder, f"{module}.pyi")):
        stub = code(need.inside(folder, f"{module}.pyi"))
        message = f"{stub} is there, but this line keeps git from taking it unless it is added by force"
        yield Problem(message, rule, f"Delete the line, and commit {stub}.", warned=True)


@check(Severity.LOW)
def has_python_tests(subject: Subject) -> Iterator[Problem]:
    """Has tests written in Python.

    ## What it wants

    A file `test_*.py` or `*_test.py` in the repository.

    ## Why

    Only Python can tell whether the module imports, and whether its names, defaults and exceptions are
    those that its users see. `cargo test` runs before any of that exists.

    ## How to fix

    Begin with a test that imports the package and calls one function.

    ## Wrong

    ```deleted title="tests/test_orchard.py"
    no such file
    ```

    ## Right

    ```python title="tests/test_orchard.py"
    import orchard


    def test_counts_apples() -> None:
        assert orchard.count(["Boskoop"]) == 1
    ```

    ## Sources

    - [Scientific Python: tests](https://learn.scientific-python.org/development/guides/pytest/)
    - [pytest: good practices](https://docs.pytest.org/en/stable/explanation/goodpractices.html)

    ## Reads

    The files of the repository.
    """
    if crate.resolved(subject).bindings == "bin":
        raise Skip("the crate builds a program, not a module")
    names = [basename(path) for path in subject.project.tree.files if path.endswith(".py")]
    if not any(name.startswith("test_") or name.endswith("_test.py") for name in names):
        package = subject.project.package
        where = package.pyproject.location if package.pyproject else Location(package.folder)
        name = crate.module_name(subject).value.partition(".")[0]
        if not name.isidentifier():
            name = name.replace("-", "_")
        lines = f"import {name}\n\n\ndef test_imports() -> None:\n    assert {name}.__name__ == {quoted(name)}"
        yield Problem("no Python test file was found", where, fence(lines, "python", "tests/test_import.py"))


@check(Severity.MEDIUM)
def keeps_libraries_out(subject: Subject) -> Iterator[Problem]:
    """Keeps compiled libraries out of the repository.

    ## What it wants

    No `.so`, `.pyd`, `.dylib` or `.dll` below the Python package, unless `.gitignore` leaves it out.

    ## Why

    Everything below the package goes into the wheel. A library that `maturin develop` left there, once
    committed, is of one platform and one Python, and lies beside the one that the build makes.

    ## How to fix

    Take the file out of git and list its kind in `.gitignore`.

    ## Wrong

    ```text title="python/orchard/_native.abi3.so"
    (a library)
    ```

    ```text title=".gitignore"
    /target
    ```

    ## Right

    ```text title="python/orchard/_native.abi3.so"
    (a library)
    ```

    ```text title=".gitignore"
    /target
    *.so
    ```

    ## Sources

    - [maturin: project layout](https://www.maturin.rs/project_layout.html)
    - [maturin: libraries left by develop](https://github.com/PyO3/maturin/pull/3026)

    ## Reads

    The files of the repository and `.gitignore`.
    """
    package, tree = subject.project.package, subject.project.tree
    if package.module_dir is None:
        raise Skip("the package has no Python files")
    for path in tree.under(package.module_dir):
        suffix = path[path.rfind(".") :]
        if suffix in LIBRARIES and path not in tree.ignored:
            lines = fence(f"git rm --cached -- {quote(path)}\necho '*{suffix}' >> .gitignore", "console")
            yield Problem(f"{code(path)} is a compiled library", Location(path), lines)
