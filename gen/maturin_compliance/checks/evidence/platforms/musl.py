"""What builds for musl beside builds for glibc."""

from collections.abc import Sequence

from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.platforms.platforms import linux_wheels, machine
from maturin_compliance.checks.evidence.platforms.policies import place_of
from maturin_compliance.checks.evidence.platforms.policy_lines import TAG
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.checks.evidence.workflows.pipeline import given
from maturin_compliance.checks.evidence.workflows.rows import Edit, names_artifact_by, row_for_musl
from maturin_compliance.checks.evidence.workflows.written import Written
from maturin_compliance.checks.text import code, fence
from maturin_compliance.expand.release import Build

POLICY = "musllinux_1_2"


def added(subject: Subject, machines: Sequence[str]) -> Edit:
    """What builds for musl beside a build for glibc: rows where the matrix holds the policy, else a job."""
    found = [b for b in linux_wheels(subject) if any("manylinux" in w.platform for w in b.wheels)]
    build = next((b for b in found if "musl" not in (b.target or "")), found[0])
    place = place_of(subject, build)
    if build.tool == "cibuildwheel":
        return Edit(build.origin.location, "Let `build` and `skip` of cibuildwheel admit `*-musllinux_*`.")
    if "musl" in (build.target or ""):
        tags = next((tag[0] for w in build.wheels if (tag := TAG.search(w.platform))), "manylinux_2_17")
        return Edit(build.origin.location, f"Ask for both tags: {code(f'--compatibility {tags} {POLICY}')}.")
    if build.tool != "maturin-action":
        return Edit(
            build.origin.location, f"Build for the musl target too, with {code(f'--compatibility {POLICY}')}."
        )
    return Edit(place.location, _rows(subject, found, machines, place) + _without_yum(subject, build))


def _rows(subject: Subject, builds: Sequence[Build], machines: Sequence[str], place: Written) -> str:
    """The rows of the machines as they are for glibc, with the other policy; without rows, what to copy."""
    mine = {machine(b.target or ""): b for b in reversed(builds) if b.origin.job == builds[0].origin.job}
    rows = [row_for_musl(subject, mine[m], place_of(subject, mine[m]), POLICY) for m in machines if m in mine]
    written = [row for row in rows if row is not None]
    if not written:
        copy = f"Copy the job {code(builds[0].origin.job)}, with an artifact name of its own"
        return f"{copy}, and write there:\n\n" + fence(f"manylinux: {POLICY}", "yaml")
    words = "Add to the matrix:\n\n" + fence("\n".join(written), "yaml")
    if names_artifact_by(subject, builds[0], place.path):
        return words
    key = code(f"${{{{ matrix.{place.path} }}}}")
    return f"{words}\n\nand {key} to the artifact's name, which would be there twice."


def _without_yum(subject: Subject, build: Build) -> str:
    step = step_of(subject, build.origin)
    yum = step is not None and "yum" in given(step, "before-script-linux")
    return "\n\nThe image has no `yum` for `before-script-linux`." if yum else ""
