"""What cibuildwheel leaves in a job: files, builds, tests, and notes of what is not known."""

from pathlib import Path

import pytest

from maturin_compliance.expand.release import Build, Install, Upload
from maturin_compliance.expand.release import Test as Tried
from tests.expand.cibuildwheel import OPTIONS, cibuildwheel
from tests.expand.support import CARGO, PYPROJECT, expanded, of_kind, run, steps, tags, workflow


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
