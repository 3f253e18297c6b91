"""Where the release is built for the processor of the machine that builds (``target-cpu=native``)."""

import re
from collections.abc import Iterator

from maturin_compliance.checks import need
from maturin_compliance.checks.engine import Subject
from maturin_compliance.checks.evidence.builds import arguments
from maturin_compliance.checks.evidence.publishing.shipping import step_of
from maturin_compliance.location import Location

NATIVE = re.compile(r"\btarget-cpu=native\b")


def configured(subject: Subject) -> Iterator[Location]:
    """Give the lines of Cargo's configuration, of the folders from the crate up to the root."""
    folder = need.manifest(subject).folder
    for path, node in subject.project.configs.items():
        above = path.removesuffix("/.cargo/config.toml").removesuffix("/.cargo/config")
        above = "." if path in {".cargo/config.toml", ".cargo/config"} else above
        if ".cargo/config" in path and (above == "." or f"{folder}/".startswith(f"{above}/")):
            for item in node.walk():
                if item.is_scalar and NATIVE.search(str(item.value)):
                    yield item.location


def built(subject: Subject) -> Iterator[Location]:
    """Give the lines of the release's builds that say so."""
    for build in subject.expansion.release.builds:
        step = step_of(subject, build.origin)
        for name, value in (step.env if step else {}).items():
            if name.endswith("RUSTFLAGS") and NATIVE.search(str(value)):
                written = step.step.env.get(name) if step else None
                yield written.location if written else build.origin.location
        if any(NATIVE.search(word) for word in build.arguments):
            yield arguments.place(subject, build)
