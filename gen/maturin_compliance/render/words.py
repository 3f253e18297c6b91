"""What keys of the project's files do, in a few words.

Sources: the packaging guide on pyproject.toml, maturin's guide (config.html), the Cargo book.
"""

METADATA = {
    "name": "the name on the index",
    "version": "the version of the wheels",
    "dynamic": "left to maturin, which takes it from Cargo.toml",
    "requires-python": "the Pythons that pip offers the package to",
    "license": "the licence",
    "license-files": "licence files put into the wheels",
    "readme": "the text of the page on the index",
    "classifiers": "labels on the index; pip does not obey them",
    "dependencies": "what pip installs with it",
    "optional-dependencies": "extras that users may ask for",
    "scripts": "commands that pip creates",
    "urls": "links on the index",
}
"""Keys of ``[project]`` that the pages show."""

TOOL = {
    "module-name": "dotted name of the extension module",
    "python-source": "folder that holds the Python package",
    "python-packages": "Python packages that go into the wheel",
    "features": "features of the crate or its dependencies to turn on",
    "all-features": "turns every feature of the crate on",
    "no-default-features": "leaves the default features of the crate off",
    "bindings": "kind of bindings, else found by maturin",
    "compatibility": "manylinux or musllinux policy to build for",
    "auditwheel": "what is done about libraries that a wheel links",
    "skip-auditwheel": "leaves out the check of the policy",
    "strip": "removes symbols from the library",
    "profile": "profile of Cargo to build with",
    "editable-profile": "profile of Cargo for editable installs",
    "manifest-path": "the crate's Cargo.toml",
    "include": "more files for the sdist or the wheel",
    "exclude": "files left out of the sdist or the wheel",
    "locked": "refuses to change Cargo.lock",
    "frozen": "refuses to change Cargo.lock and to use the network",
    "offline": "refuses to use the network",
    "rustc-args": "more arguments for rustc",
    "cargo-extra-args": "more arguments for Cargo",
    "unstable-flags": "unstable flags of Cargo",
    "config": "overrides of Cargo's settings",
    "data": "folder of data files for the wheel",
    "target": "settings for single Rust targets",
    "sdist-generator": "how the list of files of the sdist is made",
    "sbom": "software bill of materials in the wheel",
    "use-base-python": "builds with the base Python of a virtual environment",
    "include-debuginfo": "puts debug information into the wheel",
    "include-import-lib": "puts the import library into the wheel on Windows",
}
"""Keys of ``[tool.maturin]``."""

_CATEGORIES = {"abi": "ABI", "ci": "CI", "macos": "macOS"}


def category(name: str) -> str:
    """Give a category as the word that stands in a heading."""
    return _CATEGORIES.get(name, name.capitalize())
