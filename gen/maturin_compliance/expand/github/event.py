"""Events that start workflows, and the ``github`` context that they give."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from maturin_compliance.expand.github.filters import admits
from maturin_compliance.expression import Partial, Unknown, Value
from maturin_compliance.model.project import Project
from maturin_compliance.model.workflow import Input, Trigger, Workflow

SHA = "0" * 40
"""The commit of every simulated run; no file can tell it and no rule depends on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """What starts a workflow: ``name`` as in ``on``, ``ref`` in full ("refs/tags/v1.0.0").

    ``inputs`` are those of a dispatch or call; ``assumed`` names inputs whose value a person chooses.
    ``source`` is the event of the run whose end started this one (``workflow_run``).
    """

    name: str
    ref: str
    inputs: Mapping[str, Value]
    assumed: tuple[str, ...] = ()
    source: str = ""

    @property
    def ref_name(self) -> str:
        """The tag or branch."""
        return re.sub(r"^refs/(tags|heads)/", "", self.ref)

    @property
    def is_tag(self) -> bool:
        """Whether the ref is a tag."""
        return self.ref.startswith("refs/tags/")


def starts(workflow: Workflow, event: Event) -> bool:
    """Whether an event starts a workflow, by its filters. Path filters are taken as met."""
    trigger = workflow.trigger(event.name)
    if trigger is None:
        return False
    if event.name == "push":
        return admits_tag(trigger, event.ref_name) if event.is_tag else admits_branch(trigger, event.ref_name)
    if event.name == "release":
        return trigger.types is None or bool({"published", "created", "released"} & set(trigger.types))
    return True


def admits_tag(trigger: Trigger, tag: str) -> bool:
    """Whether the push of a tag passes; filters on branches alone keep tags out."""
    if trigger.tags is not None:
        return admits(trigger.tags, tag)
    if trigger.tags_ignore is not None:
        return not admits(trigger.tags_ignore, tag)
    return trigger.branches is None and trigger.branches_ignore is None


def admits_branch(trigger: Trigger, branch: str) -> bool:
    """Whether the push of a branch passes; filters on tags alone keep branches out."""
    if trigger.branches is not None:
        return admits(trigger.branches, branch)
    if trigger.branches_ignore is not None:
        return not admits(trigger.branches_ignore, branch)
    return trigger.tags is None and trigger.tags_ignore is None


def release_events(workflow: Workflow, tag: str) -> Iterator[Event]:
    """The events that may release, in the order in which they are tried."""
    ref = f"refs/tags/{tag}"
    yield Event(name="push", ref=ref, inputs={})
    yield Event(name="release", ref=ref, inputs={})
    trigger = workflow.trigger("workflow_dispatch")
    if trigger is not None:
        inputs, assumed = dispatch_inputs(trigger.inputs, tag)
        yield Event(name="workflow_dispatch", ref=ref, inputs=inputs, assumed=assumed)
        given, names = tagged_inputs(trigger.inputs, tag)
        if names:
            yield Event(name="workflow_dispatch", ref=ref, inputs={**inputs, **given}, assumed=(*assumed, *names))
    yield Event(name="push", ref=f"refs/heads/{default_branch(workflow)}", inputs={})


MOST_CHOICES = 12
"""Values of inputs that are tried in a workflow, each of them a run."""


def chosen_events(workflow: Workflow, tag: str) -> Iterator[Event]:
    """What may release where no event of release_events does: a run by hand on the default branch, and one with
    each value that a person can choose in place of a default, there and at the tag.
    """
    trigger = workflow.trigger("workflow_dispatch")
    if trigger is None:
        return
    inputs, assumed = dispatch_inputs(trigger.inputs, tag)
    branch = f"refs/heads/{default_branch(workflow)}"
    yield Event(name="workflow_dispatch", ref=branch, inputs=inputs, assumed=assumed)
    for name, value in islice(other_values(trigger.inputs, inputs), MOST_CHOICES):
        for ref in (f"refs/tags/{tag}", branch):
            given = {**inputs, name: value}
            yield Event(name="workflow_dispatch", ref=ref, inputs=given, assumed=(*assumed, name))


def other_values(inputs: Mapping[str, Input], taken: Mapping[str, Value]) -> Iterator[tuple[str, Value]]:
    """What else a person can choose for an input: its other options, or the other boolean."""
    for name, given in inputs.items():
        values = (True, False) if given.type == "boolean" else given.options
        yield from ((name, value) for value in values if value != taken[name])


def default_branch(workflow: Workflow) -> str:
    """The branch that a push filter names, main or master where it admits them."""
    trigger = workflow.trigger("push")
    if trigger is None or trigger.branches is None:
        return "main"
    for branch in ("main", "master"):
        if admits(trigger.branches, branch):
            return branch
    named = (name for pattern in trigger.branches for name in names_of(pattern, "1"))
    return next((name for name in named if admits(trigger.branches, name)), "main")


def names_of(pattern: str, version: str) -> Iterator[str]:
    """Names that a filter pattern is likely meant for, with a version where it leaves room for one."""
    if pattern.startswith("!"):
        return
    first, *rest = re.split(r"\*+|\[[^]]*\][*+]?(?:\.\[[^]]*\][*+]?)*", pattern)
    names = (f"{first}{version}{''.join(rest)}", f"{first}{version}{'1'.join(rest)}1") if rest else (pattern,)
    yield from (name for name in names if not _NO_NAME.search(name))


_NO_NAME = re.compile(r"[\x00-\x20~^:?*\[\\$]")
"""What git admits in no ref, and ``$``, which stands in patterns that were meant as regular expressions."""

_TAG_INPUT = re.compile(r"tag|version|ref$|release[-_]?name", re.IGNORECASE)


def dispatch_inputs(inputs: Mapping[str, Input], tag: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    """The inputs of a real release by hand, with the names of those that are assumed.

    Defaults stand; a required input without one is the tag where its name says so (``version`` without the
    leading v), else true, the first option, or unknown.
    """
    values: dict[str, Value] = {}
    assumed: list[str] = []
    for name, given in inputs.items():
        if given.default is not None:
            values[name] = typed(given, given.default.value)
            continue
        if given.type == "boolean":
            values[name] = given.required
        elif _TAG_INPUT.search(name):
            values[name] = tag.removeprefix("v") if "version" in name.lower() else tag
        elif given.options:
            values[name] = given.options[0]
        else:
            values[name] = Unknown(f"the input {name} is set by hand") if given.required else ""
        if given.required:
            assumed.append(name)
    return values, tuple(assumed)


def tagged_inputs(inputs: Mapping[str, Input], tag: str) -> tuple[dict[str, Value], tuple[str, ...]]:
    """Inputs whose default stands for no release (``dry-run``) and whose name asks for the tag."""
    found: dict[str, Value] = {
        name: tag.removeprefix("v") if "version" in name.lower() else tag
        for name, given in inputs.items()
        if given.default is not None and given.type == "string" and _TAG_INPUT.search(name)
    }
    return found, tuple(found)


def typed(given: Input, value: Value) -> Value:
    """An input's value as its type has it: booleans and numbers may be written as text."""
    if given.type == "boolean" and isinstance(value, str) and value.lower() in ("true", "false"):
        return value.lower() == "true"
    if given.type == "string" and isinstance(value, (bool, int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    return value


def repository(project: Project) -> str | None:
    """``owner/name`` on GitHub: of the checkout's origin, else of the first such address in pyproject.toml."""
    addresses = [project.checkout.repository] if project.checkout and project.checkout.repository else []
    pyproject = project.package.pyproject
    if pyproject and pyproject.project:
        addresses += [url.value for url in pyproject.project.urls.values()]
    for address in addresses:
        match = re.match(r"https?://github\.com/([\w.-]+/[\w.-]+?)(?:\.git)?(?:[/#?]|$)", address)
        if match:
            return match[1]
    return None


def github_context(project: Project, workflow: Workflow, event: Event) -> Value:
    """The ``github`` context of a run; what differs from run to run is unknown."""
    name = repository(project)
    owner = name.partition("/")[0] if name else None
    unknown_repository = Unknown("the files do not name the repository")
    known: dict[str, Value] = {
        "event_name": event.name,
        "event": payload(event, name),
        "ref": event.ref,
        "ref_name": event.ref_name,
        "ref_type": "tag" if event.is_tag else "branch",
        "sha": SHA,
        "head_ref": "",
        "base_ref": "",
        "workflow": str(workflow.name.value) if workflow.name else workflow.path,
        "repository": name or unknown_repository,
        "repository_owner": owner or unknown_repository,
        "workspace": ".",
        "run_id": "1",
        "run_number": "1",
        "run_attempt": "1",
        "server_url": "https://github.com",
        "action_path": ".",
    }
    return Partial(known, "it differs from run to run")


def payload(event: Event, repository_name: str | None) -> Value:
    """The event's payload as far as it follows from the event."""
    shared: dict[str, Value] = {
        "repository": Partial(
            {"fork": False, "private": False, "full_name": repository_name or Unknown("not in the files")},
            "it is not in the files",
        ),
        "sender": Unknown("it is the person who starts the run"),
        "pull_request": None,
        "inputs": None,
        "release": None,
        "workflow_run": None,
    }
    if event.name == "release":
        shared["action"] = "published"
        shared["release"] = Partial(
            {"tag_name": event.ref_name, "draft": False, "prerelease": False}, "it is written by hand"
        )
    elif event.name == "push":
        shared |= {"ref": event.ref, "created": event.is_tag, "deleted": False, "forced": False, "after": SHA}
        shared["base_ref"] = None
    elif event.name == "workflow_dispatch":
        shared["inputs"] = dict(event.inputs)
        shared["ref"] = event.ref
    elif event.name == "workflow_run":
        shared["workflow_run"] = Partial(
            {"conclusion": "success", "head_branch": event.ref_name, "event": event.source, "head_sha": SHA},
            "it differs from run to run",
        )
    elif event.name == "pull_request":
        shared["pull_request"] = Unknown("it differs from one pull request to the next")
        shared["action"] = "synchronize"
    return Partial(shared, "it differs from run to run")
