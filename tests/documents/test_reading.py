"""YAML documents: every word with its place; bombs, tags, cut texts and doubles refused, all with a place.

Properties:
1. Whatever the text, there is a document or a diagnostic, never an exception, and every diagnostic has a place.
2. What is written plainly is read back word for word, each word where it stands.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from attain.diagnostics import Diagnostic, Place
from attain.documents import Node, Text, YamlList, YamlMap, place_of, read_yaml, reading
from attain.documents.reading import DEEPEST, MOST_BYTES, MOST_NODES

FILE = "plans/ae.yaml"


def read(text: str) -> YamlMap:
    """Read a document without problems."""
    root, problems = read_yaml(text, FILE)
    assert not problems
    assert isinstance(root, YamlMap)
    return root


def refused(text: str) -> list[tuple[str, int, int]]:
    """The codes and places of a document's problems."""
    _, problems = read_yaml(text, FILE)
    assert all(problem.where.file == FILE and problem.what and problem.fix for problem in problems)
    return [(problem.code, problem.where.line, problem.where.column) for problem in problems]


def at(node: object) -> tuple[int, int]:
    """Line and column of a node."""
    return place_of(node).line, place_of(node).column


def test_every_node_and_key_knows_its_place() -> None:
    root = read("plan: ae\n\nrate:\n  kind: flat_rate  # a comment\n  tiers: [10%, {from: 5}]\n")
    assert root.place == Place(FILE, 1, 1)
    assert (root["plan"], at(root["plan"])) == ("ae", (1, 7))
    assert {key: (p.line, p.column) for key, p in root.key_places.items()} == {"plan": (1, 1), "rate": (3, 1)}
    rate = root["rate"]
    assert isinstance(rate, YamlMap)
    assert at(rate) == (4, 3)
    assert at(rate["kind"]) == (4, 9)
    tiers = rate["tiers"]
    assert isinstance(tiers, YamlList)
    assert at(tiers) == (5, 10)
    assert [at(item) for item in tiers] == [(5, 11), (5, 16)]
    assert isinstance(tiers[1], YamlMap)
    assert (tiers[1]["from"], at(tiers[1]["from"])) == ("5", (5, 23))


def test_every_scalar_is_text() -> None:
    root = read("{a: 0.10, b: no, c: 2026-01-31, d: 1e3, e: ~, f: =, g: 012, h: .inf, i: <<, j: null, k: ''}")
    assert list(root.values()) == ["0.10", "no", "2026-01-31", "1e3", "~", "=", "012", ".inf", "<<", "null", ""]
    assert all(type(value) is Text for value in root.values())


def test_a_quoted_text_stands_after_its_quote() -> None:
    root = read("a: 'it''s'\nb: \"x\\ty\"\n")
    assert (root["a"], at(root["a"])) == ("it's", (1, 5))
    assert (root["b"], at(root["b"])) == ("x\ty", (2, 5))


def test_a_text_over_several_lines_keeps_them() -> None:
    root = read(
        "a: |\n  one\n  two\nb: >-\n  one\n  two\nc: one\n  two\nd: 'one\n  two'\n"
        "e: 'it''s\n  two'\nf: \"a\\tb\n  two\"\n"
    )
    assert [str(root[key]) for key in "abcd"] == ["one\ntwo\n", "one two", "one two", "one two"]
    texts = [value for value in root.values() if isinstance(value, Text)]
    assert [text.lines for text in texts] == ["  one\n  two", "  one\n  two", "one\n  two", "one\n  two", "", ""]
    assert [at(text) for text in texts] == [(2, 1), (5, 1), (7, 4), (9, 5), (11, 5), (13, 5)]


def test_a_single_line_has_no_lines() -> None:
    value = read("a: one")["a"]
    assert isinstance(value, Text)
    assert value.lines == ""


def test_a_pair_of_escapes_is_one_character() -> None:
    assert read_yaml('a: "\\ud83d\\ude00"', FILE) == ({"a": "\U0001f600"}, [])


def test_an_alias_is_the_text_it_stands_for() -> None:
    root = read("a: &x [1, 2]\nb: *x\n")
    assert root["a"] == root["b"] == ["1", "2"]


def test_an_anchor_may_move_on() -> None:
    assert read("a: &x 1\nb: *x\nc: &x 2\nd: *x\n") == {"a": "1", "b": "1", "c": "2", "d": "2"}


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", ("YAML101", 1, 1)),
        ("# only a comment\n", ("YAML101", 1, 1)),
        ("a: [1, 2", ("YAML101", 1, 9)),
        ("a: 1\nb: 'open\n", ("YAML101", 3, 1)),
        ("a: 1\n---\nb: 2\n", ("YAML101", 2, 1)),
        ("a: \x00", ("YAML101", 1, 1)),
        ("%YAML 9.9\n---\na: 1\n", ("YAML101", 1, 1)),
        ("a: *nobody", ("YAML101", 1, 4)),
        ('a: "x\\ud800y"', ("YAML101", 1, 4)),
        ('"\\udc00": x', ("YAML101", 1, 1)),
        ("a: b: c", ("YAML101", 1, 5)),
        ("{a: coalesce(x, y)}", ("YAML103", 1, 17)),
        ("rule: {when: if(a, b), to: c}", ("YAML103", 1, 20)),
        ("a:\n", ("YAML104", 1, 1)),
        ("a: 1\nb:\nc: 2\n", ("YAML104", 2, 1)),
        ("a: 1\nb: 2\na: 3\n", ("YAML105", 3, 1)),
        ("a: !!python/object:x {b: 1}", ("YAML106", 1, 4)),
        ("a: !!python/object/apply:os.system [ls]", ("YAML106", 1, 4)),
        ("a: !!python/object:x 1", ("YAML106", 1, 4)),
        ("a: !<tag:yaml.org,2002:python/object:x> 1", ("YAML106", 1, 4)),
        ("a: !own [1]", ("YAML106", 1, 4)),
        ("a: [!own 1]", ("YAML106", 1, 5)),
        ("a: !own ''", ("YAML106", 1, 4)),
        ("a: !!set {b, c: 1}", ("YAML106", 1, 4)),
        ("a: !!binary aGk=", ("YAML106", 1, 4)),
        ("!!omap [a: 1]", ("YAML106", 1, 1)),
        ("!own a: 1", ("YAML106", 1, 1)),
        ("a: 1\n<<: {b: 2}\n", ("YAML106", 2, 1)),
        ("? [a, b]\n: 1\n", ("YAML106", 1, 3)),
    ],
)
def test_what_is_refused_and_where(text: str, problem: tuple[str, int, int]) -> None:
    assert problem in refused(text)


@pytest.mark.parametrize("tag", ["!!str", "!!int", "!!float", "!!bool", "!!null", "!!timestamp", "!"])
def test_a_tag_that_says_what_is_there_anyway_is_harmless(tag: str) -> None:
    assert read(f"a: {tag} 5") == {"a": "5"}
    assert read("a: !!map {b: !!seq [1]}") == {"a": {"b": ["1"]}}


def test_a_tag_is_named_and_nothing_is_made_of_it() -> None:
    root, (problem,) = read_yaml("a: !!python/object:os.system {b: 1}", FILE)
    assert "python/object:os.system" in problem.what
    assert root == {"a": {"b": "1"}}


def test_what_is_doubled_empty_or_merged_is_left_out_and_the_rest_is_read() -> None:
    root, problems = read_yaml("a: 1\nb:\na: 2\n<<: {x: 1}\n[k]: 3\nc: 4\n", FILE)
    assert root == {"a": "1", "c": "4"}
    assert [problem.code for problem in problems] == ["YAML104", "YAML105", "YAML106", "YAML106"]
    assert "line 1" in problems[1].what
    assert "merge key" in problems[2].what
    assert "single word" in problems[3].what


def test_an_empty_text_in_quotes_is_a_value() -> None:
    assert read("a: ''\nb: \"\"\n") == {"a": "", "b": ""}


def test_braces_that_cut_a_text_say_so() -> None:
    _, problems = read_yaml("{when: coalesce(x, y), to: z}", FILE)
    assert {problem.code for problem in problems} == {"YAML103"}
    assert all("double quotes" in problem.fix for problem in problems)


def test_a_document_may_be_a_list_or_a_word() -> None:
    assert read_yaml("[1, 2]", FILE)[0] == ["1", "2"]
    assert read_yaml("word", FILE)[0] == "word"


def nested(levels: int) -> str:
    """A list in a list in a list, without brackets."""
    return "- " * levels + "x"


def test_depth() -> None:
    root, problems = read_yaml(nested(DEEPEST), FILE)
    assert root is not None
    assert not problems
    for text in (
        nested(DEEPEST + 1),
        "[" * (DEEPEST + 1) + "]" * (DEEPEST + 1),
        "{a: " * (DEEPEST + 1) + "1" + "}" * (DEEPEST + 1),
    ):
        root, (problem,) = read_yaml(text, FILE)
        assert root is None
        assert (problem.code, problem.what) == ("YAML102", "nested too deeply")
        assert f"{DEEPEST} levels" in problem.fix
    assert read_yaml("[" * DEEPEST + "]" * DEEPEST, FILE)[1] == []
    assert read_yaml("[" * 100_000, FILE)[1][0].code == "YAML102"
    assert read_yaml("- " * 100_000, FILE)[1][0].code == "YAML102"


def test_brackets_that_close_again_do_not_add_up() -> None:
    assert read(f"a: [{', '.join(['[]'] * 100)}]")["a"] == [[]] * 100


def test_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000)
    root, (problem,) = read_yaml("a: " + "x" * 998, FILE)
    assert root is None
    assert problem.code == "YAML102"
    assert problem.what == "1,001 characters"
    assert "1,000 characters" in problem.fix
    assert read_yaml("a: " + "x" * 997, FILE)[1] == []


def test_a_bomb_of_aliases_does_not_go_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_NODES", 5_000)
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    root, (problem,) = read_yaml("\n".join(lines), FILE)
    assert root is None
    assert problem.code == "YAML102"
    assert read_yaml("[" + "x, " * 4_998 + "x]", FILE)[1] == []
    assert read_yaml("[" + "x, " * 4_999 + "x]", FILE)[0] is None


def test_the_limits_leave_room_for_every_honest_document() -> None:
    assert (MOST_BYTES, MOST_NODES, DEEPEST) == (2_000_000, 200_000, 40)


def test_an_alias_to_itself_ends() -> None:
    root, (problem,) = read_yaml("a: &a [*a]", FILE)
    assert root is None
    assert problem.code == "YAML102"


MARKS = "[]{},:#'\"|>&*!%@`~=?\\\t\r\n\x00\ufeff\x85é"
PIECES = ("a", "b: ", "- ", "  ", "|-\n", "&x ", "*x", "!!str ", "!!python/object:x ", "---\n", "...\n", "<<: ")
PIECES += (
    "%YAML 1.1\n",
    "%YAML 9.9\n",
    "%FOO bar\n",
    "%TAG ! tag:x,2000:\n",
    "!<x>",
    "!%zz",
    "1e5",
    "|2\n",
    ">9\n",
    "\\x",
)
pieces = st.sampled_from([*MARKS, *PIECES])


@settings(max_examples=200)
@given(st.lists(pieces, max_size=14).map("".join))
def test_whatever_is_read_nothing_is_raised(text: str) -> None:
    """Property 1."""
    root, problems = read_yaml(text, FILE)
    assert root is not None or problems
    assert all(problem.where.line >= 1 and problem.where.column >= 1 for problem in problems)
    assert all(isinstance(problem, Diagnostic) for problem in problems)


words = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)


trees = st.recursive(
    words,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3), st.dictionaries(words, inner, min_size=1, max_size=3)
    ),
    max_leaves=12,
)


@settings(max_examples=40)
@given(trees)
def test_what_is_written_is_read_where_it_stands(written: object) -> None:
    """Property 2."""
    text = _block(written, 0)
    root, problems = read_yaml(text, FILE)
    assert not problems
    assert root == written
    for word in _words(root):
        line = text.splitlines()[word.place.line - 1]
        assert line[word.place.column - 1 :].startswith(word)


def _block(node: object, depth: int) -> str:
    indent = "  " * depth
    if isinstance(node, dict):
        return "".join(f"{indent}{key}:{_after(value, depth)}" for key, value in node.items())
    if isinstance(node, list):
        return "".join(f"{indent}-{_after(value, depth)}" for value in node)
    return f"{indent}{node}\n"


def _after(value: object, depth: int) -> str:
    return f" {value}\n" if isinstance(value, str) else f"\n{_block(value, depth + 1)}"


def _words(node: Node | None) -> list[Text]:
    if isinstance(node, YamlMap):
        return [word for value in node.values() for word in _words(value)]
    if isinstance(node, YamlList):
        return [word for value in node for word in _words(value)]
    return [node] if isinstance(node, Text) else []
