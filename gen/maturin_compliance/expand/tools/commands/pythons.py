"""The Python that a command runs on."""

from maturin_compliance.expand.maturin.interpreters import Interpreter, parse_name
from maturin_compliance.expand.tools.call import Call
from maturin_compliance.expand.tools.commands.options import PYTHON


def python_of(call: Call) -> Interpreter | None:
    """The Python that was asked for or set up; None where neither is known.

    What a job sets up does not reach into a container, whose PATH may name a Python of the image.
    """
    asked = call.variable(PYTHON) or call.variable("UV_PYTHON")
    if asked and (python := parse_name(asked)):
        return python
    if call.shell.image:
        folders = (call.variable("PATH") or "").split(":")
        found = (parse_name(folder) for folder in folders if folder.startswith("/opt/python/"))
        return next((python for python in found if python), None)
    return call.job.pythons[-1] if call.job.pythons else None
