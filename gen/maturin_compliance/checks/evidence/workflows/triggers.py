"""What starts the workflows that run tests, and what their filters keep from them."""

from collections.abc import Iterator, Sequence
from posixpath import join, normpath

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.testing.runners import runs_tests
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.github.filters import admits
from maturin_compliance.expand.release import WorkflowRun
from maturin_compliance.model.workflow import Trigger, Workflow

PULLS = ("pull_request", "pull_request_target", "merge_group")
FILTERS = ("branches", "branches_ignore", "tags", "tags_ignore", "paths", "paths_ignore", "types", "workflows")
NEW = {"push": "  push:\n    branches: [main]", "pull_request": "  pull_request:"}
MAIN = "`main` stands for the default branch."


def testing_workflows(subject: Subject) -> tuple[Workflow, ...]:
    """The workflows that run tests, as they start: a called one counts for its caller."""
    runs = (*subject.expansion.release.runs, *subject.expansion.runs)
    return tuple({run.workflow.path: run.workflow for run in runs if _tests(run)}.values())


def _tests(run: WorkflowRun) -> bool:
    return any(runs_tests(step) for job in run.jobs for step in job.steps)


def untested(subject: Subject, testing: Sequence[Workflow]) -> Iterator[Problem]:
    """The changes that start none of some workflows: pushes to a branch, or pull requests."""
    pushes = any(_on_push(workflow) for workflow in testing)
    pulls = any(workflow.trigger(event) for workflow in testing for event in PULLS)
    missing = [name for name, there in (("push", pushes), ("pull_request", pulls)) if not there]
    if missing:
        publishing = {publish.origin.workflow for publish in subject.expansion.release.publishes}
        first = next((workflow for workflow in testing if workflow.path not in publishing), testing[0])
        starts = dict.fromkeys(_described(trigger) for workflow in testing for trigger in workflow.triggers)
        yield Problem(
            f"tests do not run on {_changes(missing)}: {codes(w.path for w in testing)} "
            f"{'starts' if len(testing) == 1 else 'start'} on {_listed(tuple(starts))}",
            first.triggers[0].location if first.triggers else first.location,
            _addition(first, missing),
            warned=len(missing) == 1,
        )


def _addition(workflow: Workflow, missing: Sequence[str]) -> str:
    lines = fence(with_triggers(workflow, missing), "yaml", workflow.path)
    note = f"\n\n{MAIN}" if "push" in missing else ""
    return f"Add what is missing, and keep the rest:\n\n{lines}{note}"


def _on_push(workflow: Workflow) -> bool:
    """Whether a workflow starts on a push to a branch (tags alone are none)."""
    push = workflow.trigger("push")
    return push is not None and not _tags_only(push)


def _tags_only(push: Trigger) -> bool:
    return push.tags is not None and push.branches is None and push.branches_ignore is None


def _changes(missing: Sequence[str]) -> str:
    words = {"push": "pushes to a branch", "pull_request": "pull requests"}
    return " and ".join(words[name] for name in missing)


def _described(trigger: Trigger) -> str:
    tags = trigger.event == "push" and _tags_only(trigger)
    return f"{code(trigger.event)} of tags" if tags else code(trigger.event)


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else "nothing"


def with_triggers(workflow: Workflow, missing: Sequence[str]) -> str:
    """The ``on:`` of a workflow with what is missing; settings that are too long to repeat are pointed to."""
    lines = ["on:"]
    for trigger in workflow.triggers:
        lines += _written(trigger, extended=trigger.event in missing)
    events = {trigger.event for trigger in workflow.triggers}
    lines += [NEW[name] for name in missing if name not in events]
    return "\n".join(lines)


def _written(trigger: Trigger, *, extended: bool) -> Iterator[str]:
    yield f"  {trigger.event}:" + ("  # as it is" if trigger.inputs or trigger.event == "schedule" else "")
    if extended:
        yield "    branches: [main]"
    for name in FILTERS:
        values = getattr(trigger, name)
        if values:
            yield f"    {name.replace('_', '-')}: [{', '.join(map(_quoted, values))}]"


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def filtered(subject: Subject, testing: Sequence[Workflow]) -> Iterator[Problem]:
    """Sources of the package whose changes start no test, since a path filter leaves them out."""
    sources = _sources(subject)
    for event in ("push", "pull_request"):
        triggers = [t for w in testing if (t := w.trigger(event)) is not None and not _tags_only(t)]
        left = [path for path in sources if triggers and not any(_lets(trigger, path) for trigger in triggers)]
        if left:
            filters = "paths" if triggers[0].paths is not None else "paths-ignore"
            yield Problem.at(
                [trigger.location for trigger in triggers],
                f"a {'push' if event == 'push' else 'pull request'} that changes {codes(left)} starts no tests: "
                f"{code(filters)} leaves it out",
                f"Let the sources of the package start them: change {code(filters)}.",
                warned=True,
            )


def _sources(subject: Subject) -> tuple[str, ...]:
    """A file of the package's Python sources and one of its crate's."""
    package, tree = subject.project.package, subject.project.tree
    python = tree.under(package.module_dir) if package.module_dir is not None else ()
    rust = tree.under(normpath(join(package.manifest.folder, "src"))) if package.manifest else ()
    firsts = (next((f for f in files if f.endswith(e)), None) for files, e in ((python, ".py"), (rust, ".rs")))
    return tuple(path for path in firsts if path is not None)


def _lets(trigger: Trigger, path: str) -> bool:
    if trigger.paths is not None:
        return admits(trigger.paths, path)
    return trigger.paths_ignore is None or not admits(trigger.paths_ignore, path)
