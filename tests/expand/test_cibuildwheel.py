"""Projects that build with cibuildwheel: literal options, the wheels that they lead to."""

from datetime import date
from pathlib import Path

import pytest

from maturin_compliance.expand.release import Build, Install, Upload
from maturin_compliance.expand.release import Test as Tried
from tests.expand.support import CARGO, PYPROJECT, expanded, of_kind, run, steps, tags, workflow

ABI3 = CARGO.replace('pyo3 = "0.26"', 'pyo3 = { version = "0.26", features = ["abi3-py311"] }')
OPTIONS = '\n[tool.cibuildwheel]\nbuild = "cp312-manylinux_x86_64"\n'


def cibuildwheel(ref: str = "v3.3.0", *, inputs: str = "", **variables: str) -> str:
    """A step that uses the action with variables."""
    env = "".join(f"    {name}: '{value}'\n" for name, value in variables.items())
    given = "".join(f"    {line}\n" for line in inputs.splitlines())
    text = f"- uses: pypa/cibuildwheel@{ref}\n"
    return text + (f"  with:\n{given}" if given else "") + (f"  env:\n{env}" if env else "")


@pytest.mark.parametrize(
    ("runner", "ref", "variables", "expected"),
    [
        pytest.param(
            "ubuntu-24.04",
            "v2.23.3",
            {"CIBW_BUILD": "cp312-*"},
            [
                "cp312-cp312-manylinux_2_5_i686.manylinux1_i686.manylinux_2_17_i686.manylinux2014_i686",
                "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64",
                "cp312-cp312-musllinux_1_2_i686",
                "cp312-cp312-musllinux_1_2_x86_64",
            ],
            id="2.23 builds i686 beside x86_64, in manylinux2014, the requested policy first",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v3.3.0",
            {"CIBW_BUILD": "cp312-*"},
            ["cp312-cp312-manylinux_2_28_x86_64", "cp312-cp312-musllinux_1_2_x86_64"],
            id="3.3 builds x86_64 alone, in manylinux_2_28",
        ),
        pytest.param(
            "ubuntu-24.04-arm",
            "v3.3.0",
            {"CIBW_BUILD": "cp31{3,3t,4t,5}-manylinux_*", "CIBW_MANYLINUX_AARCH64_IMAGE": "manylinux2014"},
            [
                "cp313-cp313-manylinux2014_aarch64.manylinux_2_17_aarch64",
                "cp314-cp314t-manylinux2014_aarch64.manylinux_2_17_aarch64",
            ],
            id="3.3 leaves cp313t out unless enabled, and sorts the tags",
        ),
        pytest.param(
            "ubuntu-24.04-arm",
            "v3.3.0",
            {"CIBW_BUILD": "cp31{3,3t}-musllinux_*", "CIBW_ENABLE": "cpython-freethreading"},
            ["cp313-cp313-musllinux_1_2_aarch64", "cp313-cp313t-musllinux_1_2_aarch64"],
            id="a group that is enabled",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v2.19.2",
            {"CIBW_BUILD": "cp313*-manylinux_x86_64", "CIBW_PRERELEASE_PYTHONS": "true"},
            ["cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64"],
            id="2.19 enables pre-releases by a variable of its own",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v3.3.0",
            {"CIBW_BUILD": "cp312-*", "CIBW_ARCHS": "riscv64 armv7l"},
            [
                "cp312-cp312-manylinux_2_31_armv7l",
                "cp312-cp312-manylinux_2_34_riscv64.manylinux_2_39_riscv64",
                "cp312-cp312-musllinux_1_2_armv7l",
                "cp312-cp312-musllinux_1_2_riscv64",
            ],
            id="architectures that are emulated",
        ),
        pytest.param(
            "macos-15",
            "v3.3.0",
            {
                "CIBW_BUILD": "cp31{1,2,4}-*",
                "CIBW_ARCHS": "all",
                "CIBW_ENVIRONMENT": "MACOSX_DEPLOYMENT_TARGET=10.12",
            },
            [
                "cp311-cp311-macosx_10_12_universal2",
                "cp311-cp311-macosx_10_12_x86_64",
                "cp311-cp311-macosx_11_0_arm64",
                "cp312-cp312-macosx_10_13_universal2",
                "cp312-cp312-macosx_10_13_x86_64",
                "cp312-cp312-macosx_11_0_arm64",
                "cp314-cp314-macosx_10_15_universal2",
                "cp314-cp314-macosx_10_15_x86_64",
                "cp314-cp314-macosx_11_0_arm64",
            ],
            id="the lowest macOS of each Python, and one tag for a fat wheel",
        ),
        pytest.param(
            "macos-15",
            "v3.3.0",
            {"CIBW_BUILD": "cp311-*", "MACOSX_DEPLOYMENT_TARGET": "13.3"},
            ["cp311-cp311-macosx_13_0_arm64"],
            id="a deployment target of the job, its minor left out",
        ),
        pytest.param(
            "macos-15",
            "v2.17.0",
            {"CIBW_BUILD": "cp311-*", "CIBW_ARCHS": "x86_64", "MACOSX_DEPLOYMENT_TARGET": "10.13"},
            ["cp311-cp311-macosx_10_9_x86_64"],
            id="before delocate 0.11 the tag is the one of the Python",
        ),
        pytest.param(
            "macos-15-intel",
            "v3.3.0",
            {"CIBW_BUILD": "pp311-*", "CIBW_ENABLE": "pypy", "CIBW_ARCHS": "x86_64 arm64"},
            ["pp311-pypy311_pp73-macosx_10_15_x86_64"],
            id="an Intel Mac cannot build PyPy for Apple silicon",
        ),
        pytest.param(
            "macos-15",
            "v4.3.0",
            {"CIBW_BUILD": "pp311-*", "CIBW_ENABLE": "pypy"},
            ["pp311-pypy311_pp80-macosx_11_0_arm64"],
            id="the PyPy that 4.3 pins",
        ),
        pytest.param(
            "windows-2025",
            "v3.3.0",
            {"CIBW_BUILD": "cp314*", "CIBW_SKIP": "*t-win32"},
            ["cp314-cp314-win32", "cp314-cp314-win_amd64", "cp314-cp314t-win_amd64"],
            id="Windows builds x86 beside AMD64",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v4.3.0",
            {"CIBW_PLATFORM": "pyodide", "CIBW_BUILD": "cp313-*"},
            ["cp313-cp313-pyemscripten_2025_0_wasm32"],
            id="Pyodide",
        ),
        pytest.param(
            "ubuntu-24.04",
            "faf86a6ed7efa889faf6996aa23820831055001a",
            {"CIBW_BUILD": "cp313-manylinux_x86_64"},
            ["cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64"],
            id="the commit of 2.23.3",
        ),
        pytest.param(
            "ubuntu-24.04",
            "v3.3.0",
            {"CIBW_PROJECT_REQUIRES_PYTHON": ">=3.14", "CIBW_BUILD": "cp*-musllinux*"},
            ["cp314-cp314-musllinux_1_2_x86_64", "cp314-cp314t-musllinux_1_2_x86_64"],
            id="requires-python of a variable",
        ),
    ],
)
def test_wheels(tmp_path: Path, runner: str, ref: str, variables: dict[str, str], expected: list[str]) -> None:
    expansion = expanded(tmp_path, steps(cibuildwheel(ref, **variables), runner=runner))
    assert sorted(tags(expansion)) == sorted(expected)
    assert expansion.release.not_modelled == ()


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        (
            {"CIBW_BUILD": "cp3{10,11,12,13}-musllinux_x86_64"},
            ["cp310-cp310-musllinux_1_2_x86_64", "cp311-abi3-musllinux_1_2_x86_64"],
        ),
        (
            {"CIBW_BUILD": "cp31{2,3,4t}-musllinux_x86_64"},
            ["cp311-abi3-musllinux_1_2_x86_64", "cp314-cp314t-musllinux_1_2_x86_64"],
        ),
        (
            {"CIBW_BUILD": "{cp312,pp311}-manylinux_x86_64", "CIBW_ENABLE": "pypy"},
            ["cp311-abi3-manylinux_2_28_x86_64", "pp311-pypy311_pp73-manylinux_2_28_x86_64"],
        ),
    ],
)
def test_a_stable_abi_is_built_once(tmp_path: Path, variables: dict[str, str], expected: list[str]) -> None:
    files = {"Cargo.toml": ABI3, **steps(cibuildwheel(**variables))}
    assert sorted(tags(expanded(tmp_path, files))) == expected


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ["cp312-cp312-manylinux_2_28_x86_64"]),
        ('manylinux-x86_64-image = "manylinux_2_34"', ["cp312-cp312-manylinux_2_34_x86_64"]),
        ('repair-wheel-command = "cp {wheel} {dest_dir}"', ["cp312-cp312-linux_x86_64"]),
        ('[tool.cibuildwheel.linux]\nbuild = "cp3*"', ["cp312-cp312-manylinux_2_28_x86_64"]),
        ('[tool.cibuildwheel.linux]\nskip = "*"', []),
        (
            '[[tool.cibuildwheel.overrides]]\nselect = "cp312-*"\nmanylinux-x86_64-image = "manylinux2014"',
            ["cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64"],
        ),
    ],
)
def test_options_of_the_file(tmp_path: Path, options: str, expected: list[str]) -> None:
    files = {
        "pyproject.toml": PYPROJECT + OPTIONS + options + "\n",
        **steps(cibuildwheel(CIBW_BUILD="cp312-manylinux_*")),
    }
    assert tags(expanded(tmp_path, files)) == expected


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("pipx run cibuildwheel==2.23.3 --archs x86_64", "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64"),
        ("uvx cibuildwheel@3.3.0", "cp312-cp312-manylinux_2_28_x86_64"),
        (
            "pip install cibuildwheel==2.23.3\npython -m cibuildwheel --archs=x86_64 --output-dir out .",
            "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64",
        ),
        (
            "pip install --group release\npython -m cibuildwheel --only cp312-manylinux_x86_64",
            "cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64",
        ),
    ],
)
def test_a_command(tmp_path: Path, script: str, expected: str) -> None:
    group = '\n[dependency-groups]\nrelease = ["cibuildwheel==2.23.3"]\n'
    files = {"pyproject.toml": PYPROJECT + OPTIONS + group, **steps(run(script))}
    expansion = expanded(tmp_path, files)
    assert tags(expansion) == [expected]


def test_a_command_that_prints_the_builds_makes_none(tmp_path: Path) -> None:
    assert tags(expanded(tmp_path, steps(run("pipx run cibuildwheel --print-build-identifiers")))) == []


def test_the_version_is_the_newest_of_the_date_where_nothing_fixes_it(tmp_path: Path) -> None:
    files = {"pyproject.toml": PYPROJECT + OPTIONS, **steps(cibuildwheel("main"))}
    expansion = expanded(tmp_path, files, as_of=date(2024, 8, 10))
    (wheel,) = expansion.release.wheels
    assert wheel.platform == "manylinux_2_17_x86_64.manylinux2014_x86_64"
    assert wheel.certainty.value == "assumed"
    assert "it is taken for 2.20.0 of the date" in wheel.because[0].text


def test_files_lie_where_the_next_step_looks(tmp_path: Path) -> None:
    upload = "- uses: actions/upload-artifact@v4\n  with:\n    path: out/*.whl\n"
    files = steps(
        cibuildwheel(inputs="output-dir: out", CIBW_BUILD="cp312-win_amd64"), upload, runner="windows-2025"
    )
    expansion = expanded(tmp_path, files)
    uploads = [upload.files for upload in of_kind(expansion.activities, Upload)]
    assert uploads == [("demo-1.0.0-cp312-cp312-win_amd64.whl",)]


def test_one_build_a_container(tmp_path: Path) -> None:
    files = steps(cibuildwheel(CIBW_BUILD="cp31{2,3}-*", CIBW_ARCHS="x86_64 aarch64"))
    builds = of_kind(expanded(tmp_path, files).activities, Build)
    assert [(b.tool, b.image, b.interpreters, b.emulated, len(b.wheels)) for b in builds] == [
        ("cibuildwheel", "quay.io/pypa/manylinux_2_28_aarch64", ("3.12", "3.13"), True, 2),
        ("cibuildwheel", "quay.io/pypa/manylinux_2_28_x86_64", ("3.12", "3.13"), False, 2),
        ("cibuildwheel", "quay.io/pypa/musllinux_1_2_aarch64", ("3.12", "3.13"), True, 2),
        ("cibuildwheel", "quay.io/pypa/musllinux_1_2_x86_64", ("3.12", "3.13"), False, 2),
    ]


@pytest.mark.parametrize(
    ("options", "runner", "variables", "expected"),
    [
        ("", "ubuntu-24.04", {}, []),
        ('test-command = "pytest"', "ubuntu-24.04", {}, ["manylinux_2_28_x86_64", "musllinux_1_2_x86_64"]),
        ('test-command = "pytest"', "ubuntu-24.04", {"CIBW_TEST_SKIP": "*-musllinux*"}, ["manylinux_2_28_x86_64"]),
        ('test-command = "pytest"', "ubuntu-24.04", {"CIBW_TEST_COMMAND": ""}, []),
        ('test-command = "pytest"', "macos-15-intel", {"CIBW_ARCHS": "arm64"}, []),
        ('test-command = "pytest"', "windows-2025", {"CIBW_ARCHS": "AMD64 ARM64"}, ["win_amd64"]),
    ],
)
def test_each_wheel_is_tested(
    tmp_path: Path, options: str, runner: str, variables: dict[str, str], expected: list[str]
) -> None:
    table = f"\n[tool.cibuildwheel]\n{options}\n"
    step = cibuildwheel(CIBW_BUILD="cp312-*", **variables)
    expansion = expanded(tmp_path, {"pyproject.toml": PYPROJECT + table, **steps(step, runner=runner)})
    names = [f"demo-1.0.0-cp312-cp312-{platform}.whl" for platform in expected]
    assert [test.wheel for test in of_kind(expansion.activities, Tried)] == names
    assert [install.wheel for install in of_kind(expansion.activities, Install)] == names


def test_what_tests_leave_out(tmp_path: Path) -> None:
    table = '\n[tool.cibuildwheel]\ntest-command = "python -m pytest {project}/tests --ignore=tests/slow.py"\n'
    files = {"pyproject.toml": PYPROJECT + table, **steps(cibuildwheel(CIBW_BUILD="cp312-manylinux*"))}
    (test,) = of_kind(expanded(tmp_path, files).activities, Tried)
    assert test.tool == "pytest"
    assert test.deselected == (("--ignore", "tests/slow.py"),)
    assert test.origin.location.path == "pyproject.toml"


@pytest.mark.parametrize(
    ("step", "runner", "expected"),
    [
        (
            cibuildwheel(CIBW_BUILD="${{ secrets.X }}"),
            "ubuntu-24.04",
            "`build` of cibuildwheel is not known before the workflow runs .github/workflows/release.yml:8",
        ),
        (
            cibuildwheel(inputs="only: ${{ vars.X }}"),
            "ubuntu-24.04",
            "`only` of cibuildwheel is not known before the workflow runs .github/workflows/release.yml:8",
        ),
        (
            cibuildwheel(CIBW_PLATFORM="ios"),
            "macos-15",
            "wheels of cibuildwheel for `ios` are not covered by these rules .github/workflows/release.yml:6",
        ),
        (
            cibuildwheel(CIBW_MANYLINUX_X86_64_IMAGE="ghcr.io/me/mine", CIBW_BUILD="*-manylinux_*"),
            "ubuntu-24.04",
            "which libc the image `ghcr.io/me/mine` has is not known .github/workflows/release.yml:8",
        ),
        (
            cibuildwheel(inputs="config-file: ci/cibw.toml"),
            "ubuntu-24.04",
            "the options of cibuildwheel in `ci/cibw.toml` are not read .github/workflows/release.yml:8",
        ),
        (
            cibuildwheel(inputs="package-dir: other"),
            "ubuntu-24.04",
            "cibuildwheel builds `other` that holds no maturin package .github/workflows/release.yml:6",
        ),
        (
            cibuildwheel(),
            "my-own-machine",
            "the runner of job build is not known .github/workflows/release.yml:6",
        ),
        (
            cibuildwheel(CIBW_BUILD="cp36-*"),
            "ubuntu-24.04",
            "cibuildwheel finds no build to make in this job .github/workflows/release.yml:6",
        ),
    ],
)
def test_what_is_not_known_is_told(tmp_path: Path, step: str, runner: str, expected: str) -> None:
    publish = "- uses: pypa/gh-action-pypi-publish@release/v1\n  with:\n    packages-dir: wheelhouse\n"
    expansion = expanded(tmp_path, steps(step, publish, runner=runner))
    note, *_ = expansion.release.not_modelled
    assert f"{note.message} {note.location}" == expected
    assert expansion.release.wheels == ()


def test_a_deployment_target_of_a_script_may_be_any_up_to_the_runner(tmp_path: Path) -> None:
    script = run('echo "MACOSX_DEPLOYMENT_TARGET=$(sw_vers -productVersion)" >> $GITHUB_ENV')
    files = steps(script, cibuildwheel(CIBW_BUILD="cp312-*"), runner="macos-14")
    (wheel,) = expanded(tmp_path, files).release.wheels
    assert (wheel.platform, wheel.certainty.value) == ("macosx_11_0_arm64", "assumed")
    assert wheel.alternatives == tuple(
        f"demo-1.0.0-cp312-cp312-macosx_{major}_0_arm64.whl" for major in (12, 13, 14)
    )


def test_variables_reach_a_container_only_when_passed(tmp_path: Path) -> None:
    cargo = CARGO + '\n[features]\nstable = ["pyo3/abi3-py310"]\n'
    step = cibuildwheel(
        CIBW_BUILD="cp312-musllinux_*",
        MATURIN_PEP517_ARGS="--features stable",
        CIBW_ENVIRONMENT_PASS="${{ matrix.pass }}",
    )
    above = "    strategy:\n      matrix:\n        pass: ['', MATURIN_PEP517_ARGS]\n"
    expansion = expanded(tmp_path, {"Cargo.toml": cargo, **steps(step, above=above)})
    assert tags(expansion) == ["cp310-abi3-musllinux_1_2_x86_64", "cp312-cp312-musllinux_1_2_x86_64"]


def test_a_source_distribution_is_built_from(tmp_path: Path) -> None:
    script = run("pip install cibuildwheel==3.3.0\npython -m build --sdist\ncibuildwheel dist/*.tar.gz")
    files = {"pyproject.toml": PYPROJECT + OPTIONS, **steps(script)}
    assert tags(expanded(tmp_path, files)) == ["cp312-cp312-manylinux_2_28_x86_64"]


def test_one_matrix_of_packages(tmp_path: Path) -> None:
    """``package-dir`` chooses the package, ``config-file`` whose options count."""
    jobs = workflow(
        "  build:\n    runs-on: ubuntu-24.04\n    steps:\n"
        "      - uses: pypa/cibuildwheel@v3.3.0\n        with:\n"
        "          package-dir: more\n          config-file: pyproject.toml\n"
    )
    inner = PYPROJECT.replace('"demo"', '"more"')
    files = {
        "pyproject.toml": PYPROJECT + OPTIONS,
        "more/pyproject.toml": inner,
        "more/Cargo.toml": CARGO.replace('"demo"', '"more"'),
        **jobs,
    }
    (build,) = of_kind(expanded(tmp_path, files).activities, Build)
    assert [wheel.filename for wheel in build.wheels] == ["more-1.0.0-cp312-cp312-manylinux_2_28_x86_64.whl"]
    assert build.package == "more"
