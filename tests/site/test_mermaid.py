from importlib.metadata import PathDistribution
from pathlib import Path

import pytest

from maturin_compliance.errors import UsageError
from maturin_compliance.site import mermaid
from maturin_compliance.site.fence import fence_mermaid_custom
from maturin_compliance.site.mermaid import SCRIPT, mermaid_script, place


def test_the_script_is_the_build_that_sets_a_global() -> None:
    pytest.importorskip("mermaidx", reason="needs the extra: python -m pip install -e '.[site]'")
    script = mermaid_script()
    assert b'"11.16.0"' in script
    assert b"globalThis" in script


def test_another_script_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mermaidx/assets").mkdir(parents=True)
    (tmp_path / "mermaidx/assets/mermaid.js").write_text("alert(1)")
    installed = PathDistribution(tmp_path / "mermaidx-0.10.1.dist-info")
    monkeypatch.setattr(mermaid, "distribution", lambda _: installed)
    with pytest.raises(UsageError, match=r"is not Mermaid 11\.16\.0"):
        mermaid_script()


def test_a_missing_script_names_the_install_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = PathDistribution(tmp_path / "mermaidx-0.10.1.dist-info")
    monkeypatch.setattr(mermaid, "distribution", lambda _: installed)
    with pytest.raises(UsageError, match="script is missing"):
        mermaid_script()


def test_an_equal_file_is_left_alone(tmp_path: Path) -> None:
    place(b"one", tmp_path)
    written = (tmp_path / SCRIPT).stat()
    place(b"one", tmp_path)
    assert (tmp_path / SCRIPT).stat().st_mtime_ns == written.st_mtime_ns
    place(b"two", tmp_path)
    assert (tmp_path / SCRIPT).read_bytes() == b"two"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("graph LR\n A --> B", "graph LR\n A --&gt; B"),
        ('A["a<br/>b"]', 'A["a&lt;br/&gt;b"]'),
        ("</code></pre><script>&amp;", "&lt;/code&gt;&lt;/pre&gt;&lt;script&gt;&amp;amp;"),
    ],
)
def test_a_diagram_is_text_of_its_page(source: str, expected: str) -> None:
    html = fence_mermaid_custom(source, "mermaid", "mermaid", {}, None)
    assert html == f'<pre class="mermaid"><code>{expected}</code></pre>'
