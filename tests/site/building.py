"""Builds of this repository's site, each in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[2]
COMMAND = ("-m", "mkdocs", "build", "--strict", "--site-dir")
ELSEWHERE = (  # the command has no option for the address
    "-c",
    """
import sys
from mkdocs.commands.build import build
from mkdocs.config import load_config
site_dir, site_url = sys.argv[1:]
config = load_config("mkdocs.yml", strict=True, site_dir=site_dir, site_url=site_url)
config.plugins.on_startup(command="build", dirty=False)
build(config)
""",
)


def build(site: Path, url: str | None = None, **variables: str) -> subprocess.CompletedProcess[str]:
    """Build strictly into the folder ``site``, for the address ``url`` or that of mkdocs.yml.

    Of the variables ``MATURIN_COMPLIANCE_…`` only ``variables`` are set, named without that prefix.
    """
    prefix = "MATURIN_COMPLIANCE_"
    environment = {name: value for name, value in os.environ.items() if not name.startswith(prefix)}
    environment |= {f"{prefix}{name}": value for name, value in variables.items()}
    arguments = (*COMMAND, str(site)) if url is None else (*ELSEWHERE, str(site), url)
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=REPOSITORY,
        env=environment | {"NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
