"""A step that uses cibuildwheel."""

OPTIONS = '\n[tool.cibuildwheel]\nbuild = "cp312-manylinux_x86_64"\n'


def cibuildwheel(ref: str = "v3.3.0", *, inputs: str = "", **variables: str) -> str:
    """A step that uses the action with variables."""
    env = "".join(f"    {name}: '{value}'\n" for name, value in variables.items())
    given = "".join(f"    {line}\n" for line in inputs.splitlines())
    text = f"- uses: pypa/cibuildwheel@{ref}\n"
    return text + (f"  with:\n{given}" if given else "") + (f"  env:\n{env}" if env else "")
