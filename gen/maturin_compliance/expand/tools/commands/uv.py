"""``uv`` where it works on a project: its environment holds what the source tree builds.

Sources: https://docs.astral.sh/uv/concepts/projects/sync/, https://docs.astral.sh/uv/concepts/projects/run/.
"""

from collections.abc import Sequence

from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands.builders import front_end
from maturin_compliance.expand.tools.commands.installers import record

_WITHOUT_PROJECT = frozenset({"--no-install-project", "--no-install-workspace", "--only-group", "--only-dev"})
"""Options with which uv leaves the project itself out of its environment."""
_AS_IT_IS = frozenset({"--no-sync", "--no-project", "--isolated", "--with", "--script", "--active"})
"""Options with which ``uv run`` takes an environment as it is, or another one."""


def build(call: Call) -> str | None:
    """``uv build``."""
    return front_end(call.with_words("build", *call.words[2:]))


def sync(call: Call) -> str | None:
    """``uv sync``: installs the package from its source tree; ``--find-links`` serves its dependencies only."""
    if _WITHOUT_PROJECT.isdisjoint(call.words) and is_project(call):
        record(call, source="tree", isolated=True, wheel=None)
    return ""


def run(call: Call, options: Sequence[str]) -> None:
    """``uv run`` syncs first: a wheel that was installed by hand gives way to the source tree."""
    names = {option.partition("=")[0] for option in options}
    kept = names & (_AS_IT_IS | _WITHOUT_PROJECT) or call.variable("UV_NO_SYNC")
    if call.job.installed and not kept and not call.shell.image and is_project(call):
        record(call, source="tree", isolated=True, wheel=None)


def is_project(call: Call) -> bool:
    """Whether a command runs in the folder of the package, which uv then builds and installs."""
    package = call.job.run.project.package
    tool = package.pyproject.tools.get("uv") if package.pyproject else None
    switch = tool.mapping.get("package") if tool else None
    builds = package.pyproject is not None and package.pyproject.build_system is not None
    return builds and call.path(".") == package.folder and not (switch and switch.value is False)
