"""Programs of scripts: what builds, publishes, installs, tests and moves files."""

from pathlib import Path

import pytest

from maturin_compliance.expand import release
from maturin_compliance.expand.release import Build, Install, Publish, Test
from tests.expand.support import CARGO, PYPROJECT, commands, expanded, of_kind, run, steps

SETUP = "- uses: actions/setup-python@v6\n  with:\n    python-version: '3.12'"
BUILD = "maturin build --release --out dist --manylinux 2014"
WHEEL = "demo-1.0.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl"


@pytest.mark.parametrize(
    "script",
    [
        BUILD,
        f"sudo env X=1 {BUILD}",
        f"uv run --with maturin {BUILD}",
        f"uvx {BUILD}",
        f"uvx --from maturin {BUILD}",
        f"pipx run {BUILD}",
        f"poetry run {BUILD}",
        f"python -m {BUILD}",
        f"python3.12 -m {BUILD}",
        f"bash -c '{BUILD}'",
        f"sh -ec '{BUILD}'",
        f"cat > b.sh <<'EOF'\n{BUILD}\nEOF\nbash b.sh",
        f"echo '{BUILD}' > b.sh; chmod +x b.sh; ./b.sh",
        "echo 'maturin %c --out dist --manylinux 2014' | sed 's/%c/build/' > b.sh; bash b.sh",
        "cd . && maturin build --out dist --manylinux 2014",
        "V=14; maturin build --out dist --manylinux 20$V",
        "for c in $(echo build); do maturin $c --out dist --manylinux 2014; done",
        "maturin build --out dist --manylinux 2014 | tee log",
    ],
)
def test_a_build_by_whatever_starts_it(tmp_path: Path, script: str) -> None:
    assert [wheel.filename for wheel in expanded(tmp_path, steps(SETUP, run(script))).release.wheels] == [WHEEL]


@pytest.mark.parametrize(
    "script",
    ["maturin --version", "maturin develop", "echo maturin build", "cargo build", "maturin", "maturin new x"],
)
def test_what_builds_no_wheel(tmp_path: Path, script: str) -> None:
    assert of_kind(expanded(tmp_path, steps(SETUP, run(script))).activities, Build) == []


@pytest.mark.parametrize(
    ("path", "script", "wheels"),
    [
        ("build", "./build --outdir dist", 0),
        ("tools/maturin", "tools/maturin build --out dist", 0),
        ("tools/make.sh", "tools/make.sh", 1),
        ("other", ".venv/bin/maturin build --out dist", 1),
        ("other", "./maturin build --out dist", 1),
    ],
)
def test_a_script_of_the_project_is_no_program_of_that_name(
    tmp_path: Path, path: str, script: str, wheels: int
) -> None:
    expansion = expanded(tmp_path, {**steps(SETUP, run(script)), path: BUILD})
    kinds = [type(activity) for activity in expansion.activities]
    assert kinds == [Build] * wheels


def test_a_build_on_a_condition_may_be_absent(tmp_path: Path) -> None:
    (wheel,) = expanded(tmp_path, steps(SETUP, run(f"if [ -f x ]; then {BUILD}; fi"))).release.wheels
    assert (wheel.may_be_absent, wheel.certainty.value) == (True, "assumed")


@pytest.mark.parametrize(
    ("install", "version", "pinned"),
    [
        ("pip install maturin==1.9.4", "1.9.4", True),
        ("pip install 'maturin>=1.9,<1.10'", "1.9.6", False),
        ("pip install maturin", "1.16.0", False),
        ("uv pip install maturin==1.10.2", "1.10.2", True),
        ("pipx install maturin==1.10.2", "1.10.2", True),
    ],
)
def test_the_version_of_maturin_that_a_script_installs(
    tmp_path: Path, install: str, version: str, pinned: bool
) -> None:
    (build,) = of_kind(expanded(tmp_path, steps(SETUP, run(f"{install}\n{BUILD}"))).activities, Build)
    assert (build.maturin, build.pinned) == (version, pinned)


@pytest.mark.parametrize(
    ("script", "version"),
    [("uvx maturin@1.9.4 build", "1.9.4"), ("uvx --from maturin==1.10.2 maturin build", "1.10.2")],
)
def test_the_version_of_maturin_that_a_runner_is_asked_for(tmp_path: Path, script: str, version: str) -> None:
    (build,) = of_kind(expanded(tmp_path, steps(SETUP, run(script))).activities, Build)
    assert build.maturin == version


@pytest.mark.parametrize(
    ("script", "kinds"),
    [
        ("python -m build", ["sdist", "build"]),
        ("python -m build --sdist", ["sdist"]),
        ("python -m build --wheel --outdir out", ["build"]),
        ("./build", []),
        ("uv build", ["sdist", "build"]),
        ("uv build --sdist", ["sdist"]),
        ("maturin sdist --out dist", ["sdist"]),
    ],
)
def test_front_ends(tmp_path: Path, script: str, kinds: list[str]) -> None:
    found = of_kind(expanded(tmp_path, steps(SETUP, run(script))).activities, Build)
    assert [build.command for build in found] == kinds


@pytest.mark.parametrize(
    ("script", "method", "trusted", "test_index"),
    [
        ("uv publish", "uv publish", None, False),
        ("uv publish --trusted-publishing always dist/*", "uv publish", None, False),  # without the right to it
        ("uv publish --token x", "uv publish", False, False),
        ("uv publish --publish-url https://test.example.org/x", "uv publish", None, True),
        ("twine upload dist/*", "twine", None, False),
        ("twine upload -u __token__ -p x dist/*", "twine", False, False),
        ("twine upload --repository testpypi dist/*", "twine", None, True),
        ("python -m twine upload --skip-existing dist/*.whl", "twine", None, False),
        ("maturin upload dist/*", "maturin upload", None, False),
        ("pipx run hatch publish -n dist/*", "hatch publish", None, False),
        ("hatch publish --auth x", "hatch publish", False, False),
        ("hatch publish -r test-pypi", "hatch publish", None, True),
        ("maturin upload --password x dist/*", "maturin upload", False, False),
        ("printf '[pypi]\\npassword = x\\n' > ~/.pypirc\ntwine upload dist/*", "twine", False, False),
    ],
)
def test_publishing(tmp_path: Path, script: str, method: str, trusted: bool | None, test_index: bool) -> None:
    (publish,) = of_kind(expanded(tmp_path, steps(SETUP, run(f"{BUILD}\n{script}"))).activities, Publish)
    assert (publish.method, publish.trusted, publish.test_index) == (method, trusted, test_index)
    assert publish.files == (WHEEL,)


@pytest.mark.parametrize(
    ("image", "script", "images"),
    [
        ("quay.io/pypa/manylinux2014_x86_64", "maturin build -i 3.11", ["quay.io/pypa/manylinux2014_x86_64"]),
        ("quay.io/pypa/manylinux_2_28_x86_64",
         "for P in /opt/python/cp31[12]*/bin; do maturin build -i $P/python; done",
         ["quay.io/pypa/manylinux_2_28_x86_64"] * 2),
    ],
)  # fmt: skip
def test_docker_run(tmp_path: Path, image: str, script: str, images: list[str]) -> None:
    line = f'docker run --rm -v "$(pwd)":/io -w /io -e A=1 {image} bash -c "{script}"'.replace("$P", "\\$P")
    found = of_kind(expanded(tmp_path, steps(run(line))).activities, Build)
    assert [build.image for build in found] == images
    assert {build.package for build in found} == {"."}


def test_docker_runs_a_script_of_the_mounted_folder(tmp_path: Path) -> None:
    files = steps(run("docker run -v $PWD:/src quay.io/pypa/manylinux2014_x86_64 /bin/bash /src/ci/build.sh x"))
    script = "cd /src/python\nmaturin build -i 3.11 --out /src/$1\n"
    more = {"ci/build.sh": script, "python/pyproject.toml": PYPROJECT, "python/Cargo.toml": CARGO}
    (build,) = of_kind(expanded(tmp_path, {**files, **more}).activities, Build)
    assert (build.package, build.out, build.origin.location.path) == ("python", "x", "ci/build.sh")


def test_a_script_is_called_by_its_path(tmp_path: Path) -> None:
    script = (
        "set -eu\ncommand=$(cat <<'EOF'\nuv pip install demo --no-index -f dist\nuv run --no-sync pytest\nEOF\n)\n"
        'docker \\\n  run \\\n  --rm \\\n  -v "$2":/work \\\n  -w /work \\\n  "$1" \\\n  sh -e -c "$command"\n'
    )
    files = steps(SETUP, run(BUILD), run("scripts/try.sh python:3.12-bookworm ${{ github.workspace }}"))
    (test,) = of_kind(expanded(tmp_path, {**files, "scripts/try.sh": script}).activities, Test)
    assert (test.tool, test.wheel, test.python) == ("pytest", WHEEL, "3.12")


@pytest.mark.parametrize(
    ("options", "image", "package", "out"),
    [
        ("-v $PWD:/home/rust/src", "messense/rust-musl-cross:x86_64-musl", "python", "python/dist"),
        ("-v $PWD:/src -w /src/python", "quay.io/pypa/manylinux2014_x86_64", "python", "python/dist"),
        ("-v $PWD:/src -v /tmp:/cache", "example.org/forge/builder", "python", "python/dist"),
    ],
)
def test_where_a_container_starts(tmp_path: Path, options: str, image: str, package: str, out: str) -> None:
    start = "" if "-w" in options else "cd python && "
    inside = f"{start}maturin build -i 3.12 --manylinux 2014 --out dist"
    script = f"docker run --detach {options} {image} bash -c '{inside}'"
    files = {**steps(run(script)), "python/pyproject.toml": PYPROJECT, "python/Cargo.toml": CARGO}
    (build,) = of_kind(expanded(tmp_path, files).activities, Build)
    assert (build.package, build.out) == (package, out)


@pytest.mark.parametrize(
    ("arguments", "wheels", "notes"),
    [
        ("", [], ["what `example.org/forge/cross:arm` builds for is not known, so that its wheels are not told"]),
        ("--target aarch64-unknown-linux-musl", ["cp312-cp312-musllinux_1_2_aarch64.whl certain"], []),
        ("--manylinux 2014", ["cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl assumed"], []),
    ],
)
def test_an_image_that_is_not_known_tells_no_target(
    tmp_path: Path, arguments: str, wheels: list[str], notes: list[str]
) -> None:
    build = f"maturin build -i 3.12 {arguments}"
    script = f"docker run -v $PWD:/src example.org/forge/cross:arm {build}\nuv publish target/wheels/*"
    release = expanded(tmp_path, steps(run(script))).release
    found = [f"{wheel.filename.removeprefix('demo-1.0.0-')} {wheel.certainty}" for wheel in release.wheels]
    assert found == wheels
    assert [note.message for note in release.not_modelled][:1] == notes


@pytest.mark.parametrize(
    ("requirement", "arguments", "sdist"),
    [
        ("maturin==0.12.20", "", "demo-1.0.0.tar.gz"),
        ("maturin==0.12.20", "--no-sdist", None),
        ("maturin==0.13.0", "", None),
        ("maturin==0.13.0", "--sdist", "demo-1.0.0.tar.gz"),
    ],
)
def test_old_versions_of_maturin_make_an_sdist_with_the_wheels(
    tmp_path: Path, requirement: str, arguments: str, sdist: str | None
) -> None:
    files = {"pyproject.toml": PYPROJECT.replace("maturin==1.9.4", requirement)}
    script = f"maturin build -i 3.11 --manylinux 2014 {arguments}"
    (build,) = of_kind(expanded(tmp_path, {**files, **steps(run(script))}).activities, Build)
    assert build.sdist == sdist


def test_pyodide_builds_a_wheel_for_the_python_that_runs_it(tmp_path: Path) -> None:
    files = {"pyproject.toml": PYPROJECT.replace("maturin==1.9.4", "maturin>=1.14")}
    script = 'pyodide() { uvx --from pyodide-cli pyodide "$@"; }\npyodide config get x\npyodide build -o out'
    python = "- uses: actions/setup-python@v7\n  with:\n    python-version: '3.14'"
    (build,) = of_kind(expanded(tmp_path, {**files, **steps(python, run(script))}).activities, Build)
    assert (build.tool, build.out) == ("build", "out")
    assert [wheel.filename for wheel in build.wheels] == ["demo-1.0.0-cp314-cp314-pyemscripten_2026_0_wasm32.whl"]


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("make test", ("make", "test")),
        ("python -m nox -s tests", ("nox", "-s", "tests")),
        ("uvx tox", ("uvx", "tox")),
        ("hatch run test:unit", ("hatch", "run", "test:unit")),
        ("hatch test", ("hatch", "test")),
    ],
)
def test_tests_by_way_of_another_program_are_noted_once(
    tmp_path: Path, script: str, words: tuple[str, ...]
) -> None:
    (found,) = of_kind(expanded(tmp_path, steps(run(script))).activities, Test)
    assert (found.words, found.followed) == (words, False)


@pytest.mark.parametrize("script", ["hatch run pytest", "cargo test"])
def test_what_is_followed_is_not_noted_as_more(tmp_path: Path, script: str) -> None:
    (found,) = of_kind(expanded(tmp_path, steps(run(script))).activities, Test)
    assert found.followed


@pytest.mark.parametrize("script", ["poetry run python x.py", "ls", "uv run task certs", "cargo xtask dist"])
def test_what_runs_no_tests_is_none(tmp_path: Path, script: str) -> None:
    assert of_kind(expanded(tmp_path, steps(run(script))).activities, Test) == []


@pytest.mark.parametrize(
    ("script", "source", "isolated", "wheel"),
    [
        ("pip install dist/*.whl", "folder", True, WHEEL),
        ("pip install demo --no-index --find-links dist", "folder", True, WHEEL),
        ("uv pip install demo --find-links=dist", "folder", False, WHEEL),
        ("pip install demo", "index", False, None),
        ("pip install -e .", "editable", True, None),
        ("pip install .", "tree", True, None),
        ("pip install './[test]'", "tree", True, None),
        ("pip install dist/demo-1.0.0.tar.gz", "sdist", True, None),
        ("pip install --find-links dist demo==1.0.0", "folder", True, WHEEL),
        ("uv sync --find-links dist --reinstall", "tree", True, None),
        ("maturin develop", "editable", True, None),
    ],
)
def test_installing(tmp_path: Path, script: str, source: str, isolated: bool, wheel: str | None) -> None:
    (found,) = of_kind(expanded(tmp_path, steps(SETUP, run(f"{BUILD}\n{script}"))).activities, Install)
    assert (found.source, found.isolated, found.wheel) == (source, isolated, wheel)


OTHER = "demo-1.0.0-cp312-cp312-macosx_10_12_x86_64.whl"
WIN = "demo-1.0.0-cp312-cp312-win_amd64.whl"
NEW = "demo-1.0.0-cp312-cp312-manylinux_2_39_x86_64.whl"


@pytest.mark.parametrize(
    ("runner", "python", "build", "wheel", "refused"),
    [
        ("macos-15-intel", "3.12", "maturin build --out dist", OTHER, ()),
        ("macos-15", "3.12", "maturin build --out dist --target x86_64-apple-darwin", None, (OTHER,)),
        ("windows-11-arm", "3.12", "maturin build --out dist --target x86_64-pc-windows-msvc", None, (WIN,)),
        ("ubuntu-22.04", "3.12", "maturin build --out dist --compatibility manylinux_2_39 -i 3.12", None, (NEW,)),
        # another Python, which an environment may bring; a machine that is not known; another name
        ("ubuntu-24.04", "3.11", f"{BUILD} -i 3.12", None, ()),
        ("a-machine", "3.11", f"{BUILD} --target x86_64-unknown-linux-gnu -i 3.12", None, ()),
        ("macos-15", "3.12", "maturin build --out dist --target x86_64-apple-darwin; wheel tags x", None, ()),
    ],
)
def test_wheels_that_an_installer_refuses(
    tmp_path: Path, runner: str, python: str, build: str, wheel: str | None, refused: tuple[str, ...]
) -> None:
    setup = f"- uses: actions/setup-python@v6\n  with:\n    python-version: '{python}'"
    script = f"{build}\npip install --no-index --find-links dist demo"
    found = of_kind(expanded(tmp_path, steps(setup, run(script), runner=runner)).activities, Install)
    assert [(one.wheel, one.refused) for one in found] == [(wheel, refused)]


@pytest.mark.parametrize(
    ("script", "sources"),
    [
        ("pip install demo[test]", ["folder"]),
        ("pip install -U demo", ["folder", "index"]),
        ("uv sync --no-install-project", ["folder"]),
        ("uv run --no-sync pytest", ["folder"]),
        ("uv run pytest", ["folder", "tree"]),
        ("cd tests; uv run pytest", ["folder"]),
    ],
)
def test_what_replaces_an_installed_wheel(tmp_path: Path, script: str, sources: list[str]) -> None:
    installed = f"{BUILD}\npip install dist/*.whl\n{script}"
    found = of_kind(expanded(tmp_path, steps(SETUP, run(installed))).activities, Install)
    assert [install.source for install in found] == sources


@pytest.mark.parametrize(
    ("script", "tool", "words"),
    [
        ("pytest tests -x", "pytest", ("pytest", "tests", "-x")),
        ("python -m pytest", "pytest", ("pytest",)),
        ("uv run --no-sync pytest", "pytest", ("pytest",)),
        ("cargo test --workspace", "cargo test", ("cargo", "test", "--workspace")),
        ("cargo +stable nextest run", "cargo test", ("cargo", "+stable", "nextest", "run")),
        ("cargo llvm-cov --workspace", "cargo test", ("cargo", "llvm-cov", "--workspace")),
        ("cargo llvm-cov -p orchard --lcov", "cargo test", ("cargo", "llvm-cov", "-p", "orchard", "--lcov")),
        ("python -m unittest discover", "unittest", ("unittest", "discover")),
        ("uvx nox -s tests-3.14", "nox", ("uvx", "nox", "-s", "tests-3.14")),
        ("tox run -e py314,lint", "tox", ("tox", "run", "-e", "py314,lint")),
        ("hatch run test", "hatch run test", ("hatch", "run", "test")),
        ("uv run task test:unit", "task test:unit", ("task", "test:unit")),
        ("make dev-test", "make dev-test", ("make", "dev-test")),
    ],
)
def test_testing(tmp_path: Path, script: str, tool: str, words: tuple[str, ...]) -> None:
    (found,) = of_kind(expanded(tmp_path, steps(SETUP, run(script))).activities, release.Test)
    assert (found.tool, found.words) == (tool, words)


@pytest.mark.parametrize(
    "script",
    [
        "nox -s lint",
        "nox -edocs",
        "tox -e docs",
        "tox r -e readme,dev",
        "tox run --notest -e py314",
        "cargo llvm-cov report --lcov",
        "uv tool install nox",
        "pip install pytest",
        "make wheel",
        "which tox",
        "tox -e type,pkg_meta",
    ],
)
def test_what_runs_no_tests(tmp_path: Path, script: str) -> None:
    assert of_kind(expanded(tmp_path, steps(SETUP, run(script))).activities, release.Test) == []


@pytest.mark.parametrize(
    ("script", "wheel", "python"),
    [
        ("pytest", WHEEL, "3.12"),
        ("python3.13 -m pytest", WHEEL, "3.13"),
        ("make test", WHEEL, "3.12"),
        ("nox", None, None),
        ("tox -e py314", None, "3.14"),
        ("tox run -e 3.14t", None, "3.14t"),
        ("tox -e pypy3.11-full", None, "pypy3.11"),
        ("tox -e py314,py315", None, None),
    ],
)
def test_what_tests_run_on(tmp_path: Path, script: str, wheel: str | None, python: str | None) -> None:
    installed = f"{BUILD}\npip install dist/*.whl\n{script}"
    (found,) = of_kind(expanded(tmp_path, steps(SETUP, run(installed))).activities, release.Test)
    assert (found.wheel, found.python) == (wheel, python)


@pytest.mark.parametrize(
    ("script", "left"),
    [
        ("mkdir out; mv dist/*.whl out/; twine upload out/*", (WHEEL,)),
        ("rm dist/*.whl; twine upload dist/*", ()),
        ("cp -r dist/*.whl out/; rm -rf dist; twine upload out/*", (WHEEL,)),
        ("cd dist; twine upload *.whl", (WHEEL,)),
        ("mv dist out/; twine upload 'out/*'", (WHEEL,)),
        ("twine upload dist", ()),
    ],
)
def test_moving_files(tmp_path: Path, script: str, left: tuple[str, ...]) -> None:
    (publish,) = of_kind(expanded(tmp_path, steps(SETUP, run(f"{BUILD}\n{script}"))).activities, Publish)
    assert publish.files == left


@pytest.mark.parametrize(
    ("script", "last"),
    [
        ("a $(echo -n x) $(echo -e 'y\\nz')", "a x y z"),
        ("a $(printf '%s-%s' 1 2)", "a 1-2"),
        ("a $(echo a.b.c | cut -d. -f2)", "a b"),
        ("a $(echo a.b.c | cut -d . -f 2-)", "a b.c"),
        ("a $(echo v1 | tr -d v) $(echo a-b | tr - _) $(echo AB | tr A-Z a-z)", "a 1 a_b ab"),
        ("a $(seq 3) $(seq 8 10)", "a 1 2 3 8 9 10"),
        ("a $(pwd)", "a ."),
        ("echo x > f; a $(cat f)", "a x"),
        ("echo x > f; sed -i s/x/y/ f; a $(cat f)", "a y"),
        ("a $(ls)", "a $ls"),
        ("a $(seq 1000000) $(seq 9999)", "a $seq_1000000 $seq_9999"),
    ],
)
def test_programs_that_print(tmp_path: Path, script: str, last: str) -> None:
    assert commands(expanded(tmp_path, steps(run(script))))[-1] == last


def test_scripts_that_call_themselves_end_and_are_noted(tmp_path: Path) -> None:
    files = {
        **steps(run("maturin build -i 3.12 --manylinux 2014\nbash s.sh")),
        "s.sh": "bash s.sh\nbash s.sh\nbash s.sh\nbash s.sh\n" * 5,
    }
    expansion = expanded(tmp_path, files)
    assert len(commands(expansion)) <= 2_000
    assert [note.message for note in expansion.release.not_modelled] == [
        "the script is too long or nests too deep to be followed to its end"
    ]


def test_a_dry_run_publishes_nothing(tmp_path: Path) -> None:
    found = expanded(tmp_path, steps(SETUP, run("uv publish --dry-run dist/*")))
    assert of_kind(found.activities, Publish) == []


@pytest.mark.parametrize(("architecture", "platform"), [("x64", "win_amd64"), ("x86", "win32")])
def test_the_architecture_of_setup_python_chooses_the_wheel(
    tmp_path: Path, architecture: str, platform: str
) -> None:
    python = f"{SETUP}\n    architecture: {architecture}"
    build = run("maturin build --out dist -i 3.12 --target i686-pc-windows-msvc")
    other = run("maturin build --out dist -i 3.12 --target x86_64-pc-windows-msvc")
    installed = run("pip install --no-index --find-links dist demo")
    found = expanded(tmp_path, steps(python, build, other, installed, runner="windows-2025"))
    (install,) = of_kind(found.activities, Install)
    assert install.wheel is not None
    assert install.wheel.endswith(f"-{platform}.whl")


def test_the_script_of_a_container_for_another_architecture_is_followed(tmp_path: Path) -> None:
    action = (
        "- uses: uraimo/run-on-arch-action@v3\n  with:\n    arch: aarch64\n    distro: alpine_latest\n"
        "    run: |\n      pip3 install --find-links dist demo\n      pytest"
    )
    two = f"{BUILD}\nmaturin build --release --out dist --manylinux 2014 -i python3.13"
    activities = expanded(tmp_path, steps(SETUP, run(two), action)).activities
    assert [(one.source, one.wheel) for one in of_kind(activities, Install)] == [("folder", None)]
    assert [(one.tool, one.wheel, one.python) for one in of_kind(activities, release.Test)] == [
        ("pytest", None, None)
    ]


def test_the_folder_of_a_step_is_mounted_where_it_lies(tmp_path: Path) -> None:
    script = "docker run -v \"$PWD:/io\" -w /io python:3.12 sh -c 'pip install --find-links dist demo'"
    built = run(BUILD.replace("--out dist", "--out ci/dist"))
    activities = expanded(tmp_path, steps(SETUP, built, run(script, "working-directory: ci"))).activities
    assert [(one.source, one.wheel) for one in of_kind(activities, Install)] == [("folder", WHEEL)]
