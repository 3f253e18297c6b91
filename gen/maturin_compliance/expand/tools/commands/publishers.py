"""Programs that upload to an index."""

from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands.options import take
from maturin_compliance.expand.tools.publishing import (
    has_value,
    publish_files,
    trusted_by_identity,
    writes_pypirc,
)


def uv_publish(call: Call) -> str | None:
    """``uv publish [FILE…]``, ``dist/*`` by default."""
    words = list(call.words[2:])
    if "--dry-run" in words:
        return ""
    index = take(words, "--publish-url", "--index", "--check-url") or call.variable("UV_PUBLISH_URL") or ""
    token = take(words, "--token", "-t", "--password", "-p", "--username", "-u")
    asked = take(words, "--trusted-publishing") == "always"
    called = " / " in call.job.name  # the caller's permissions, which may be those of a called workflow
    env = call.view.env
    secret = token or any(has_value(env.get(n)) for n in ("UV_PUBLISH_TOKEN", "UV_PUBLISH_PASSWORD"))
    files = [word for word in words if not word.startswith("-")]
    publish_files(
        call.job,
        call.location,
        method="uv publish",
        patterns=[call.path(name) for name in files] or [call.path("dist/*")],
        index=index,
        trusted=False if secret else True if trusted_by_identity(call.job) or (called and asked) else None,
        attestations=attested(call),
        skip_existing="--check-url" in " ".join(call.words),
        certain=call.view.certain,
    )
    return ""


def attested(call: Call) -> bool | None:
    """Uv uploads the attestations that lie beside the files; an action of the job may have made them."""
    steps = call.job.job.steps
    made = any(step.uses and step.uses.value.startswith("astral-sh/attest-action@") for step in steps)
    return True if made else None if "--attestations" in call.words else False


def twine(call: Call) -> str | None:
    """``twine upload FILE…``."""
    words = list(call.words[1:])
    if not words or words[0] != "upload":
        return ""
    words = words[1:]
    index = take(words, "--repository", "-r", "--repository-url") or ""
    index = index or call.variable("TWINE_REPOSITORY") or call.variable("TWINE_REPOSITORY_URL") or ""
    secret = take(words, "-p", "--password") or has_value(call.view.env.get("TWINE_PASSWORD"))
    secret = secret or writes_pypirc(call.job, call.view)
    take(words, "-u", "--username")
    take(words, "--config-file")
    files = [word for word in words if not word.startswith("-")]
    publish_files(
        call.job,
        call.location,
        method="twine",
        patterns=[call.path(name) for name in files],
        index=index,
        trusted=False if secret else True if trusted_by_identity(call.job) else None,
        attestations="--attestations" in words,
        skip_existing="--skip-existing" in words,
        certain=call.view.certain,
    )
    return ""


def hatch(call: Call) -> str | None:
    """``hatch publish [FILE…]``, ``dist/*`` by default."""
    words = list(call.words[2:])
    index = take(words, "--repo", "-r") or call.variable("HATCH_INDEX_REPO") or ""
    secret = take(words, "--auth", "-a") or has_value(call.view.env.get("HATCH_INDEX_AUTH"))
    for option in ("--user", "-u", "--publisher", "-p", "--option", "-o"):
        take(words, option)
    files = [word for word in words if not word.startswith("-")]
    publish_files(
        call.job,
        call.location,
        method="hatch publish",
        patterns=[call.path(name) for name in files] or [call.path("dist/*")],
        index="" if index == "main" else index,
        trusted=False if secret else None,
        attestations=False,
        skip_existing=False,
        certain=call.view.certain,
    )
    return ""
