"""Git repositories made of literal files, one commit a release."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from dulwich.objects import Blob, Commit, ObjectID, Tag, Tree
from dulwich.refs import Ref
from dulwich.repo import Repo

Content = Mapping[str, str | bytes]
"""Files by path; bytes are the target of a link, text is a file's."""


def repository(root: Path, releases: Mapping[str, tuple[str, Content]]) -> Path:
    """Make a repository with a tag for each release: (day, files). The last one is what lies in the folder."""
    root.mkdir(parents=True, exist_ok=True)
    with Repo.init(root) as repo:
        for name, (day, files) in releases.items():
            commit = _commit(repo, day, files)
            repo.refs[Ref(b"refs/tags/" + name.encode())] = commit
            repo.refs[Ref(b"refs/heads/main")] = commit
        repo.refs.set_symbolic_ref(Ref(b"HEAD"), Ref(b"refs/heads/main"))
    for path, content in (files if releases else {}).items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            (root / path).write_bytes(content.encode())
        else:
            (root / path).symlink_to(content.decode())
    return root


def annotate(root: Path, name: str) -> None:
    """Turn a plain tag into an annotated one."""
    ref = Ref(b"refs/tags/" + name.encode())
    with Repo(root) as repo:
        tag = Tag()
        tag.name, tag.message, tag.tagger = name.encode(), b"", b"a <a@example.org>"
        tag.object = (Commit, repo.refs[ref])
        tag.tag_time = tag.tag_timezone = 0
        repo.object_store.add_object(tag)
        repo.refs[ref] = tag.id


def pack(root: Path) -> None:
    """Put all objects into one pack, and all refs into one file."""
    with Repo(root) as repo:
        repo.object_store.pack_loose_objects()
        repo.refs.pack_refs(all=True)


def remove(root: Path, content: str) -> None:
    """Take the object of a text out of the repository, as a partial clone leaves it out."""
    name = Blob.from_string(content.encode()).id.decode()
    (root / ".git/objects" / name[:2] / name[2:]).unlink()


def _commit(repo: Repo, day: str, files: Content) -> ObjectID:
    commit = Commit()
    commit.tree = _tree(repo, files)
    commit.author = commit.committer = b"a <a@example.org>"
    commit.author_time = commit.commit_time = int(datetime.fromisoformat(day).replace(tzinfo=UTC).timestamp())
    commit.author_timezone = commit.commit_timezone = 0
    commit.message = b""
    repo.object_store.add_object(commit)
    return commit.id


def _tree(repo: Repo, files: Content) -> ObjectID:
    tree = Tree()
    for name in {path.partition("/")[0] for path in files}:
        below = {
            path.removeprefix(f"{name}/"): text for path, text in files.items() if path.startswith(f"{name}/")
        }
        if below:
            tree.add(name.encode(), 0o040000, _tree(repo, below))
        else:
            content = files[name]
            blob = Blob.from_string(content.encode() if isinstance(content, str) else content)
            repo.object_store.add_object(blob)
            tree.add(name.encode(), 0o100644 if isinstance(content, str) else 0o120000, blob.id)
    repo.object_store.add_object(tree)
    return tree.id
