"""How wheels that no job tests are to be tested: the whole text of the fix, for short workflows."""

from pathlib import Path

import pytest

from maturin_compliance.checks import testing
from tests.checks.flows import CI, RELEASE, ci, job, kept, publish, release, run, use, wheel
from tests.checks.support import Overlay, healthy, healthy_with, result


def fix(root: Path, overlay: Overlay) -> str:
    return "\n---\n".join(p.fix for p in result(root, testing.wheels_tested, overlay).problems)


def on_runner(row: str, *after: str, needs: str = "wheels", architecture: bool = False) -> str:
    lines = (
        "test-wheels:",
        f"  needs: {needs}",
        "  runs-on: ${{ matrix.runner }}",
        "  strategy:",
        "    fail-fast: false",
        "    matrix:",
        "      include:",
        f"        - {{ {row} }}",
        "  steps:",
        *FETCH,
        "    - uses: actions/setup-python@v7",
        "      with:",
        "        python-version: ${{ matrix.python }}",
        *(["        architecture: ${{ matrix.architecture }}"] if architecture else []),
        *(f"    {line}" for line in after),
    )
    return waited("Test them in a job of its own", lines, "test-wheels")


FETCH = (
    "    - uses: actions/checkout@v7",
    "      with:",
    "        persist-credentials: false",
    "    - uses: actions/download-artifact@v8",
    "      with:",
    "        name: wheels",
    "        path: dist",
)
INSTALL = "python -m pip install --no-index --no-deps --only-binary :all: --find-links dist orchard"
GROUP = ("python -m pip install --upgrade pip", "python -m pip install --group test orchard")
RUN = ("- run: " + INSTALL, *(f"- run: {line}" for line in GROUP), "- run: pytest")


def in_container(row: str, *emulator: str) -> str:
    lines = (
        "test-wheels-in-containers:",
        "  needs: wheels",
        "  runs-on: ${{ matrix.runner }}",
        "  strategy:",
        "    fail-fast: false",
        "    matrix:",
        "      include:",
        f"        - {{ {row} }}",
        "  steps:",
        *FETCH,
        *emulator,
        "    - run: |",
        (
            '        docker run --rm --platform ${{ matrix.platform }} -v "$PWD:/io" -w /io '
            "quay.io/pypa/${{ matrix.image }} sh -ec '"
        ),
        "          PATH=/opt/python/${{ matrix.python }}/bin:$PATH",
        *(f"          {line}" for line in (INSTALL, *GROUP, "pytest")),
        "        '",
    )
    return waited("Test them in a job of its own", lines, "test-wheels-in-containers")


def waited(lead: str, lines: tuple[str, ...], name: str) -> str:
    text = "\n".join(lines)
    return f'{lead}:\n\n```yaml title="{RELEASE}"\n{text}\n```\n\nand add `{name}` to `needs` of job `publish`.'


@pytest.mark.parametrize(
    ("built", "expected"),
    [
        (wheel(), on_runner('runner: ubuntu-24.04, python: "3.15"', *RUN)),
        (
            wheel(arguments="--release --out dist -i python3.14t"),
            on_runner('runner: ubuntu-24.04, python: "3.14t"', *RUN),
        ),
        (
            wheel("i686-pc-windows-msvc"),
            on_runner('runner: windows-2025, python: "3.15", architecture: x86', *RUN, architecture=True),
        ),
        (
            wheel("x86_64-unknown-linux-musl", "musllinux_1_2"),
            in_container(
                'runner: ubuntu-24.04, platform: linux/amd64, image: musllinux_1_2_x86_64, python: "cp315-cp315"'
            ),
        ),
        (
            wheel("i686"),
            in_container(
                'runner: ubuntu-24.04, platform: linux/386, image: manylinux_2_34_i686, python: "cp315-cp315"'
            ),
        ),
        (
            wheel("s390x"),
            in_container(
                'runner: ubuntu-24.04, platform: linux/s390x, image: manylinux_2_34_s390x, python: "cp315-cp315"',
                "    - uses: docker/setup-qemu-action@v4",
            ),
        ),
        (
            wheel("powerpc64-unknown-linux-gnu", '"2_17"'),
            (
                "Test the wheels for `powerpc64-unknown-linux-gnu` under emulation: no hosted runner and no image "
                "of manylinux runs them."
            ),
        ),
    ],
)
def test_a_job_for_each_machine(built: str, expected: str, tmp_path: Path) -> None:
    assert fix(tmp_path, {CI: None, **release(job("wheels", built, kept()), publish())}) == expected


ROOT = {path: None for path in healthy() if path.startswith("python/")}
FLAT: Overlay = {
    **ROOT,
    **healthy_with("pyproject.toml", 'python-source = "python"\n', ""),
    "orchard/__init__.py": "",
}
GROUPS = '[dependency-groups]\ntest = ["pytest>=9", "pytest-timeout>=2"]\n'
EXTRA: Overlay = healthy_with(
    "pyproject.toml", GROUPS, '[project.optional-dependencies]\nfast = ["rich"]\ndev = ["pytest", "hypothesis"]\n'
)
BARE: Overlay = healthy_with("pyproject.toml", GROUPS, "")
NONE: Overlay = {**BARE, **{path: None for path in healthy() if path.startswith("tests/")}}
ROW = 'runner: ubuntu-24.04, python: "3.15"'


@pytest.mark.parametrize(
    ("overlay", "expected"),
    [
        (
            {CI: None, **FLAT},
            (
                *RUN[:-1],
                "# the tests would import it in place of the wheel",
                "- run: rm -r orchard",
                "- run: pytest",
            ),
        ),
        ({CI: None, **EXTRA}, (RUN[0], '- run: python -m pip install "orchard[dev]"', "- run: pytest")),
        (
            {**BARE, **ci(job("test", run("pip install pytest hypothesis -r more.txt"), run("pytest -x tests")))},
            (RUN[0], "- run: python -m pip install pytest hypothesis -r more.txt", "- run: pytest -x tests"),
        ),
        (
            {
                **BARE,
                **ci(
                    job("test", run("pip install pytest"), run("pytest --benchmark-only"), run('pytest "$WHICH"'))
                ),
            },
            (RUN[0], "- run: python -m pip install pytest", "- run: pytest"),
        ),
        ({CI: None, **NONE}, (RUN[0], "- run: python -I -c 'import orchard._native'")),
    ],
)
def test_the_tests_of_the_project(overlay: Overlay, expected: tuple[str, ...], tmp_path: Path) -> None:
    built = release(job("wheels", wheel(), kept()), publish())
    assert fix(tmp_path, {**overlay, **built}) == on_runner(ROW, *expected)


def test_steps_where_the_wheels_are_not_handed_on(tmp_path: Path) -> None:
    uploads = use("pypa/gh-action-pypi-publish@release/v1")
    built = job("wheels", wheel(), uploads, keys="permissions:\n  id-token: write")
    lines = ("- uses: actions/setup-python@v7", "  with:", '    python-version: "3.15"', *RUN)
    text = "\n".join(lines)
    assert fix(tmp_path, {CI: None, **release(built)}) == (
        "Install and test them in job `wheels`, which builds them, after the build, on `ubuntu-24.04`:\n\n"
        f"```yaml\n{text}\n```"
    )
