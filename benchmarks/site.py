"""What generating costs a build: the site with generated pages against the same pages as plain files.

Prints the best wall time of each and their ratio: python benchmarks/site.py [ROUNDS]
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

REPOSITORY = Path(__file__).parents[1]
PARTS = ("CHANGELOG.md", "CONTRIBUTING.md", "docs", "gen/pages.py", "gen/theme", "mkdocs.yml", "tests/projects")
PLUGIN = "  gen-files:\n    scripts: [gen/pages.py]\n"


def copy(folder: Path) -> Path:
    """Copy what the site is built from, but for the package."""
    for part in PARTS:
        target = folder / part
        target.parent.mkdir(parents=True, exist_ok=True)
        if (REPOSITORY / part).is_dir():
            shutil.copytree(REPOSITORY / part, target)
        else:
            shutil.copy(REPOSITORY / part, target)
    return folder


def run(*command: str, folder: Path) -> float:
    """Run Python with ``command`` in ``folder`` and return the seconds it took."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MATURIN_COMPLIANCE_")}
    start = perf_counter()
    subprocess.run(  # noqa: S603 - runs this Python
        [sys.executable, *command], cwd=folder, check=True, env=environment | {"NO_MKDOCS_2_WARNING": "1"}
    )
    return perf_counter() - start


def plain(folder: Path) -> Path:
    """Write the generated pages as files, which the script does outside MkDocs, and drop the plugin."""
    copy(folder)
    run("gen/pages.py", folder=folder)
    configuration = (folder / "mkdocs.yml").read_text("utf-8")
    if PLUGIN not in configuration:
        raise SystemExit("mkdocs.yml no longer names the plugin as this benchmark expects")
    (folder / "mkdocs.yml").write_text(configuration.replace(PLUGIN, ""), "utf-8")
    return folder


def main(rounds: int) -> None:
    """Build both in turns, so that a busy machine slows both."""
    with TemporaryDirectory() as name:
        folders = {"generated": copy(Path(name, "generated")), "plain": plain(Path(name, "plain"))}
        times: dict[str, list[float]] = {kind: [] for kind in folders}
        for _ in range(rounds):
            for kind, folder in folders.items():
                times[kind].append(run("-m", "mkdocs", "build", "--strict", "-q", folder=folder))
        pages = sum(1 for _ in (folders["plain"] / "docs").rglob("*.md"))
    best = {kind: min(seconds) for kind, seconds in times.items()}
    print(f"{pages} pages, best of {rounds}")
    for kind, seconds in best.items():
        print(f"{kind:>10}  {seconds:.2f} s")
    print(f"{'ratio':>10}  {best['generated'] / best['plain']:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 5)
