"""The machine that maturin runs on, and what it can run of what it builds."""

HOSTS = {
    ("linux", "x64"): "x86_64-unknown-linux-gnu",
    ("linux", "arm64"): "aarch64-unknown-linux-gnu",
    ("macos", "x64"): "x86_64-apple-darwin",
    ("macos", "arm64"): "aarch64-apple-darwin",
    ("windows", "x64"): "x86_64-pc-windows-msvc",
    ("windows", "arm64"): "aarch64-pc-windows-msvc",
}
_RUNS = {"x64": ("x86_64", "i686"), "arm64": ("aarch64", "armv7l")}


def emulates(architecture: str | None, image: str | None) -> bool:
    """Whether a runner of an architecture emulates the one that the programs of an image are made for."""
    return bool(architecture and image and image not in _RUNS.get(architecture, ()))


def crosses(host: str | None, target: str | None) -> bool:
    """Whether maturin takes a build for a cross build (cross_compile.rs): few pairs are exempt."""
    if host is None or target is None or host == target:
        return False
    if "apple-darwin" in host and "apple-darwin" in target:
        return False
    if "windows" in host and "windows" in target:
        pair = host.partition("-")[0], target.partition("-")[0]
        return pair not in (("x86_64", "i686"), ("aarch64", "x86_64"), ("x86_64", "x86_64"))
    return True
