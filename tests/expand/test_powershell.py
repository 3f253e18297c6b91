"""PowerShell scripts, followed: which commands they call, what they write."""

import pytest

from maturin_compliance.expand.shell.powershell import follow_powershell
from maturin_compliance.expand.shell.words import UNKNOWN
from tests.expand.recorder import Recorder


def followed(script: str, variables: dict[str, str] | None = None) -> Recorder:
    host = Recorder({"dist/a.whl": "", "dist/b.whl": "", "dist/c.tar.gz": "", "in": "x\ny\n"})
    start: dict[str, str | list[str]] = {**(variables or {})}
    assert follow_powershell(script, host, start, ".") is True
    return host


OXIGRAPH = """\
$versions = "3.8", "3.13t", "pypy-3.11"
foreach ($version in $versions) {
  uvx --python $version maturin build --release
}
"""


@pytest.mark.parametrize(
    ("script", "calls"),
    [
        (OXIGRAPH, [f"uvx --python {v} maturin build --release" for v in ("3.8", "3.13t", "pypy-3.11")]),
        # words
        ("maturin build --out=dist -i python3.8", ["maturin build --out=dist -i python3.8"]),
        ("maturin build `\n  --release `\n  --out dist", ["maturin build --release --out dist"]),
        ("a 'b c' \"d e\" f`g 'it''s' \"say \"\"x\"\"\"", ["a 'b c' 'd e' fg it's 'say \"x\"'"]),
        ("a $env:X/bin --x=$env:X pre$env:X \"$env:X\"/y ${env:X}", ["a 1/bin --x=1 pre1 1/y 1"]),
        ("a dist\\*.whl .\\x C:\\y .[dev] pkg==1.0", ["a dist\\*.whl .\\x C:\\y .[dev] pkg==1.0"]),
        ("a; b # c\n# d\n<# e\nf #> g", ["a", "b", "g"]),
        ("& 'my tool' x; & $env:X y; . ./z.ps1", ["'my tool' x", "1 y", "./z.ps1"]),
        ("a 2>&1 | Out-Null\nb", ["a", "b"]),
        ("a && b\nc || d", ["a", "b", "c"]),
        # values
        ("$v = '3.8'\na $v \"py$v\" \"$($v)t\"", ["a 3.8 py3.8 3.8t"]),
        ("$V = 1; a $v", ["a 1"]),
        ("$l = @('x', 'y')\na $l \"$l\" $l.Count $l[1]", ["a x y 'x y' 2 y"]),
        ("$l = @()\n$l += 'x'\n$l += 'y'\na $l", ["a x y"]),
        ("$s = 'x'\n$s += 'y'\na $s", ["a xy"]),
        ("a ('x' + 'y') (\"cp{0}-{1}\" -f 38, 'z')", ["a xy cp38-z"]),
        ("a ('refs/tags/v1.0' -replace '^refs/tags/v', '')", ["a 1.0"]),
        ("a ('a,b' -split ',') ('a','b' -join '-')", ["a a b a-b"]),
        ("a ('v1'.Replace('v', 'w')) ('A'.ToLower()) (1..3)", ["a w1 a 1 2 3"]),
        ("$x = 'v1'.Replace('v', 'w')\na $x", ["a w1"]),
        ("[string]$x = 'y'\na $x", ["a y"]),
        ("$x = if ($env:X -eq '1') { 'one' } else { 'two' }\na $x", ["a one"]),
        ("a $unset $env:UNSET", ["a $unset $UNSET"]),
        ("$v = python --version\na $v", ["python --version", "a $python"]),
        ("$h = @{a = 1; b = 'c'}\na $h", ["a $_a_1_b_c_"]),
        ("$x = @\"\nv $env:X\n\"@\na $x", ["a 'v 1'"]),
        ("$x = @'\nv $env:X\n'@\na $x", ["a 'v $env:X'"]),
        ("$env:Y = \"$env:X.0\"\na $env:y", ["a 1.0"]),
        # loops
        ("foreach ($v in '8', '9') { a 3.$v }", ["a 3.8", "a 3.9"]),
        ("foreach($v in @('8')){a $v}", ["a 8"]),
        ("foreach ($v in 8..10) { if ($v -eq 9) { continue }; a $v }", ["a 8", "a 10"]),
        ("foreach ($v in 1..3) { if ($v -eq 2) { break }; a $v }", ["a 1"]),
        ("'3.8', '3.9' | ForEach-Object { a --python $_ }", ["a --python 3.8", "a --python 3.9"]),
        ("@('x') | % { a \"$_\" }", ["a x"]),
        ("Get-ChildItem dist -Filter *.whl | ForEach-Object { pip install $_.FullName }",
         ["pip install dist/a.whl", "pip install dist/b.whl"]),
        ("foreach ($w in Get-ChildItem dist/*.whl) { a $w.Name }", ["a a.whl", "a b.whl"]),
        ("$w = (Get-ChildItem dist/*.whl | Select-Object -First 1).Name\na $w", ["a a.whl"]),
        ("pip install (Get-Item dist/*.tar.gz).FullName", ["pip install dist/c.tar.gz"]),
        ("Get-ChildItem none | % { a $_.FullName }", ["a $files"]),
        ("while ($true) { a }\ndo { b } while ($x)\nfor ($i = 0; $i -lt 3; $i++) { c }", ["?a", "?b", "?c"]),
        # conditions
        ("if ($env:X -eq '1') { a } else { b }", ["a"]),
        ("if ($env:X -ne '1') { a } elseif ($true) { b } else { c }", ["b"]),
        ("if ($env:X -eq '1' -and -not $false) { a }", ["a"]),
        ("if (!($env:X -eq '2') -or $unset) { a }", ["a"]),
        ("if ('V1.0' -like 'v*' -and 'v1' -match '^v') { a }", ["a"]),
        ("if ('x' -in 'y', 'X') { a }; if ('y', 'z' -contains 'x') { b }", ["a"]),
        ("if ($null -eq $null) { a }; if ('') { b }", ["a"]),
        ("if (3 -gt 2) { a }", ["a"]),
        ("if ($env:X -eq '1')\n{\n  a\n}\nelse\n{\n  b\n}\nc", ["a", "c"]),
        ("if (Test-Path x) { a } else { b }\nc", ["?a", "?b", "c"]),
        ("if ($unset -eq '1') { $v = 1 } else { $v = 2 }\na $v", ["a $v"]),
        ("if ($unset) { $v = 1 } else { $v = 1 }\na $v", ["a 1"]),
        ("if ($LASTEXITCODE -ne 0) { exit $LASTEXITCODE }\na", ["a"]),
        ("if ('x' -match '(a+)+$') { a }", ["?a"]),
        ("switch ($env:X) { '1' { a } default { b } }", ["a"]),
        ("switch ($unset) { '1' { a } default { b } }", ["?a", "?b"]),
        # the rest
        ("function Build($v, [string]$o) { a $v $o }\nBuild 3.8 x\nBuild -o y -v 3.9", ["a 3.8 x", "a 3.9 y"]),
        ("function Get-V { param([string]$p) return \"v$p\" }\n$x = Get-V 1\na $x", ["a v1"]),
        ("try { a } catch { b } finally { c }", ["a", "?b", "c"]),
        ("a\nexit 0\nb", ["a"]),
        ("throw 'x'\nb", []),
        ("Set-Location python\npwd", ["pwd"]),
        ("Write-Host \"x y\"\nWrite-Output z", ["echo 'x y'", "echo z"]),
        ("Copy-Item -Path dist\\*.whl -Destination out -Recurse\nRemove-Item x -Force",
         ["cp dist/*.whl out", "rm x"]),
        ("New-Item -ItemType Directory -Path out", ["mkdir out"]),
        ("[Environment]::SetEnvironmentVariable('A', 'b')\na", ["a"]),
        (")))\na", ["a"]),
    ],
)  # fmt: skip
def test_commands_of_a_script(script: str, calls: list[str]) -> None:
    assert followed(script, {"X": "1"}).calls == calls


@pytest.mark.parametrize(
    ("script", "written"),
    [
        ('echo "a=b" >> $env:GITHUB_OUTPUT', {"out": "a=b\n"}),
        ('"A=$env:X" | Out-File -FilePath $env:GITHUB_ENV -Append', {"env": "A=1\n"}),
        ('"A=B" | Out-File $env:GITHUB_ENV -Encoding utf8 -Append', {"env": "A=B\n"}),
        ("Write-Output 'A=B' >> $Env:GITHUB_ENV", {"env": "A=B\n"}),
        ("Add-Content -Path $env:GITHUB_OUTPUT -Value \"v=$('x')\"", {"out": "v=x\n"}),
        ("Add-Content $env:GITHUB_OUTPUT 'v=x'; 'w=y' | Add-Content $env:GITHUB_OUTPUT", {"out": "v=x\nw=y\n"}),
        ("'a', 'b' | Set-Content x.txt", {"x.txt": "a\nb\n"}),
        ("'a' > .\\x.txt", {"./x.txt": "a\n"}),
        ("@'\na=b\nc=d\n'@ >> $env:GITHUB_OUTPUT", {"out": "a=b\nc=d\n"}),
        ("(Get-Content in) -join ',' > x", {"x": "x,y\n"}),
        ("python -V >> $env:GITHUB_OUTPUT", {"out": None}),
        # a line that may not be written is known by its beginning alone: the name of a variable, not its value
        ("if ($unset) { echo a=1 >> $env:GITHUB_OUTPUT }", {"out": f"a=1{UNKNOWN}maybe\n"}),
        ("a 2> err", {}),
        ("if ($env:X -eq '1') { 'a=1' } else { 'a=2' } | Out-Null", {}),
    ],
)
def test_what_a_script_writes(script: str, written: dict[str, str | None]) -> None:
    assert followed(script, {"X": "1", "GITHUB_OUTPUT": "out", "GITHUB_ENV": "env"}).written == written


def test_a_command_sees_the_environment_its_folder_its_line_and_what_is_piped_in() -> None:
    host = followed("cd python\n\n$local = 1; $env:A = 'x'\n'y' | maturin build", {"B": "2"})
    (call,) = host.invocations
    assert (call.env, call.folder, call.line, call.input) == ({"A": "x", "B": "2"}, "python", 3, "y\n")


@pytest.mark.parametrize(
    "script",
    [
        "a\n" * 2_001,
        "foreach ($i in 1..200) { foreach ($j in 1..200) { a } }",
        "".join(f"foreach ($v{i} in 1..100) {{ " for i in range(8)) + "$x = 1" + "}" * 8,
        "function f { f; f }\nf",
        "$v = 'xxxxxxxx'\n" + "$v = \"$v$v\"\n" * 60,
        "$v = 'xxxxxxxx'\n" + "$v += $v\n" * 60,
        "(" * 500,
        "if ($true) { " * 200 + "a" + " }" * 200,
        "a " + "$(" * 500,
        '"' + '$("' * 300,
        "-not " * 500 + "$x",
        "a\n" * 200_001,
    ],
)  # fmt: skip
def test_a_hostile_script_is_left_at_a_bound(script: str) -> None:
    host = Recorder()
    assert follow_powershell(script, host, {}, ".") is False
    assert len(host.calls) <= 2_000


@pytest.mark.parametrize(
    "script",
    ["<#" * 50_000, "`" * 10_000, "@'" * 5_000, "@\"\n" * 5_000, "$a" + ".b" * 20_000, "\ud800", "}" * 5_000],
)  # fmt: skip
def test_a_script_that_makes_no_sense_is_read_in_time(script: str) -> None:
    host = Recorder()
    follow_powershell(script, host, {}, ".")
    assert len(host.calls) <= 1
