"""Short workflows for the tables of the tests."""

RELEASE = ".github/workflows/release.yml"
CI = ".github/workflows/ci.yml"


def release(*jobs: str) -> dict[str, str | None]:
    """A release on a pushed tag with these jobs."""
    return {RELEASE: 'on:\n  push:\n    tags: ["v*"]\njobs:\n' + "".join(jobs)}


def ci(*jobs: str, on: str = "[push, pull_request]") -> dict[str, str | None]:
    """A workflow on changes with these jobs."""
    return {CI: f"on: {on}\njobs:\n" + "".join(jobs)}


def job(name: str, *steps: str, runner: str = "ubuntu-24.04", keys: str = "") -> str:
    """A job; ``keys`` are further lines, without indent."""
    more = "".join(f"    {line}\n" for line in keys.splitlines())
    return f"  {name}:\n    runs-on: {runner}\n{more}    steps:\n" + "".join(steps)


def run(script: str, **keys: str) -> str:
    """A step that runs a script of one or more lines."""
    lines = script.splitlines()
    text = lines[0] if len(lines) == 1 else "|\n" + "\n".join(f"          {line}" for line in lines)
    return f"      - run: {text}\n" + "".join(f"        {key}: {value}\n" for key, value in keys.items())


def use(action: str, keys: str = "", **inputs: str) -> str:
    """A step that uses an action; names of inputs are written with ``_`` for ``-``."""
    more = "".join(f"        {line}\n" for line in keys.splitlines())
    given = "".join(f"          {name.replace('_', '-')}: {value}\n" for name, value in inputs.items())
    return f"      - uses: {action}\n{more}" + (f"        with:\n{given}" if given else "")


def wheel(target: str = "x86_64", manylinux: str = '"2_28"', arguments: str = "--release --out dist") -> str:
    """The step that builds a wheel."""
    return use("PyO3/maturin-action@v1", target=target, manylinux=manylinux, args=arguments)


def kept(name: str = "wheels", path: str = "dist") -> str:
    """The step that uploads an artifact."""
    return use("actions/upload-artifact@v7", name=name, path=path)


def publish(needs: str = "wheels", keys: str = "", **inputs: str) -> str:
    """The job that publishes."""
    return job(
        "publish",
        use("actions/download-artifact@v8", path="dist", merge_multiple="true"),
        use("pypa/gh-action-pypi-publish@release/v1", **inputs),
        keys=f"needs: {needs}\npermissions:\n  id-token: write\n{keys}",
    )


SDIST = job("sdist", use("PyO3/maturin-action@v1", command="sdist", args="--out dist"), kept("sdist"))
WHEELS = job("wheels", wheel(), kept())
