"""What generating costs while editing: from the save of a file to the refreshed page, in `mkdocs serve`.

A save in the shown project's pyproject.toml against one of a hand-written page, in turns, on one server. Prints
the median of each, and the median of the ratios of the pairs: python benchmarks/serve.py [PAIRS]
"""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

REPOSITORY = Path(__file__).parents[1]
PARTS = ("CHANGELOG.md", "CONTRIBUTING.md", "docs", "gen", "mkdocs.yml", "tests/projects")
SHOWN = "tests/projects/par-term-emu-core-rust/pyproject.toml"
PLAIN = "docs/tutorial.md"
TOO_LONG = 60  # seconds


@contextmanager
def copied() -> Iterator[Path]:
    """Copy what the site is built from to a folder that may be edited."""
    with TemporaryDirectory() as name:
        for part in PARTS:
            target = Path(name, part)
            target.parent.mkdir(parents=True, exist_ok=True)
            if (REPOSITORY / part).is_dir():
                shutil.copytree(REPOSITORY / part, target, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(REPOSITORY / part, target)
        yield Path(name)


@contextmanager
def serving(folder: Path) -> Iterator[int]:
    """Serve the site of ``folder``, and give the port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    environment = {k: v for k, v in os.environ.items() if not k.startswith("MATURIN_COMPLIANCE_")}
    environment |= {"NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(folder / "gen")}
    command = (sys.executable, "-m", "mkdocs", "serve", "--livereload", "-q", "-a", f"127.0.0.1:{port}")
    server = subprocess.Popen(command, cwd=folder, env=environment)  # noqa: S603 - runs this Python
    try:
        yield port
    finally:
        server.terminate()
        server.wait()


def page(port: int, path: str) -> str:
    """Ask for a page; the server answers once it is built."""
    connection = HTTPConnection("127.0.0.1", port, timeout=TOO_LONG)
    connection.request("GET", f"/maturin-compliance/{path}")
    text = connection.getresponse().read().decode()
    connection.close()
    return text


def started(port: int) -> None:
    """Wait until the server answers."""
    begin = perf_counter()
    while perf_counter() - begin < TOO_LONG:
        try:
            page(port, "")
        except OSError:
            sleep(0.2)
        else:
            return
    raise SystemExit("the server does not start")


def seconds(port: int, path: str, file: Path, text: str, sought: str) -> float:
    """Save ``text`` and wait until the page holds what is ``sought``."""
    begin = perf_counter()
    file.write_text(text, "utf-8")
    while sought not in page(port, path):
        if perf_counter() - begin > TOO_LONG:
            raise SystemExit(f"{file.name}: the page does not follow")
        sleep(0.01)
    return perf_counter() - begin


def main(pairs: int) -> None:
    """Save both files in turns, so that a busy machine slows both."""
    generated: list[float] = []
    plain: list[float] = []
    with copied() as folder, serving(folder) as port:
        shown, tutorial = ((folder / name).read_text("utf-8") for name in (SHOWN, PLAIN))
        started(port)
        for number in range(pairs + 1):
            release = re.sub(r'(?m)^version = ".*"', f'version = "90.{number}.0"', shown, count=1)
            generated.append(seconds(port, "compliance/", folder / SHOWN, release, f"90.{number}.0"))
            sleep(1)
            plain.append(
                seconds(port, "tutorial/", folder / PLAIN, f"{tutorial}\nSave {number}.", f"Save {number}.")
            )
            sleep(1)
    ratios = [a / b for a, b in zip(generated[1:], plain[1:], strict=True)]  # the first pair warms up
    print(f"{pairs} pairs, median seconds from save to refreshed page")
    print(f"{'generated':>10}  {median(generated[1:]):.2f} s")
    print(f"{'plain':>10}  {median(plain[1:]):.2f} s")
    print(f"{'ratio':>10}  {median(ratios):.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10)
