"""Bash scripts, followed: which commands they call, what they write."""

import pytest

from maturin_compliance.expand.shell import UNKNOWN, Budget, follow, shown
from tests.expand.recorder import Recorder


def followed(
    script: str, variables: dict[str, str] | None = None, files: dict[str, str] | None = None
) -> Recorder:
    host = Recorder(files or {})
    start: dict[str, str | list[str]] = {**(variables or {})}
    assert follow(script, host, start, ".") is True
    return host


@pytest.mark.parametrize(
    ("script", "calls"),
    [
        # words and quotes
        ("maturin build --release", ["maturin build --release"]),
        ("maturin \\\n  build", ["maturin build"]),
        ("a 'b c' \"d e\" f\\ g", ["a 'b c' 'd e' 'f g'"]),
        ("a x'y'\"z\"", ["a xyz"]),
        ("a $'b'", ["a b"]),
        ("# a comment\na # b", ["a"]),
        ("a; b\nc", ["a", "b", "c"]),
        # variables
        ("V=3.12\na python$V ${V} ${V}t", ["a python3.12 3.12 3.12t"]),
        ("A='x y'\na $A \"$A\"", ["a x y 'x y'"]),
        ("export A=1 B=2\na $A$B", ["a 12"]),
        ("V=a\nV+=b\na $V", ["a ab"]),
        ("V=a\nunset V\na $V", ["a $V"]),
        ("a $HOME/x", ["a $HOME/x"]),
        ("a ${V:-x} ${V-y} ${V:+z}", ["a x y"]),
        ("V=refs/tags/v1.2\na ${V#refs/tags/} ${V##*/} ${V%.2} ${V%%/*}", ["a v1.2 v1.2 refs/tags/v1 refs"]),
        ("V=a-b-c\na ${V/-/_} ${V//-/_} ${V^^} ", ["a a_b-c a_b_c A-B-C"]),
        # arrays, braces, globs
        ('L=(3.8 "3 9")\na "${L[@]}" ${L[0]} ${L[*]}', ["a 3.8 '3 9' 3.8 3.8 3 9"]),
        ('L=(1)\nL+=(2 3)\na "${L[@]}"', ["a 1 2 3"]),
        ("a cp3{9,1{0,1}} {1..3} {3..1..2} {a,b}{1,2}", ["a cp39 cp310 cp311 1 2 3 3 1 a1 a2 b1 b2"]),
        ("a '{1,2}' x='{\"k\": 1, \"l\": 2}' \\{1,2\\}", ['a {1,2} \'x={"k": 1, "l": 2}\' {1,2}']),
        ("a dist/*.whl 'dist/*.whl' none/*", ["a dist/a.whl dist/b.whl dist/*.whl none/*"]),
        ('a "dist"/*.whl', ["a dist/a.whl dist/b.whl"]),
        # loops
        ("for v in 8 9; do a 3.$v; done", ["a 3.8", "a 3.9"]),
        ('L=(x y)\nfor v in "${L[@]}"; do a $v; done', ["a x", "a y"]),
        ("for v in 1 2 3; do if [ $v = 2 ]; then continue; fi; a $v; done", ["a 1", "a 3"]),
        ("for v in 1 2 3; do a $v; [ $v = 2 ] && break; done; b", ["a 1", "a 2", "b"]),
        ("for w in dist/*.whl; do a $w; done", ["a dist/a.whl", "a dist/b.whl"]),
        ("while read l; do a $l; done", ["?a $l"]),
        ("until false; do a; done", ["?a"]),
        ("for ((i=0; i<3; i++)); do a $i; done", ["?a $i"]),
        # conditions
        ("V=1\nif [ $V ]; then a; else b; fi", ["a"]),
        ('if [ "" ]; then a; else b; fi', ["b"]),
        ("if [ x = x ]; then a; fi; if [ x != x ]; then b; elif true; then c; else d; fi", ["a", "c"]),
        ("if [[ v1.0 == v* && -n x ]]; then a; fi", ["a"]),
        ('if [[ v1.0 == "v*" ]]; then a; else b; fi', ["b"]),
        ("if [[ a/b == a* ]]; then a; fi", ["a"]),
        ("if [[ -z '' || $U == 1 ]]; then a; fi", ["a"]),
        ("if [[ ! ( a == b ) ]]; then a; fi", ["a"]),
        ("if [ 3 -gt 2 ]; then a; fi; if [[ 3 -eq 4 ]]; then b; fi", ["a"]),
        ("if test -n x; then a; fi", ["a"]),
        ("[ a = a ] && b || c", ["b"]),
        ("[ a = b ] && b || c", ["c"]),
        ("true && a; false && b; false || c; ! false && d", ["a", "c", "d"]),
        ("a && b || c", ["a", "b"]),
        # a program that is asked
        ("V=no; cargo search x | grep -q y && V=yes; a $V", ["cargo search x", "grep -q y", "a $V"]),
        ("V=no; gh view v1 > /dev/null 2>&1 || V=yes; a $V", ["gh view v1", "a $V"]),
        ("grep -q x f && a || b; c", ["grep -q x f", "?a", "?b", "c"]),
        ("V=1; cd x && V=2; mkdir y && a $V; true && V=3; a $V", ["mkdir y", "a 2", "a 3"]),
        # what is not known
        ("if [ -f x ]; then a; else b; fi; c", ["?a", "?b", "c"]),
        ("if [[ $U == 1 ]]; then a; fi; b", ["?a", "b"]),
        ("if grep x y; then a; fi", ["grep x y", "?a"]),
        ("if ! grep x y; then a; fi", ["grep x y", "?a"]),
        ("[[ $U == 1 ]] || exit 1\na", ["a"]),
        ("[[ $U == 1 ]] && a && b; c", ["?a", "?b", "c"]),
        ("if [ -f x ]; then V=1; else V=2; fi; a $V", ["a $V"]),
        ("if [ -f x ]; then V=1; else V=1; fi; a $V", ["a 1"]),
        ("V=0; if [ -f x ]; then V=1; exit; fi; a $V", ["a 0"]),
        ("if [ -f x ]; then cd sub; fi; V=$(pwd)", ["pwd"]),
        ("a $(python -V)", ["python -V", "a $python_V"]),
        ("a $((1 + 1))", ["a $_1_1_"]),
        # case
        ("case v1.0 in v*) a;; *) b;; esac", ["a"]),
        ("case refs/tags/v1 in refs/heads/*) a;; refs/tags/*) b;; esac", ["b"]),
        ("case x in a|x) a;; esac", ["a"]),
        ("case $U in a) a;; *) b;; esac", ["?a", "?b"]),
        ("case '*' in '*') a;; esac; case b in '*') c;; esac", ["a"]),
        # functions, subshells, builtins
        ("f() { a $1 $2; }\nf x y\nf z", ["a x y", "a z $2"]),
        ("function f { return; a; }\nf; b", ["b"]),
        ('f() { for v in "$@"; do a $v; done; }\nf x y', ["a x", "a y"]),
        ("f() { shift; a $1; }\nf x y", ["a y"]),
        ("(V=1; exit; a); b $V", ["b $V"]),
        ("{ a; b; }", ["a", "b"]),
        ("a; exit 0; b", ["a"]),
        ("source ./env.sh; a $FROM", ["a file"]),
        ("eval a", []),
        ("A=1 a", ["a"]),
        # substitutions and pipes
        ('V=$(echo "a b")\na "$V" $V', ["echo 'a b'", "a 'a b' a b"]),
        ("V=`echo x`\na $V", ["echo x", "a x"]),
        ("V=$(echo $(echo x))\na $V", ["echo x", "echo x", "a x"]),
        ("V=$(if [ -f x ]; then echo 1; fi)\na x$V", ["?echo 1", "a x$if_f_x_then_echo_1_fi"]),
        ("V=$(echo x | cat)\na $V", ["echo x", "cat", "a x"]),
        ("V=$(cat <<< hi)\na $V", ["cat", "a hi"]),
    ],
)
def test_commands_of_a_script(script: str, calls: list[str]) -> None:
    files = {"dist/a.whl": "", "dist/b.whl": "", "env.sh": "FROM=file\n"}
    assert followed(script, files=files).calls == calls


@pytest.mark.parametrize(
    ("script", "written"),
    [
        ("echo a=b >> out", {"out": "a=b\n"}),
        ("echo a > out; echo b >> out; echo c > other", {"out": "a\nb\n", "other": "c\n"}),
        ("{ echo a; echo b; } >> out", {"out": "a\nb\n"}),
        ('echo "v=${V}" >> "$GITHUB_OUTPUT"', {"out": "v=1.0\n"}),
        ("cat > s.sh <<EOF\nmaturin $V\nEOF", {"s.sh": "maturin 1.0\n"}),
        ("cat > s.sh <<'EOF'\nmaturin $V\nEOF", {"s.sh": "maturin $V\n"}),
        ("cat <<EOF > s.sh\na\nEOF", {"s.sh": "a\n"}),
        ("cat <<-EOF > s.sh\n\ta\n\tEOF", {"s.sh": "a\n"}),
        ("echo x | cat >> out", {"out": "x\n"}),
        ("cat < in > out", {"out": "text\n"}),
        ("echo a 2> err", {}),
        ("echo a 2>&1 >> out", {"out": "a\n"}),
        ("curl x > out", {"out": None}),
        ("if [ -f x ]; then echo a=1 >> out; fi", {"out": f"a=1{UNKNOWN}maybe\n"}),
        ("for v in 1 2; do echo $v; done > out", {"out": "1\n2\n"}),
    ],
)
def test_what_a_script_writes(script: str, written: dict[str, str | None]) -> None:
    assert followed(script, {"V": "1.0", "GITHUB_OUTPUT": "out"}, {"in": "text\n"}).written == written


def test_a_command_sees_exported_and_own_variables_its_folder_and_its_line() -> None:
    host = followed("cd python\n\nA=1 maturin build", {"B": "2"})
    (call,) = host.invocations
    assert (call.env, call.folder, call.line) == ({"A": "1", "B": "2"}, "python", 2)


def test_the_variables_are_those_at_the_end_of_the_script() -> None:
    variables: dict[str, str | list[str]] = {"A": "1"}
    follow("B=2; L=(x y); (C=3); if [ -f x ]; then A=9; fi", Recorder(), variables, ".")
    assert {name: shown(v) if isinstance(v, str) else v for name, v in variables.items()} == {
        "A": "$A",
        "B": "2",
        "L": ["x", "y"],
    }


def test_a_script_that_may_not_run_is_uncertain_throughout() -> None:
    host = Recorder()
    follow("a; echo x > out", host, {}, ".", certain=False)
    assert (host.calls, host.written) == (["?a", "?echo x"], {"out": f"x{UNKNOWN}maybe\n"})


LOOPS = "".join(f"for v{i} in {{1..100}}; do " for i in range(8))
HOSTILE = {
    "more commands than are followed": "a\n" * 2_001,
    "one long loop": "for i in {1..200}; do for j in {1..200}; do a; done; done",
    "loops in loops, without a command": LOOPS + "V=1; " + "done; " * 8,
    "empty loops in loops": LOOPS + ":; " + "done; " * 8,
    "functions that call one another": "f() { f; f; }\nf",
    "a function that doubles": "f() { a $1; f x$1$1; }\nf x",
    "a text that doubles": "V=xxxxxxxx\n" + "V=$V$V\n" * 60,
    "an array that doubles": "L=(x y)\n" + 'L=("${L[@]}" "${L[@]}")\n' * 60,
    "braces in a doubling word": "V=x\n" + "V=$V$V{a,b}\n" * 60 + 'a "$V"',
    "nested substitutions": "a " + "$(echo " * 300 + ")" * 300,
    "nested subshells": "( " * 500 + "a" + " )" * 500,
    "nested blocks": "if true; then " * 300 + "a" + "; fi" * 300,
    "nested defaults": "a " + "${V:-" * 300 + "}" * 300,
    "nested conditions": "[[ " + "( " * 400 + "a" + " )" * 400 + " ]] && b",
    "nested branches that are not known": "if [ -f x ]; then " * 100 + "a" + "; fi" * 100,
    "a text longer than is read": "a\n" * 200_001,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_script_is_left_at_a_bound(name: str) -> None:
    host = Recorder()
    assert follow(HOSTILE[name], host, {}, ".") is False
    assert len(host.calls) <= 2_000


@pytest.mark.parametrize(
    "script",
    [
        "a {1..1000000}",
        "a {1..99999999999999999999}",
        "a " + "{a,b}" * 40,
        "a " + "{" * 1_000,
        "a " + "{," * 400,
        "[[ " + "a" * 900 + " == " + "*a" * 300 + "b ]] && c",
        "V=" + "a" * 900 + "; a ${V##" + "*a" * 300 + "b}",
        " && ".join(["true"] * 3_000),
        "((((((((((" * 100,
        "`" * 1_001,
        "\x00\ud800",
        "case x in" + " x) ;;" * 1_000 + " esac",
    ],
)
def test_a_hostile_script_is_followed_in_time(script: str) -> None:
    host = Recorder()
    follow(script, host, {}, ".")
    assert sum(len(call.words) for call in host.invocations) <= 201


def test_scripts_that_call_one_another_share_one_budget() -> None:
    class Nested(Recorder):
        def call(self, invocation):  # type: ignore[no-untyped-def]
            super().call(invocation)
            follow("a\n" * 100, self, {}, ".", budget=budget)

    budget = Budget()
    host = Nested()
    assert follow("a\n" * 100, host, {}, ".", budget=budget) is False
    assert len(host.calls) == 2_000
