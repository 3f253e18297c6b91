"""The environments that hatch runs scripts in."""

from maturin_compliance.checks.engine import Subject
from maturin_compliance.expand.release import Test
from maturin_compliance.model.node import Node


def hatch_python(subject: Subject, test: Test) -> Node | None:
    """``python`` of the environment that ``hatch run`` takes."""
    if not test.tool.startswith("hatch"):
        return None
    pyproject = subject.project.package.pyproject
    hatch = pyproject.tools.get("hatch") if pyproject else None
    environments = hatch.mapping.get("envs") if hatch else None
    script = next((word for word in test.words[1:] if "test" in word), "")
    name = script.partition(":")[0] if ":" in script else "default"
    found = environments.mapping.get(name) if environments else None
    return found.mapping.get("python") if found else None
