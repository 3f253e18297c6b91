"""Files written whole or not at all."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from maturin_compliance.errors import UsageError


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    """Write texts below a folder, by their path from there. Raises UsageError where that cannot be done."""
    for path, text in files.items():
        write_file(folder / path, text)


def write_file(path: Path, text: str) -> None:
    """Write a text to a file, replacing it at the end only. Raises UsageError where that cannot be done."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _replace(path, text.encode("utf-8"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error


def _replace(path: Path, content: bytes) -> None:
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}.", delete=False) as file:
        waiting = Path(file.name)
        try:
            file.write(content)
            file.close()
            waiting.chmod(0o666 & ~_umask())
            waiting.replace(path)
        except BaseException:
            waiting.unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
