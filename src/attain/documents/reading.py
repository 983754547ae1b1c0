"""Read YAML 1.2 into nodes that know their places; bombs, tags and cut texts are refused."""

import re
import warnings
from dataclasses import replace

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, ReusedAnchorWarning, YAMLError
from ruamel.yaml.nodes import MappingNode, ScalarNode, SequenceNode
from ruamel.yaml.nodes import Node as RawNode

from attain.diagnostics import Diagnostic, Place
from attain.documents import problems
from attain.documents.nodes import Node, Text, YamlList, YamlMap

MOST_BYTES = 2_000_000
MOST_NODES = 200_000
DEEPEST = 40
_IN_QUOTES = "put the whole expression in double quotes, or write the mapping over several lines"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPES = {"'": "''", '"': "\\"}
# What YAML finds by itself in a document without tags; "=" is a value and "<<" a merge.
_KINDS = ("str", "int", "float", "bool", "null", "timestamp", "value", "merge", "seq", "map")
_PLAIN_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in _KINDS}


def read_yaml(text: str, file: str) -> tuple[Node | None, list[Diagnostic]]:
    """Read one YAML document.

    Args:
        text: the document.
        file: its name, used in every place.

    Returns:
        The root node (None when the document cannot be read) and the problems found.
    """
    top = Place(file, 1, 1)
    if len(text) > MOST_BYTES:
        fix = f"keep a document under {MOST_BYTES:,} characters; put data into a source file"
        return None, [Diagnostic.of(problems.TOO_LARGE, top, f"{len(text):,} characters", fix)]
    if _deepest_bracket(text) > DEEPEST:
        return None, [_too_deep(top)]
    try:
        raw = _composed(text)
    except MarkedYAMLError as error:
        return None, [_not_yaml(error, file)]
    except YAMLError as error:
        what = str(error).strip().splitlines()[0]
        return None, [Diagnostic.of(problems.NOT_YAML, top, what, "save the file as plain UTF-8 text")]
    except KeyError:  # the parser looks the document's version up in a table
        what = "the document asks for a version of YAML that does not exist"
        return None, [Diagnostic.of(problems.NOT_YAML, top, what, "remove the line that starts with %YAML")]
    except RecursionError:
        return None, [_too_deep(top)]
    if raw is None:
        what = "the document is empty"
        return None, [Diagnostic.of(problems.NOT_YAML, top, what, "write the document, or remove the file")]
    builder = _Builder(file, text)
    root = builder.build(raw, 0)
    return (None if builder.gave_up else root), builder.found


def _composed(text: str) -> RawNode | None:
    # Not the round-trip reader: it marks where folded lines were broken, inside the text.
    reader = YAML(typ="safe", pure=True)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ReusedAnchorWarning)  # YAML lets an anchor move on
        return reader.compose(text)


def _deepest_bracket(text: str) -> int:
    deepest = depth = 0
    for character in text:
        if character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest


def _too_deep(place: Place) -> Diagnostic:
    return Diagnostic.of(problems.TOO_LARGE, place, "nested too deeply", f"nest at most {DEEPEST} levels")


def _not_yaml(error: MarkedYAMLError, file: str) -> Diagnostic:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
    what = (error.problem or error.context or "cannot be read").strip()
    if what.startswith("expected ',' or '}'"):
        return Diagnostic.of(problems.CUT_AT_COMMA, place, "the text was cut at a comma by the braces", _IN_QUOTES)
    fix = "check indentation, colons and quotes here; put texts with ': ' or '#' into quotes"
    return Diagnostic.of(problems.NOT_YAML, place, what, fix)


class _Builder:
    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.text = text
        self.found: list[Diagnostic] = []
        self.node_count = 0
        self.gave_up = False

    def build(self, raw: RawNode, depth: int) -> Node:
        place = Place(self.file, raw.start_mark.line + 1, raw.start_mark.column + 1)
        self.node_count += 1
        if self.gave_up or depth > DEEPEST or self.node_count > MOST_NODES:
            if not self.gave_up:
                self.gave_up = True
                self.found.append(_too_deep(place))
            return Text.at("", place)
        self._refuse_tag(raw, place)
        if isinstance(raw, ScalarNode):
            return self._placed(raw, place)
        if isinstance(raw, SequenceNode):
            made = YamlList(place)
            made.extend(self.build(item, depth + 1) for item in raw.value)
            return made
        assert isinstance(raw, MappingNode)
        return self._mapping(raw, place, depth)

    def _refuse_tag(self, raw: RawNode, place: Place) -> None:
        tag = str(raw.tag or "")
        if tag and tag not in _PLAIN_TAGS:
            fix = "write the value without a tag"
            self.found.append(Diagnostic.of(problems.NOT_PLAIN, place, f"the tag {tag}", fix))

    def _written(self, raw: ScalarNode, place: Place) -> str:
        """Return what a scalar says; JSON writes a rare character as a pair of escapes, and half of one is none."""
        value = str(raw.value)
        if not _SURROGATE.search(value):
            return value
        try:
            return value.encode("utf-16", "surrogatepass").decode("utf-16")
        except UnicodeDecodeError:
            what, fix = "an escape that stands for no character", "write the character itself, or leave it out"
            self.found.append(Diagnostic.of(problems.NOT_YAML, place, what, fix, why="no file can hold it"))
            return _SURROGATE.sub("?", value)

    def _placed(self, raw: ScalarNode, place: Place) -> Text:
        """Make a text that stands where its first character does, and knows its lines if there are several."""
        value = self._written(raw, place)
        start, end = raw.start_mark.index, raw.end_mark.index
        if raw.style in _ESCAPES:
            place = replace(place, column=place.column + 1)
            start, end = start + 1, end - 1
        written = self.text[start:end]
        if raw.style in {"|", ">"}:
            lines = written.partition("\n")[2].rstrip()
            return Text.at(value, replace(place, line=place.line + 1, column=1), lines)
        # Quoted lines may hold escapes; then they are not the text, and only its beginning is known.
        has_escapes = raw.style in _ESCAPES and _ESCAPES[raw.style] in written
        return Text.at(value, place, written if "\n" in written and not has_escapes else "")

    def _mapping(self, raw: MappingNode, place: Place, depth: int) -> YamlMap:
        made = YamlMap(place)
        for raw_key, raw_value in raw.value:
            key_place = Place(self.file, raw_key.start_mark.line + 1, raw_key.start_mark.column + 1)
            if not isinstance(raw_key, ScalarNode) or str(raw_key.value) == "<<":
                what = "a merge key" if isinstance(raw_key, ScalarNode) else "a key that is not a single word"
                fix = "repeat the values; plans show everything they mean"
                self.found.append(Diagnostic.of(problems.NOT_PLAIN, key_place, what, fix))
                continue
            self._refuse_tag(raw_key, key_place)
            key = self._written(raw_key, key_place)
            if key in made:
                what = f"'{key}' stands on line {made.key_places[key].line} already"
                self.found.append(Diagnostic.of(problems.DUPLICATE_KEY, key_place, what, "keep one of them"))
                continue
            if _is_empty(raw_value):
                self.found.append(self._no_value(key, key_place, in_braces=bool(raw.flow_style)))
                continue
            made[key] = self.build(raw_value, depth + 1)
            made.key_places[key] = key_place
        return made

    @staticmethod
    def _no_value(key: str, place: Place, *, in_braces: bool) -> Diagnostic:
        if in_braces:
            what = f"'{key}' was read as a key: the text was cut at a comma by the braces"
            return Diagnostic.of(problems.CUT_AT_COMMA, place, what, _IN_QUOTES)
        what = f"'{key}' has no value"
        return Diagnostic.of(problems.NO_VALUE, place, what, "write its value, or remove the key")


def _is_empty(raw: RawNode) -> bool:
    return isinstance(raw, ScalarNode) and raw.value == "" and raw.style is None
