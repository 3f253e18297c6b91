"""Targets and files that a call of maturin-action names."""

import re
from collections.abc import Iterator
from posixpath import join, normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.builds.calls import BUILDING, Call
from maturin_compliance.checks.evidence.workflows.origins import written_at
from maturin_compliance.checks.evidence.workflows.pipeline import given
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.facts import MaturinAction
from maturin_compliance.model.project import Tree

MEANT = {
    "arm64": "aarch64",
    "amd64": "x86_64",
    "x86-64": "x86_64",
    "x64_86": "x86_64",
    "i386": "i686",
    "win32": "i686",
}
"""Names that other tools give an architecture."""
WITHOUT_VENDOR = re.compile(
    r"(?P<machine>\w+?)-(?:linux-)?(?P<libc>gnu|musl)\w*|\w+-(?:darwin|macos|windows|linux)"
)
"""Triples that lack a part; Android's have three."""
SYSTEMS = {"linux": "Linux", "macos": "macOS", "windows": "Windows"}


def strange_target(subject: Subject, call: Call, action: MaturinAction) -> Iterator[Problem]:
    """A target that is neither a short name of the action on this system nor a Rust target, or two targets."""
    name = given(call.step, "target")
    other = call.options.target
    if call.command not in BUILDING or call.job.os is None:
        return
    family = _family(call)
    if name and not _known(subject, action, family, name):
        place = written_at(subject, call.job, call.step, "target", name)
        system = SYSTEMS[call.job.os]
        message = f"{code(name)} is neither a Rust target nor a name that maturin-action knows on {system}"
        yield Problem(message, place, _meant(action, family, name))
    elif (
        name and other and "--target" in call.words and action.target(family, other) != action.target(family, name)
    ):
        message = (
            f"{code(f'--target {other}')} is given beside the input `target`, which says something else: it wins"
        )
        yield Problem(message, call.place(other), "Delete one of the two.")
    elif not name and not other and family == "musllinux" and "target" not in call.step.step.inputs:
        musl = given(call.step, "manylinux")
        place = written_at(subject, call.job, call.step, "manylinux", musl)
        machine = "aarch64" if call.job.architecture == "arm64" else "x86_64"
        text = fence(f"target: {machine}", "yaml")
        message = f"{code(f'manylinux: {musl}')} without a target: maturin-action builds for glibc"
        yield Problem(message, place, f"Name the target beside it:\n\n{text}")


def _family(call: Call) -> str:
    if call.job.os != "linux":
        return call.job.os or ""
    return "musllinux" if given(call.step, "manylinux").startswith("musllinux") else "manylinux"


def _known(subject: Subject, action: MaturinAction, family: str, name: str) -> bool:
    if name in action.target_aliases(family) or subject.facts.target(name) is not None:
        return True
    return "-" in name and WITHOUT_VENDOR.fullmatch(name) is None


def _meant(action: MaturinAction, family: str, name: str) -> str:
    aliases = action.target_aliases(family)
    short = MEANT.get(name.lower(), name.partition("-")[0])
    short = MEANT.get(short, short)
    if short in aliases and short != name:
        return f"Write {code(short)}."
    return f"Write one that it knows there, {codes(aliases)}, or a whole Rust target."


def missing_files(subject: Subject, call: Call) -> Iterator[Problem]:
    """A folder or a manifest that is not among the files of the repository."""
    tree, manifest = subject.project.tree, call.options.manifest_path
    folder = given(call.step, "working-directory")
    if call.command not in BUILDING or _brings_files(call) or tree.truncated:
        return
    at = _below(folder or ".")
    if folder and at is not None and not tree.under(at):
        place = written_at(subject, call.job, call.step, "working-directory", folder)
        yield Problem(f"there is no folder {code(folder)} in the repository", place, _folder(tree))
        return
    path = _below(join(at or ".", manifest)) if manifest and at is not None else None
    if manifest and path is not None and path not in tree:
        message = f"there is no file {code(path)} in the repository"
        yield Problem(message, call.place(manifest), _manifest(subject, at or "."))


def _below(path: str) -> str | None:
    """A path below the root; None for one that leads out of it or that a variable gives."""
    found = normpath(path.replace("\\", "/"))
    return None if found.startswith(("/", "..")) or any(mark in found for mark in "$~*:") else found


def _brings_files(call: Call) -> bool:
    """Whether the job may have other files than those of the repository at its root."""
    for step in call.job.steps:
        checkout = step.uses is not None and "checkout" in step.uses.lower()
        if checkout and {"path", "repository", "submodules", "ref"} & step.inputs.keys():
            return True
        script = step.script if step.script is not None else (step.step.run.text if step.step.run else "")
        if re.search(r"\b(git|clone|curl|wget|tar|unzip|cp|mv|mkdir|cookiecutter|download)\b", script):
            return True
    return False


def _folder(tree: Tree) -> str:
    folders = sorted(
        {normpath(join(file, "..")) for file in tree.files if file.endswith(("Cargo.toml", "pyproject.toml"))}
    )
    return f"Write one that holds a package: {codes(folders)}." if folders else "Write the folder of the package."


def _manifest(subject: Subject, folder: str) -> str:
    manifest = subject.project.package.manifest
    if manifest is None:
        return "Write the path of the package's `Cargo.toml`."
    shown = manifest.path if folder == "." else manifest.path.removeprefix(f"{folder}/")
    return f"Write {code(shown)}."
