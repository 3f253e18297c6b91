"""What is looked up in the tables, by literal answers from the sources."""

from datetime import date

import pytest
from packaging.version import Version

from maturin_compliance.facts import load
from maturin_compliance.facts.cibuildwheel import Platform

RELEASE_DAY = date(2025, 12, 3)


@pytest.mark.parametrize(
    ("field", "before", "since", "old", "new"),
    [
        ("sorted_tags", "1.15.0", "1.16.0", False, True),
        ("windows_abi_none", "1.7.5", "1.7.6", True, False),
        ("bundled_cpython_max", "1.9.6", "1.10.0", 13, 14),
        ("bundled_cpython_max", "1.15.0", "1.16.0", 14, 15),
        ("bundled_cpython_max", "1.4.0", "1.5.0", 13, 12),
        ("bundled_pypy_max", "1.15.0", "1.16.0", 11, 12),
        ("bundled_free_threaded_min", "1.13.3", "1.14.0", 13, 14),
        ("found_free_threaded_min", "1.13.3", "1.14.0", 0, 14),
        ("reads_pyo3_range", "1.8.3", "1.8.4", False, True),
        ("license_expression", "1.9.1", "1.9.2", False, True),
        ("build_extension_module", "1.9.3", "1.9.4", False, True),
        ("upload_deprecated", "1.10.2", "1.11.0", False, True),
        ("sbom", "1.11.5", "1.12.0", False, True),
        ("aliases_by_index", "1.12.6", "1.13.0", False, True),
        ("pyemscripten", "1.13.1", "1.13.2", False, True),
        ("macos_minimum_from_rust", "1.2.0", "1.2.1", False, True),
    ],
)
def test_maturin_behaves_by_version(field: str, before: str, since: str, old: bool | int, new: bool | int) -> None:
    assert getattr(load().maturin(Version(before)), field) == old
    assert getattr(load().maturin(Version(since)), field) == new


@pytest.mark.parametrize(
    ("on", "ref", "version", "runtime"),
    [
        ("2025-12-03", "v1", "1.49.4", "node20"),
        ("2025-12-03", None, "1.49.4", "node20"),
        ("2025-12-03", "v1.40.0", "1.40.0", "node16"),
        ("2026-11-22", "v1", "1.51.0", "node24"),
        ("2022-09-21", "v1", "1.29.3", "node12"),
    ],
)
def test_maturin_action(on: str, ref: str | None, version: str, runtime: str) -> None:
    action = load(date.fromisoformat(on)).maturin_action(ref)
    assert (action.version, action.runtime) == (Version(version), runtime)


@pytest.mark.parametrize(
    ("on", "host", "target", "key", "image"),
    [
        (
            "2025-12-03",
            "x64",
            "x86_64-unknown-linux-gnu",
            "auto",
            "quay.io/pypa/manylinux2014_x86_64:latest",
        ),
        (
            "2022-09-21",
            "x64",
            "x86_64-unknown-linux-gnu",
            "auto",
            "quay.io/pypa/manylinux2010_x86_64:latest",
        ),
        (
            "2025-12-03",
            "x64",
            "aarch64-unknown-linux-gnu",
            "auto",
            "ghcr.io/rust-cross/manylinux2014-cross:aarch64",
        ),
        (
            "2025-12-03",
            "arm64",
            "aarch64-unknown-linux-gnu",
            "2_28",
            "quay.io/pypa/manylinux_2_28_aarch64:latest",
        ),
        ("2025-12-03", "x64", "aarch64-unknown-linux-gnu", "2_34", None),
        ("2025-12-03", "x64", "x86_64-unknown-linux-gnu", "2_39", None),
        ("2025-01-01", "arm64", "aarch64-unknown-linux-gnu", "auto", None),
        ("2025-07-01", "x64", "i686-unknown-linux-gnu", "2_34", None),
        (
            "2025-09-01",
            "x64",
            "i686-unknown-linux-gnu",
            "2_34",
            "quay.io/pypa/manylinux_2_34_i686:latest",
        ),
    ],
)
def test_default_container(*, on: str, host: str, target: str, key: str, image: str | None) -> None:
    found = load(date.fromisoformat(on)).maturin_action("v1").container(host, target, key)
    assert (found and found.image) == image


@pytest.mark.parametrize(
    ("family", "name", "target"),
    [
        ("manylinux", "armv7", "armv7-unknown-linux-gnueabihf"),
        ("musllinux", "x64", "x86_64-unknown-linux-musl"),
        ("musllinux", "s390x", "s390x"),
        ("macos", "universal2", "universal2-apple-darwin"),
        ("windows", "x86", "i686-pc-windows-msvc"),
        ("macos", "arm64", "arm64"),
        ("manylinux", "aarch64-unknown-linux-musl", "aarch64-unknown-linux-musl"),
    ],
)
def test_target_alias(family: str, name: str, target: str) -> None:
    assert load(RELEASE_DAY).maturin_action("v1").target(family, name) == target


def test_environment_that_reaches_the_container() -> None:
    prefixes = load(RELEASE_DAY).maturin_action("v1").environment_prefixes
    assert "PYO3_" in prefixes
    assert "MACOSX_" not in prefixes
    assert load(RELEASE_DAY).maturin_action("v1.40.0").environment_prefixes == ()


@pytest.mark.parametrize(
    ("on", "reference", "host", "policy", "pythons"),
    [
        (
            "2025-12-03",
            "quay.io/pypa/manylinux2014_x86_64:latest",
            "x86_64",
            "manylinux_2_17",
            "3.8 3.9 3.10 3.11 3.12 3.13 3.13t 3.14 3.14t pypy3.11",
        ),
        (
            "2026-11-22",
            "quay.io/pypa/musllinux_1_2_aarch64@sha256:00",
            "aarch64",
            "musllinux_1_2",
            "3.9 3.10 3.11 3.12 3.13 3.14 3.14t 3.15 3.15t",
        ),
        (
            "2026-11-22",
            "quay.io/pypa/manylinux_2_28_s390x:2026.05.01-1",
            "s390x",
            "manylinux_2_28",
            "3.9 3.10 3.11 3.12 3.13 3.14 3.14t 3.15 3.15t",
        ),
        (
            "2026-11-22",
            "quay.io/pypa/manylinux2010_x86_64",
            "x86_64",
            "manylinux_2_12",
            "3.6 3.7 3.8 3.9 3.10 3.11 pypy3.7 pypy3.8 pypy3.9",
        ),
        (
            "2025-12-03",
            "ghcr.io/rust-cross/manylinux2014-cross:armv7l",
            None,
            "manylinux_2_17",
            "3.7 3.8 3.9 3.10 3.11 3.12 3.13 3.14 pypy3.7 pypy3.8 pypy3.9 pypy3.10",
        ),
        ("2025-12-03", "messense/rust-musl-cross:x86_64-musl", None, "musllinux_1_2", "3.10"),
    ],
)
def test_image(*, on: str, reference: str, host: str | None, policy: str, pythons: str) -> None:
    image = load(date.fromisoformat(on)).image(reference)
    assert image is not None
    assert (image.host, image.policy, " ".join(image.pythons)) == (host, policy, pythons)
    assert image.cross is (host is None)


@pytest.mark.parametrize("reference", ["rust:1.90", "quay.io/pypa/manylinux_2_99_x86_64", ""])
def test_image_unknown(reference: str) -> None:
    assert load().image(reference) is None


@pytest.mark.parametrize(
    ("on", "uses", "ref", "runtime", "newest", "archived"),
    [
        ("2025-12-03", "actions/checkout", "v4", "node20", 6, False),
        ("2026-11-22", "actions/checkout@v4", "v4.2.2", "node20", 7, False),
        ("2026-11-22", "actions/cache/restore@v5", "v5", "node24", 5, False),
        ("2025-12-03", "Swatinem/rust-cache", "v2", "node20", 2, False),
        ("2026-11-22", "swatinem/rust-cache", "v2", "node24", 2, False),
        ("2026-11-22", "docker/setup-qemu-action", "v3", "node20", 4, False),
        ("2025-12-03", "pypa/gh-action-pypi-publish", "release/v1", "composite", 1, False),
        ("2025-12-03", "actions-rs/toolchain", "v1", "node12", 1, True),
        ("2025-12-03", "actions/checkout", "main", None, 6, False),
        ("2025-12-03", "actions/checkout", "v7", None, 6, False),
    ],
)
def test_action(*, on: str, uses: str, ref: str, runtime: str | None, newest: int, archived: bool) -> None:
    action = load(date.fromisoformat(on)).action(uses)
    assert action is not None
    found = action.at(ref)
    assert ((found and found.runtime), action.newest_major) == (runtime, newest)
    assert (action.archived is not None) is archived


def test_action_inputs() -> None:
    action = load().action("actions/upload-artifact")
    assert action is not None
    newest = action.at("v7")
    assert newest is not None
    assert "archive" in newest.inputs
    assert load().action("nobody/nothing@v1") is None


def test_node20_is_removed_on_its_day() -> None:
    node = load().runtime("node20")
    assert node is not None
    assert (node.forced, node.removed) == (date(2026, 6, 16), date(2026, 9, 23))
    assert load().runtime("node24") is None


@pytest.mark.parametrize(
    ("version", "on", "status"),
    [
        ("3.9", "2025-10-30", "security"),
        ("3.9", "2025-12-03", "end-of-life"),
        ("3.13", "2025-12-03", "bugfix"),
        ("3.13", "2026-11-22", "security"),
        ("3.14t", "2025-12-03", "bugfix"),
        ("3.15", "2025-12-03", "development"),
        ("3.15", "2026-05-07", "prerelease"),
        ("3.15", "2026-11-22", "bugfix"),
        ("3.10", "2026-11-22", "end-of-life"),
    ],
)
def test_python_status(version: str, on: str, status: str) -> None:
    facts = load(date.fromisoformat(on))
    python = facts.python(version)
    assert python is not None
    assert python.status(facts.as_of) == status


def test_python_unknown_before_its_development() -> None:
    assert load(RELEASE_DAY).python("3.16") is None
    assert [p.minor for p in load(RELEASE_DAY).pythons if p.supported(RELEASE_DAY)] == [10, 11, 12, 13, 14]


@pytest.mark.parametrize(
    ("version", "rust", "cpython", "pypy", "declared"),
    [
        ("0.20.0", "1.56", (7, None), (7, None), False),
        ("0.23.5", "1.63", (7, 13), (9, 11), False),
        ("0.24.0", "1.63", (7, 13), (9, 11), True),
        ("0.26.0", "1.74", (7, 14), (9, 11), True),
        ("0.27.2", "1.74", (7, 14), (11, 11), True),
        ("0.27.99", "1.74", (7, 14), (11, 11), True),
        ("0.28.0", "1.83", (7, 15), (11, 11), True),
        ("0.29.0", "1.83", (8, 15), (11, 11), True),
        ("0.1", "1.41", (6, None), (6, None), False),
    ],
)
def test_pyo3_release(
    *,
    version: str,
    rust: str,
    cpython: tuple[int, int | None],
    pypy: tuple[int, int | None],
    declared: bool,
) -> None:
    release = load().pyo3(Version(version)).release
    assert (release.rust, release.declared) == (rust, declared)
    assert (release.cpython_min, release.cpython_max) == cpython
    assert (release.pypy_min, release.pypy_max) == pypy


def test_pyo3_changes() -> None:
    before, after = load().pyo3(Version("0.27.2")), load().pyo3(Version("0.29.0"))
    assert (before.gil_not_used_by_default, after.gil_not_used_by_default) == (False, True)
    assert (before.extension_module_deprecated, after.extension_module_deprecated) == (False, True)
    assert (before.windows_import_library, after.windows_import_library) == ("feature", "unneeded")
    assert (before.release.abi3t_min, after.release.abi3t_min) == (None, 15)
    assert load(RELEASE_DAY).newest_pyo3() == Version("0.27.2")


@pytest.mark.parametrize(
    ("platform", "version", "minimum"),
    [
        ("glibc", "1.63.0", "2.11"),
        ("glibc", "1.64.0", "2.17"),
        ("glibc", "1.75.0", "2.17"),
        ("macos_x86_64", "1.73.0", "10.7"),
        ("macos_x86_64", "1.74.0", "10.12"),
        ("macos_arm64", None, "11.0"),
        ("musl", "1.92.0", "1.2.3"),
        ("windows", "1.78.0", "10"),
    ],
)
def test_rust_minimum(platform: str, version: str | None, minimum: str) -> None:
    found = load().rust_minimum(platform, Version(version) if version else None)
    assert found is not None
    assert found.minimum == minimum


def test_rust_by_date() -> None:
    assert load(RELEASE_DAY).newest_rust.version == Version("1.91.0")
    musl = load(RELEASE_DAY).rust_minimum("musl")
    assert musl is not None
    assert musl.minimum == "1.2.3"
    edition = load().rust_edition("2024")
    assert edition is not None
    assert edition.since == Version("1.85.0")


@pytest.mark.parametrize(
    ("name", "alias", "pip", "ended"),
    [
        ("manylinux2014", "manylinux2014", "19.3", False),
        ("manylinux_2_28", "", "20.3", False),
        ("manylinux_2_24", "", "20.3", True),
        ("manylinux1", "manylinux1", "8.1.0", True),
        ("musllinux_1_1", "", "21.2", True),
    ],
)
def test_policy(name: str, alias: str, pip: str, *, ended: bool) -> None:
    policy = load().policy(name)
    assert policy is not None
    assert (policy.alias, policy.pip, policy.ended(RELEASE_DAY)) == (alias, pip, ended)


@pytest.mark.parametrize(
    ("architecture", "maturin", "first", "last"),
    [
        ("x86_64", "1.7.0", "manylinux_2_5", "manylinux_2_35"),
        ("x86_64", "1.10.2", "manylinux_2_5", "manylinux_2_41"),
        ("aarch64", "1.16.0", "manylinux_2_17", "manylinux_2_42"),
        ("riscv64", "1.16.0", "manylinux_2_31", "manylinux_2_42"),
        ("loongarch64", "1.16.0", "manylinux_2_36", "manylinux_2_42"),
    ],
)
def test_policies_tried(architecture: str, maturin: str, first: str, last: str) -> None:
    tried = load().policies_tried(architecture, Version(maturin))
    assert (tried[0], tried[-1]) == (first, last)


def test_the_index_refuses_loongarch() -> None:
    accepted = {row.family: row for row in load().index_platforms}
    assert "riscv64" in accepted["manylinux"].architectures
    assert "loongarch64" not in accepted["manylinux"].architectures
    assert accepted["macosx"].versions == ("10", "11", "12", "13", "14", "15", "26")


@pytest.mark.parametrize(
    ("version", "platform", "has", "lacks"),
    [
        ("2.16.0", "linux", "cp312-manylinux_x86_64", "cp313-manylinux_x86_64"),
        ("3.3.0", "linux", "cp314t-musllinux_aarch64", "cp37-manylinux_x86_64"),
        ("4.3.5", "macos", "cp315-macosx_arm64", "cp38-macosx_x86_64"),
        ("3.3.0", "windows", "cp314-win_arm64", "cp314-macosx_arm64"),
    ],
)
def test_cibuildwheel_builds(version: str, platform: Platform, has: str, lacks: str) -> None:
    builds = load().cibuildwheel_builds(Version(version), platform)
    assert has in builds
    assert lacks not in builds


def test_systems() -> None:
    systems = {system.id: system for system in load(RELEASE_DAY).systems}
    assert "ubuntu-26.04" not in systems
    assert systems["debian-12"].libc_key == (2, 36)
    assert systems["rhel-7"].supported(RELEASE_DAY) is False
    assert systems["ubuntu-22.04"].python == "3.10"
    assert systems["macos-26"].architectures == ("arm64", "x86_64")


def test_pep() -> None:
    musl = load().pep(656)
    assert musl is not None
    assert musl.title == "Platform Tag for Linux Distributions Using Musl"
    assert load().pep(1) is None


@pytest.mark.parametrize(
    ("on", "name", "tag"),
    [
        ("2026-11-22", "actions/checkout", "v7"),
        ("2026-11-22", "astral-sh/setup-uv", "v10.0.1"),
        ("2026-08-01", "astral-sh/setup-uv", "v9.0.0"),
        ("2025-12-03", "astral-sh/setup-uv", "v7"),
        ("2026-11-22", "wntrblm/nox", "2026.08.17"),
        ("2025-12-03", "wntrblm/nox", None),
    ],
)
def test_tag_of_the_newest_version(on: str, name: str, tag: str | None) -> None:
    action = load(date.fromisoformat(on)).action(name)
    assert action is not None
    assert action.newest_tag == tag
