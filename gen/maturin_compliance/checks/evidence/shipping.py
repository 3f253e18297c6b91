"""From build to index: who waits for whom, what gets lost on the way, and the lines that mend it."""

import re
from collections.abc import Iterator
from posixpath import normpath

from packaging.version import InvalidVersion, Version

from maturin_compliance.checks.engine import Problem, Subject
from maturin_compliance.checks.evidence.pipeline import (
    active,
    active_steps,
    given,
    in_job,
    is_of,
    is_of_job,
    job_of,
    name_of,
    needed,
    run_of,
)
from maturin_compliance.checks.text import code, codes, fence
from maturin_compliance.expand.release import (
    Build,
    Certainty,
    Command,
    JobRun,
    Origin,
    Publish,
    StepRun,
    Upload,
    WorkflowRun,
)
from maturin_compliance.location import Location

ONE_JOB = """Upload artifacts in the jobs that build, and publish all of them in one job:

```yaml
publish:
  needs: [wheels, sdist]
  runs-on: ubuntu-latest
  environment: pypi
  permissions:
    id-token: write
  steps:
    - uses: actions/download-artifact@v8
      with:
        path: dist
        merge-multiple: true
    - uses: pypa/gh-action-pypi-publish@release/v1
```"""

COMPARISON = """- if: github.ref_type == 'tag'
  run: test "$GITHUB_REF_NAME" = "v$(cargo pkgid | sed 's/.*[#@]//')\""""
"""The step that compares a tag with the version, in workflows that run on branches too."""

TAGGERS = frozenset({"googleapis/release-please-action", "google-github-actions/release-please-action"})
"""Actions that write the version into the files and tag the commit, in the run that they stand in."""

CRATE_LOGIN = "rust-lang/crates-io-auth-action"
CRATE_JOB = """permissions:
  id-token: write
steps:
  - uses: actions/checkout@v7
  - uses: rust-lang/crates-io-auth-action@v1
    id: auth
  - run: cargo publish
    env:
      CARGO_REGISTRY_TOKEN: ${{ steps.auth.outputs.token }}"""

ANNOUNCERS = frozenset(
    {
        "softprops/action-gh-release",
        "ncipollo/release-action",
        "actions/create-release",
        "release-drafter/release-drafter",
    }
)
OVER_FAILURES = re.compile(r"\b(always|failure)\s*\(\s*\)|!\s*cancelled\s*\(\s*\)")


def carry(build: Build) -> str:
    """The lines that bring what a build makes to the job that publishes."""
    job = build.origin.job.rpartition(" / ")[2]
    each = "-${{ strategy.job-index }}" if build.origin.combination else ""
    lines = (
        "- uses: actions/upload-artifact@v7\n  with:\n"
        f"    name: wheels-{job}{each}\n    path: {build.out}\n    if-no-files-found: error"
    )
    return (
        f"Upload the folder that the build writes ({code(build.out)}) under a name that the publishing job "
        f"downloads:\n\n{fence(lines, 'yaml', build.origin.workflow)}"
    )


def trusted(publish: Publish) -> str:
    """The job that publishes by trusted publishing, with attestations."""
    lines = (
        f"{publish.origin.job}:\n  environment: {publish.environment or 'pypi'}\n  permissions:\n"
        "    id-token: write\n  steps:\n    # the files to publish lie in dist/\n"
        "    - uses: pypa/gh-action-pypi-publish@release/v1"
    )
    return (
        f"Add the workflow {code(publish.origin.workflow)} as a trusted publisher of the project on the index, "
        f"delete the secret, and publish without one:\n\n{fence(lines, 'yaml', publish.origin.workflow)}"
    )


def may_build_sdist(subject: Subject) -> bool:
    """Whether a script of the release calls a build tool that can make an sdist."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            if any("--sdist" in c.words or c.words[:2] == ("uv", "build") for c in step.commands):
                return True
    return False


def step_of(subject: Subject, origin: Origin) -> StepRun | None:
    """The step in which something happens."""
    job = job_of(subject, origin)
    for step in job.steps if job else ():
        if any(activity.origin == origin for activity in step.activities):
            return step
    return None


def line_of(subject: Subject, publish: Publish, setting: str) -> Location | None:
    """The line of an input of the step that publishes whose name starts with a word."""
    step = step_of(subject, publish.origin)
    inputs = step.step.inputs.items() if step else ()
    return next((value.location for name, value in inputs if name.lower().startswith(setting)), None)


def refuses_attestations(subject: Subject, publish: Publish) -> bool:
    """Whether a setting turns attestations off, rather than that nothing makes them."""
    step = step_of(subject, publish.origin)
    return step is not None and given(step, "attestations").lower() == "false"


def in_matrix(subject: Subject, publishes: tuple[Publish, ...]) -> Iterator[Publish]:
    """The steps that publish files of this package from several combinations of a matrix.

    A matrix over packages is none: all files of one come from one combination.
    """
    for publish in publishes:
        twins = [p for p in publishes if is_of_job(p.origin, publish.origin)]
        ours = [p for p in twins if set(p.files) & _files(subject)]
        told = any(p.files for p in twins)
        if publish.in_matrix and (len(ours) > 1 if told else len(twins) > 1):
            yield publish


def _files(subject: Subject) -> set[str]:
    release = subject.expansion.release
    return {wheel.filename for wheel in release.wheels} | set(release.sdists)


def builders(run: WorkflowRun) -> Iterator[JobRun]:
    """The jobs of a run that build wheels or an sdist, each once."""
    seen = set()
    for job in active([run]):
        if job.name not in seen and any(makes_files(a) for a in job.activities):
            seen.add(job.name)
            yield job


def makes_files(activity: object) -> bool:
    """Whether an activity builds wheels or an sdist."""
    return isinstance(activity, Build) and bool(activity.wheels or activity.sdist)


def unawaited(subject: Subject, publish: Publish) -> Iterator[JobRun]:
    """The jobs of the same run that build, and that the job that publishes does not wait for."""
    run = run_of(subject, publish.origin)
    if run is None:
        return
    done = needed(run, publish.origin.job) | {publish.origin.job}
    seen_elsewhere = _published_elsewhere(subject, publish)
    for job in builders(run):
        files = {w.filename for a in job.activities if isinstance(a, Build) for w in a.wheels}
        if job.name not in done and not (files and files <= seen_elsewhere):
            yield job


def _published_elsewhere(subject: Subject, publish: Publish) -> set[str]:
    others = (p for p in subject.expansion.release.publishes if p is not publish)
    return {name for other in others for name in other.files}


def needs_with(subject: Subject, publish: Publish) -> list[str]:
    """What ``needs`` of the job that publishes should name."""
    job = job_of(subject, publish.origin)
    named = [need.value for need in job.job.needs if need.value in job.workflow.jobs] if job else []
    return list(dict.fromkeys([*named, *(j.name.partition(" / ")[0] for j in unawaited(subject, publish))]))


def tolerated_builds(subject: Subject) -> Iterator[Problem]:
    """Builds of the release that may fail without failing their job."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            if not any(makes_files(activity) for activity in step.activities):
                continue
            for setting in (step.step.continue_on_error, job.job.continue_on_error):
                if setting is not None and str(setting.value).lower() == "true":
                    yield Problem(
                        f"job {code(job.name)} builds with `continue-on-error: true`: a wheel that "
                        "fails to build is "
                        "left out of the release",
                        setting.location,
                        f"Delete the line:\n\n{fence('-  continue-on-error: true', 'diff')}",
                    )


def publishes_over_failures(subject: Subject) -> Iterator[Problem]:
    """Jobs that publish although a job they need has failed."""
    for publish in subject.expansion.release.publishes:
        job = job_of(subject, publish.origin)
        condition = job.job.condition if job else None
        if job is None or condition is None or not job.job.needs or publish.test_index:
            continue
        text = str(condition.value)
        if OVER_FAILURES.search(text) and ".result" not in text:
            yield Problem(
                f"{in_job(publish.origin)} publishes even when a job that it needs has failed: {code(text)}",
                condition.location,
                "Leave the function out: without one, GitHub asks for the success of all jobs that are needed.",
            )


def builds_and_uploads(subject: Subject) -> Iterator[tuple[Build, tuple[Upload, ...]]]:
    """Each build with the uploads of artifacts that follow it in its job."""
    for job in active(subject.expansion.runs):
        made: list[Build] = []
        uploads: list[Upload] = []
        for activity in job.activities:
            if isinstance(activity, Build) and makes_files(activity) and activity.tool.startswith("maturin"):
                made.append(activity)
            elif isinstance(activity, Upload) and made:
                uploads.append(activity)
        if uploads:
            yield from ((build, tuple(uploads)) for build in made)


def missed_folder(build: Build, uploads: tuple[Upload, ...]) -> Iterator[Problem]:
    """The folder of a build where no upload of its job takes it."""
    names = {wheel.filename for wheel in build.wheels} | ({build.sdist} if build.sdist else set())
    paths = tuple(dict.fromkeys(path for upload in uploads for path in upload.paths))
    if not paths or any("${{" in path for path in paths):
        return
    if any(names & set(upload.files) for upload in uploads):
        return
    if any(_covers(path, build.out) for path in paths):
        return
    yield Problem(
        f"{in_job(build.origin)} builds into {code(build.out)} and uploads {codes(paths)}: nothing of the build "
        "is in there",
        uploads[0].origin.location,
        f"Upload the folder that the build writes:\n\n{fence(f'path: {build.out}', 'yaml')}",
        also=(build.origin.location,),
    )


def _covers(path: str, folder: str) -> bool:
    fixed = re.split(r"[*?\[]", path)[0]
    wanted, out = normpath(fixed or "."), normpath(folder)
    return (
        wanted == "."
        or "*" in path.partition("/")[0]
        or out == wanted
        or out.startswith(f"{wanted}/")
        or (wanted.startswith(f"{out}/") or wanted.endswith(f"/{out}") or fixed.startswith(("/", "~", "$")))
    )


def twice(builds: tuple[Build, ...]) -> Iterator[tuple[tuple[str, ...], tuple[Build, ...]]]:
    """File names that builds of several job runs make, by the builds that make them.

    Within one job run the second replaces the first, as a build that is guided by a profile means it to.
    """
    makers: dict[str, list[int]] = {}
    for number, build in enumerate(builds):
        if not all(word.isprintable() for word in build.arguments):
            continue  # an argument that the files do not tell stands in them as a placeholder
        for name in dict.fromkeys(w.filename for w in build.wheels if w.certainty is Certainty.CERTAIN):
            makers.setdefault(name, []).append(number)
    groups: dict[tuple[int, ...], list[str]] = {}
    for name, numbers in makers.items():
        if len({_job_run(builds[number]) for number in numbers}) > 1:
            groups.setdefault(tuple(numbers), []).append(name)
    for several, names in groups.items():
        yield tuple(names), tuple(builds[number] for number in several)


def _job_run(build: Build) -> str:
    combination = sorted((build.origin.combination or {}).items(), key=lambda item: item[0])
    return f"{build.origin.workflow} {build.origin.job} {combination}"


def once(builds: tuple[Build, ...]) -> str:
    """What to do about several builds that make one file."""
    first, last = builds[0].origin.combination or {}, builds[-1].origin.combination or {}
    axes = [axis for axis, value in first.items() if last.get(axis) != value]
    if builds[0].origin.job == builds[-1].origin.job and axes:
        return f"Take {codes(axes)} out of the matrix of {in_job(builds[0].origin)}: it does not change the file."
    return "Build the file in one of the jobs only, or give each of them interpreters or targets of its own."


def accepted(subject: Subject, tag: str) -> bool:
    """Whether the index takes a platform tag, by its own rules."""
    if tag == "any":
        return True
    for row in subject.facts.index_platforms:
        for machine in row.architectures:
            if tag == f"{row.family}_{machine}" or (row.family == "win" and tag in {machine, f"win{machine}"}):
                return True
            if _versioned(row.family, machine, tag) and _version_accepted(row.family, row.versions, tag, machine):
                return True
    legacy = (f"{p.alias}_{machine}" for p in subject.facts.policies for machine in p.index_architectures)
    return tag in set(legacy)


def _versioned(family: str, machine: str, tag: str) -> bool:
    return tag.startswith(f"{family}_") and tag.endswith(f"_{machine}")


def _version_accepted(family: str, versions: tuple[str, ...], tag: str, machine: str) -> bool:
    middle = tag.removeprefix(f"{family}_").removesuffix(f"_{machine}")
    if not re.fullmatch(r"\d+(_\d+)?(_iphone\w*)?", middle) and family != "ios":
        return False
    major, _, minor = middle.partition("_")
    return not versions or (major in versions and (major == "10" or minor == "0"))


def acceptable(build: Build) -> str:
    """What makes the index take a wheel."""
    if "linux" in (build.target or "linux") and any("linux_" in w.platform for w in build.wheels):
        lines = 'with:\n  manylinux: "2_28"'
        return f"Build it in a container of a policy that the index knows:\n\n{fence(lines, 'yaml')}"
    return "Leave the target out of what is published, or offer the wheel on the release page only."


def knows_pypi(subject: Subject, build: Build) -> bool:
    """Whether the maturin of a build knows ``--compatibility pypi``."""
    try:
        return build.maturin is not None and subject.facts.maturin(Version(build.maturin)).compatibility_pypi
    except InvalidVersion:
        return False


def asks_pypi(subject: Subject, build: Build) -> bool:
    """Whether a build asks maturin for what the index accepts."""
    pyproject = subject.project.package.pyproject
    table = pyproject.maturin if pyproject else None
    written = table.compatibility if table else ()
    return (
        "pypi" in build.compatibility
        or any("pypi" in w.split("=") for w in build.arguments)
        or any(value.value == "pypi" for value in written)
    )


def crate_uploads(subject: Subject) -> Iterator[tuple[JobRun, StepRun, Command]]:
    """Commands that publish a crate in earnest."""
    for job in active(subject.expansion.runs):
        for step in active_steps(job):
            for command in step.commands:
                words = command.words
                if (
                    words[:1] == ("cargo",)
                    and "publish" in words[1:3]
                    and "--dry-run" not in words
                    and "-n" not in words
                ):
                    yield job, step, command


def manual_start(subject: Subject, publishes: tuple[Publish, ...]) -> Iterator[Problem]:
    """What keeps a release from being bound to a tag of its version."""
    release = subject.expansion.release
    run = run_of(subject, publishes[0].origin)
    if run is None or _tags_itself(run):
        return
    start = next((r for r in release.runs if r.event != "workflow_run"), run)
    if start.event not in {"push", "release", "create"} or not _is_tag(start.ref):
        trigger = start.workflow.trigger(start.event)
        yield Problem(
            f"the release starts on {code(start.event)}{_on_branch(start)}, not on a tag",
            trigger.location if trigger else start.workflow.location,
            "Start it on a pushed tag, so that the tag tells which commit was published:\n\n"
            + fence('on:\n  push:\n    tags: ["v*"]', "yaml", start.workflow.path),
            warned=True,
        )
    if not _version_compared(subject):
        yield Problem(
            "no step of the release compares its tag with the version in the files",
            publishes[0].origin.location,
            "Compare them before anything is built:\n\n" + fence(COMPARISON, "yaml"),
            warned=True,
        )


def _tags_itself(run: WorkflowRun) -> bool:
    """Whether a job of the run that publishes makes the tag, from the version that the files hold."""
    steps = (step for job in active([run]) for step in active_steps(job))
    return any(name_of(step) in TAGGERS and given(step, "skip-github-release") != "true" for step in steps)


def _is_tag(ref: str) -> bool:
    return not ref.startswith("refs/heads/")


def _on_branch(run: WorkflowRun) -> str:
    return f" of the branch {code(run.ref.removeprefix('refs/heads/'))}" if run.event == "push" else ""


REF_NAME = re.compile(
    r"GITHUB_REF|github\.ref|github\.event\.release\.tag_name|describe|inputs\.(tag|version)", re.IGNORECASE
)
VERSION = re.compile(r"ersion|pkgid|Cargo\.toml|pyproject|cargo metadata", re.IGNORECASE)
COMPARES = re.compile(r"(\btest\b|\[\[?|\bif\b|==|!=|-eq|\bassert\b|exit 1|sys\.exit|\bdiff\b|grep)")
SETS = re.compile(r"(cargo set-version|maturin.*version|sed -i|toml set|hatch version|uv version|bump|GITHUB_REF)")


def _version_compared(subject: Subject) -> bool:
    """Whether a script of the release reads the tag and compares it, or writes the version from it."""
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            text = step.step.run.text if step.step.run else ""
            known = f"{text} {' '.join(str(v) for v in step.step.env.values())}"
            if REF_NAME.search(known) and VERSION.search(known) and (COMPARES.search(text) or SETS.search(text)):
                return True
            if "version" in name_of(step) and "check" in name_of(step):
                return True
    return False


def deletes(words: tuple[str, ...]) -> bool:
    """Whether a command deletes a release, or deletes or moves a tag on the remote."""
    if words[:3] == ("gh", "release", "delete"):
        return True
    if words[:2] != ("git", "push"):
        return False
    tags = any("refs/tags" in w or w in {"--tags", "tag"} for w in words)
    return tags and any(w in {"--delete", "-d", "--force", "-f"} or w.startswith((":", "+")) for w in words)


def announcers(subject: Subject) -> tuple[tuple[JobRun, Location], ...]:
    """The jobs of the release that create a GitHub release, with the line that does."""
    found = []
    for job in active(subject.expansion.release.runs):
        for step in active_steps(job):
            created = [c for c in step.commands if c.words[:3] == ("gh", "release", "create")]
            created = [c for c in created if "--draft" not in c.words and "-d" not in c.words]
            if created:
                found.append((job, created[0].location))
            elif name_of(step) in ANNOUNCERS and given(step, "draft") != "true":
                found.append((job, step.step.location))
    return tuple(found)


def comes_before(subject: Subject, job: JobRun, publish: Publish) -> bool:
    """Whether a job ends before the one that publishes starts."""
    run = run_of(subject, publish.origin)
    if run is None or not any(other is job or is_same(other, job) for other in run.jobs):
        return False
    return job.name in needed(run, publish.origin.job)


def is_same(one: JobRun, other: JobRun) -> bool:
    """Whether two job runs are one job."""
    return (one.workflow.path, one.name) == (other.workflow.path, other.name)


def trials(subject: Subject) -> tuple[Publish, ...]:
    """Uploads to a test index in any workflow, each once."""
    found: dict[Location, Publish] = {}
    for activity in subject.expansion.activities:
        if isinstance(activity, Publish) and activity.test_index:
            found.setdefault(activity.origin.location, activity)
    return tuple(found.values())


def awaits(subject: Subject, publish: Publish, origin: Origin) -> bool:
    """Whether a job that publishes waits for another activity's job."""
    run = run_of(subject, publish.origin)
    if run is None or not any(is_of(job, origin) for job in run.jobs):
        return False
    if is_of_job(publish.origin, origin):
        step = step_of(subject, publish.origin)
        condition = str(step.step.condition.value) if step and step.step.condition else ""
        return not OVER_FAILURES.search(condition)
    return origin.job in needed(run, publish.origin.job)
