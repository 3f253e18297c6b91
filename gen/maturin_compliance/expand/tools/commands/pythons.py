"""The Python that a command runs on."""

import re

from maturin_compliance.expand.maturin.interpreters import Interpreter, parse_name
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands.options import PYTHON

_OFFICIAL = re.compile(
    r"(?:docker\.io/)?(?:library/)?(?P<name>python|pypy):(?P<version>3\.\d+)(?:\.\d+)?(?:-[\w.-]+)?"
)
"""An image of Docker's own for a Python: its tag names the version first."""


def python_of(call: Call) -> Interpreter | None:
    """The Python that was asked for or set up; None where neither is known.

    What a job sets up does not reach into a container, whose PATH may name a Python of the image, as its tag does
    for an official one.
    """
    asked = call.variable(PYTHON) or call.variable("UV_PYTHON")
    if asked and (python := parse_name(asked)):
        return python
    if call.shell.image:
        folders = (call.variable("PATH") or "").split(":")
        found = (parse_name(folder) for folder in folders if folder.startswith("/opt/python/"))
        return next((python for python in found if python), None) or _of_image(call.shell.image)
    return call.job.pythons[-1] if call.job.pythons else None


def _of_image(image: str) -> Interpreter | None:
    found = _OFFICIAL.fullmatch(image)
    return parse_name(f"{'pypy' if found['name'] == 'pypy' else ''}{found['version']}") if found else None
