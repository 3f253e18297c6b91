"""What mkdocs-gen-files runs: asks the package for the pages of one project and writes them."""

import gc
import os
from datetime import date
from importlib.resources import files as resources
from pathlib import Path

import mkdocs_gen_files as gen_files
from mkdocs.exceptions import PluginError

from maturin_compliance.site.fresh import forget_if_changed

gc.set_threshold(100_000)  # looking for garbage among all that a build holds costs more than it frees
forget_if_changed()  # `mkdocs serve` runs this file anew, but keeps what it imports

from maturin_compliance.analysis import analyse, with_history  # noqa: E402
from maturin_compliance.errors import UsageError  # noqa: E402
from maturin_compliance.published import load_all  # noqa: E402
from maturin_compliance.render import pages  # noqa: E402
from maturin_compliance.site.catalogue import catalogue_page  # noqa: E402
from maturin_compliance.site.glossary import glossary_page  # noqa: E402
from maturin_compliance.site.mermaid import SCRIPT, mermaid_script, place  # noqa: E402
from maturin_compliance.site.shown import Shown, edit_path, files_address, shown, watched  # noqa: E402

repository = Path(gen_files.config.config_file_path).parent
docs = Path(gen_files.config.docs_dir)
example = Shown(
    root=repository / "tests/projects/par-term-emu-core-rust",
    as_of=date(2025, 12, 3),  # the day of its release
)

try:
    script = mermaid_script()
    project = shown(os.environ, folder=Path.cwd(), example=example)
    analysis = analyse(
        project.root,
        package=project.package,
        tag=project.tag,
        as_of=project.as_of,
        published=project.published,
    )
    releases = load_all(project.published) if project.published else ()
    analysis = with_history(project.root, analysis, published=releases)
except UsageError as error:
    raise PluginError(str(error)) from None

place(script, docs)
with gen_files.open(SCRIPT, "wb") as file:
    file.write(script)
for name in ("CHANGELOG.md", "CONTRIBUTING.md"):
    with gen_files.open(name.lower(), "w", encoding="utf-8") as file:
        file.write((repository / name).read_text("utf-8"))
    gen_files.set_edit_path(name.lower(), f"../{name}")
for schema in resources("maturin_compliance.report").joinpath("schema").iterdir():
    with gen_files.open(f"reference/{Path(schema.name).stem}.schema.json", "w", encoding="utf-8") as file:
        file.write(schema.read_text("utf-8"))
for name, content in (("checks", catalogue_page()), ("glossary", glossary_page())):
    with gen_files.open(f"reference/{name}.md", "w", encoding="utf-8") as file:
        file.write(content)
files = files_address(gen_files.config.repo_url, gen_files.config.edit_uri, root=project.root, docs=docs)
for page in pages(analysis, files=files):
    with gen_files.open(page.path, "w", encoding="utf-8", newline="\n") as file:
        file.write(page.content)
    gen_files.set_edit_path(page.path, edit_path(page.source, root=project.root, docs=docs))

gen_files.config.watch += [
    str(path)
    for path in (
        repository / "gen",
        *watched(analysis.project.tree.files, root=project.root),
        *([project.published] if project.published else []),
    )
]
