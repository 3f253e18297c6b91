"""zizmor, run on copies of a few files: offline, by a configuration of our own, within bounds."""

import os
from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from subprocess import DEVNULL, PIPE, Popen
from tempfile import TemporaryDirectory
from threading import Event, Timer

from maturin_compliance.borrowed.findings import Finding, read_findings

SECONDS = 10.0
"""zizmor takes a tenth of a second; on files made to slow it down, minutes."""
MAX_BYTES = 16 * 1024 * 1024
"""Bytes of an answer. zizmor repeats the text around a finding, a whole job at times."""

_ARGUMENTS = ("--offline", "--quiet", "--no-progress", "--color=never", "--no-exit-codes", "--format=json-v1")


class UnavailableError(Exception):
    """Why zizmor gave no answer, in words that are the same on every machine."""


def zizmor() -> tuple[Path, str]:
    """Give the program that the package ``zizmor`` brought, and its version; one on the path is not taken.

    Raises UnavailableError where the package is not installed.
    """
    try:
        package = distribution("zizmor")
    except PackageNotFoundError:
        reason = "zizmor is not installed: `pip install 'maturin-compliance[security]'`"
        raise UnavailableError(reason) from None
    for file in package.files or ():
        if file.name in {"zizmor", "zizmor.exe"} and Path(str(file.locate())).is_file():
            return Path(str(file.locate())).resolve(), package.version
    raise UnavailableError("the package `zizmor` holds no program")


def audit(
    program: Path, texts: Mapping[str, str], *, left_out: Iterable[str], seconds: float = SECONDS
) -> tuple[tuple[Finding, ...], bool]:
    """Run zizmor on workflows and actions, given by path; tell whether it took all of them.

    The copies have names of their own, so that no path of a project reaches an argument or the file system,
    and nothing of the project but these texts is there to be read. The audits ``left_out`` are not run.
    Comments ``# zizmor: ignore[…]`` in the texts hold. Raises UnavailableError where there is no answer.
    """
    with TemporaryDirectory(prefix="maturin-compliance-") as name:
        folder = Path(name)
        paths = dict(_copied(folder, texts))
        rules = "".join(f"  {audit}:\n    disable: true\n" for audit in left_out)
        (folder / "configuration.yml").write_text(f"rules:\n{rules}" if rules else "rules: {}\n", "utf-8")
        answer = _answer(program, folder, [*paths], strict=True, seconds=seconds)
        complete = answer is not None
        if answer is None:
            answer = _answer(program, folder, [*paths], strict=False, seconds=seconds)
    if answer is None:
        raise UnavailableError("zizmor takes none of the workflows")
    try:
        return read_findings(answer, paths), complete
    except ValueError:
        raise UnavailableError("zizmor's answer is of another form than that of 1.32") from None


def _copied(folder: Path, texts: Mapping[str, str]) -> Iterable[tuple[str, str]]:
    """Write the texts; gives for each the path that zizmor gets and the project's own."""
    for number, (path, text) in enumerate(texts.items()):
        is_workflow = path.startswith(".github/workflows/")
        copy = f".github/workflows/{number}.yml" if is_workflow else f"actions/{number}/action.yml"
        (folder / copy).parent.mkdir(parents=True, exist_ok=True)
        (folder / copy).write_bytes(text.encode())
        yield copy, path


def _answer(program: Path, folder: Path, paths: list[str], *, strict: bool, seconds: float) -> bytes | None:
    """Give what zizmor prints, None where it refuses. Raises UnavailableError beyond the bounds."""
    arguments = [str(program), *_ARGUMENTS, "--config=configuration.yml", "--cache-dir=cache"]
    if strict:
        arguments.append("--strict-collection")
    environment = {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}
    try:
        process = Popen(  # noqa: S603 - the program is the one that the package brought
            [*arguments, "--", *paths], cwd=folder, env=environment, stdin=DEVNULL, stdout=PIPE, stderr=DEVNULL
        )
    except OSError:
        raise UnavailableError("zizmor cannot be started") from None
    late = Event()
    timer = Timer(seconds, _stop, (process, late))
    timer.start()
    with process:
        answer = process.stdout.read(MAX_BYTES + 1) if process.stdout else b""
        if len(answer) > MAX_BYTES:
            process.kill()
    timer.cancel()
    if late.is_set():
        raise UnavailableError(f"zizmor took longer than {seconds:g} seconds")
    if len(answer) > MAX_BYTES:
        raise UnavailableError(f"zizmor's answer has more than {MAX_BYTES:,} bytes")
    return answer if process.returncode == 0 else None


def _stop(process: "Popen[bytes]", late: Event) -> None:
    late.set()
    process.kill()
