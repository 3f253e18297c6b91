"""Laying out the files of a release in a cache folder: from its sdist, or from a bare clone at a tag."""

import hashlib
import os
import subprocess
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from pypi_simple import DistributionPackage, PyPISimple

from benchmarks.releases import KnownRelease


class NotLaidOutError(Exception):
    """The files of a release cannot be had; the message says why."""


def lay_out(release: KnownRelease, cache: Path, clones: Path | None) -> Path:
    """Give the folder with a release's files, made unless the cache has it.

    ``clones`` holds bare clones as ``owner+name`` or ``owner+name/repo``. Raises NotLaidOutError.
    """
    folder = cache / release.folder
    if folder.is_dir():
        return folder
    kind, _, rest = release.source.partition(":")
    if kind == "sdist":
        return unpack(download(release.name, rest, release.sha256, cache), folder)
    repository, _, ref = rest.partition("@")
    return check_out(_clone(repository, clones), ref, folder)


def download(project: str, filename: str, sha256: str | None, cache: Path) -> Path:
    """Give a file of a project from the package index, its digest held against the index's and ``sha256``."""
    path = cache / filename
    if not path.is_file():
        cache.mkdir(parents=True, exist_ok=True)
        with PyPISimple() as client:
            client.download_package(_listed(client, project, filename), path, timeout=60)
    if sha256 is not None and sha256 != hashlib.sha256(path.read_bytes()).hexdigest():
        raise NotLaidOutError(f"{path} has another digest than {sha256}")
    return path


def _listed(client: PyPISimple, project: str, filename: str) -> DistributionPackage:
    packages = client.get_project_page(project, timeout=60).packages
    found = next((package for package in packages if package.filename == filename), None)
    if found is None:
        raise NotLaidOutError(f"the package index has no {filename}")
    return found


def unpack(archive: Path, folder: Path) -> Path:
    """Unpack an sdist, whose only folder becomes ``folder``."""
    with tarfile.open(archive) as tar, _waiting(folder) as waiting:
        tar.extractall(waiting, filter=_inside)  # noqa: S202 - the filter is for this
        next(waiting.iterdir()).rename(folder)
    return folder


def check_out(clone: Path, ref: str, folder: Path) -> Path:
    """Write the files of a ref; those whose content the clone lacks (a partial one) are left out."""
    with _waiting(folder) as waiting:
        with tarfile.open(waiting / "files.tar", "w") as tar:
            for entry, data in _entries(clone, ref):
                tar.addfile(entry, BytesIO(data))
        with tarfile.open(waiting / "files.tar") as tar:
            tar.extractall(waiting / "files", filter=_inside)  # noqa: S202 - the filter is for this
        (waiting / "files").rename(folder)
    return folder


@contextmanager
def _waiting(folder: Path) -> Iterator[Path]:
    """Give a folder beside another one, so that what is moved from there is whole from the start."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=folder.parent) as waiting:
        yield Path(waiting)


def _inside(member: tarfile.TarInfo, folder: str) -> tarfile.TarInfo | None:
    """Leave out what ``tarfile.data_filter`` refuses, such as links that lead out of the folder."""
    try:
        return tarfile.data_filter(member, folder)
    except tarfile.FilterError:
        return None


def _clone(repository: str, clones: Path | None) -> Path:
    named = [] if clones is None else [clones / repository.replace("/", "+")]
    for path in [path / inner for path in named for inner in ("repo", ".")]:
        if (path / "HEAD").is_file():
            return path
    raise NotLaidOutError(f"there is no clone of {repository}")


def _entries(clone: Path, ref: str) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    """Give the files and links of a ref with their content."""
    listed = _git(clone, "ls-tree", "-r", "-z", "--full-tree", ref).decode().split("\0")
    blobs = [(*about.split()[::2], path) for about, _, path in (line.partition("\t") for line in listed) if path]
    objects = [(mode, name, path) for mode, name, path in blobs if mode != "160000"]
    content = _git(clone, "cat-file", "--batch", ask="".join(f"{name}\n" for _, name, _ in objects).encode())
    stream = BytesIO(content)
    for mode, _, path in objects:
        *_, size = stream.readline().split()
        if size == b"missing":
            continue
        entry, data = tarfile.TarInfo(path), stream.read(int(size) + 1)[:-1]
        if mode == "120000":
            entry.type, entry.linkname = tarfile.SYMTYPE, data.decode()
        else:
            entry.size = len(data)
        yield entry, data


def _git(clone: Path, *words: str, ask: bytes = b"") -> bytes:
    """Run git in a clone, without its fetching what is missing."""
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", f"--git-dir={clone}", "-c", "remote.origin.promisor=false", *words]
    done = subprocess.run(  # noqa: S603 - the words are ours and go through no shell
        command, input=ask, capture_output=True, env=environment, check=False
    )
    if done.returncode:
        raise NotLaidOutError(done.stderr.decode(errors="replace").strip() or f"git {words[0]} failed")
    return done.stdout
