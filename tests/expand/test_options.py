"""maturin's command lines."""

import pytest

from maturin_compliance.expand.maturin.options import Options, parse


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("build", {}),
        ("build --release", {"release": True}),
        ("build -r -o dist", {"release": True, "out": "dist"}),
        ("build -ro dist", {"release": True, "out": "dist"}),
        ("build -o=dist", {"out": "dist"}),
        ("build -odist", {"out": "dist"}),
        ("build --out=dist", {"out": "dist"}),
        ("build --out a --out b", {"out": "b"}),
        # -i takes all words up to the next option
        ("build -i python3.9 3.10 pypy3.11 --release",
         {"interpreters": ("python3.9", "3.10", "pypy3.11"), "release": True}),
        ("build --interpreter=3.9 --interpreter 3.10", {"interpreters": ("3.9", "3.10")}),
        ("build -ipython3.12", {"interpreters": ("python3.12",)}),
        ("build -i", {"interpreters": ()}),
        ("build -f", {"find_interpreter": True}),
        ("build --find-interpreter", {"find_interpreter": True}),
        ("build -rf", {"release": True, "find_interpreter": True}),
        # policies
        ("build --manylinux 2014", {"compatibility": ("2014",)}),
        ("build --compatibility manylinux2014 musllinux_1_1",
         {"compatibility": ("manylinux2014", "musllinux_1_1")}),
        ("build --compatibility pypi --manylinux 2_28", {"compatibility": ("pypi", "2_28")}),
        ("build --skip-auditwheel", {"auditwheel": "skip"}),
        ("build --auditwheel=check", {"auditwheel": "check"}),
        ("build --zig", {"zig": True}),
        # cargo
        ("build --features a,b -F c", {"features": ("a", "b", "c")}),
        ("build --all-features --no-default-features", {"all_features": True, "no_default_features": True}),
        ("build --target x86_64-apple-darwin", {"target": "x86_64-apple-darwin"}),
        ("build --universal2", {"target": "universal2-apple-darwin"}),
        ("build --profile dist --locked", {"profile": "dist", "locked": True}),
        ("build --frozen", {"locked": True}),
        ("build -m crates/x/Cargo.toml -b pyo3", {"manifest_path": "crates/x/Cargo.toml", "bindings": "pyo3"}),
        ("build --target-dir t", {"target_dir": "t"}),
        ("build -- --cfg x", {"rest": ("--cfg", "x")}),
        ("build --strip --sdist", {"strip": True, "sdist": True}),
        ("build --strip true --release", {"strip": True, "release": True}),
        ("build --nonsense -x", {"unknown": ("--nonsense", "-x")}),
        ("publish --no-sdist --skip-existing", {"no_sdist": True, "skip_existing": True}),
        ("upload dist/*", {"files": ("dist/*",)}),
        ("upload --repository x -u y --password z a.whl b.whl", {"files": ("a.whl", "b.whl"), "password": True}),
        ("", {}),
    ],
)  # fmt: skip
def test_a_command_line(line: str, expected: dict[str, object]) -> None:
    words = line.split()
    command = words[0] if words else ""
    assert parse(words) == Options(command=command, **expected)  # type: ignore[arg-type]
