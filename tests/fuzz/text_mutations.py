"""Mutations of the text of a document, most of which are no YAML afterwards."""

from collections.abc import Callable
from random import Random

from tests.fuzz.drafts import SETTINGS, Files

Change = Callable[[str, Random], str]
_CONTROLS = (
    *("\x00", "\x01", "\x07", "\x1b[2J", "\x7f", "\x85", "\u2028"),
    *("\ufeff", "\ufffe", "\ud800", "\t", "\r", "\b"),
)
_TAGS = (
    *("!!python/object/apply:os.system [id]", "!!binary x", "!!set {a}", "!x "),
    *("!!omap [a: 1]", "!<tag:x> ", "!!int "),
)
_STRAY = (
    *(": ", " #", "- ", "? ", "| ", "> ", "% ", "@", "`", "{"),
    *("}", "[", "]", ",", "&a ", "*a ", '"', "'", "---\n", "...\n"),
)


def _at_line(change: Callable[[str, Random], str]) -> Change:
    def changed(text: str, dice: Random) -> str:
        lines = text.split("\n")
        at = dice.randrange(max(1, len(lines) - 1))
        lines[at] = change(lines[at], dice)
        return "\n".join(lines)

    return changed


def delete_line(text: str, dice: Random) -> str:
    """Leave out a line."""
    lines = text.split("\n")
    del lines[dice.randrange(len(lines))]
    return "\n".join(lines)


def duplicate_line(text: str, dice: Random) -> str:
    """Write a line twice."""
    lines = text.split("\n")
    at = dice.randrange(len(lines))
    return "\n".join([*lines[: at + 1], *lines[at:]])


def swap_lines(text: str, dice: Random) -> str:
    """Exchange two lines."""
    lines = text.split("\n")
    first, second = dice.randrange(len(lines)), dice.randrange(len(lines))
    lines[first], lines[second] = lines[second], lines[first]
    return "\n".join(lines)


def insert_control(text: str, dice: Random) -> str:
    """Put in a character that nobody can see."""
    return _inserted(text, dice.choice(_CONTROLS), dice)


def insert_stray(text: str, dice: Random) -> str:
    """Put in a character that means something in YAML."""
    return _inserted(text, dice.choice(_STRAY), dice)


def insert_tag(text: str, dice: Random) -> str:
    """Put a tag before a value."""
    found = [at for at in range(len(text)) if text.startswith(": ", at)]
    if not found:
        return _TAGS[0]
    at = dice.choice(found) + 2
    return text[:at] + dice.choice(_TAGS) + text[at:]


def cut_text(text: str, dice: Random) -> str:
    """Cut the document short."""
    return text[: dice.randrange(len(text))]


def bomb(text: str, dice: Random) -> str:
    """Add anchors whose aliases multiply."""
    width, depth = dice.choice([(9, 9), (2, 30), (50, 3)])
    lines = [f"b0: &b0 [{', '.join(['lol'] * width)}]"]
    lines += [f"b{n}: &b{n} [{', '.join([f'*b{n - 1}'] * width)}]" for n in range(1, depth)]
    return "\n".join([*lines, text] if dice.random() < 0.5 else [text, *lines])


def recursion(text: str, _dice: Random) -> str:
    """Add an anchor that holds itself."""
    return text + "\nown: &own [*own]\nmine: &mine {x: *mine}\n"


def nest(text: str, dice: Random) -> str:
    """Add brackets, sequences or indentation a thousand levels deep."""
    depth = dice.choice([45, 1000, 20_000])
    deep = ["x: " + "[" * depth, "x: " + "{a: " * depth, "x: " + "[" * 38 + "]" * 38, "- " * depth + "x"]
    deep.append("\n".join(" " * n + "a:" for n in range(min(depth, 1000))))
    return f"{text}\n{dice.choice(deep)}\n"


def merge(text: str, dice: Random) -> str:
    """Add merge keys and keys that are no words."""
    added = ["\n<<: {plan: x}\n", "\n? [a, b]\n: c\n", "\n? {a: b}\n: c\n", "\n: x\n", "\n{a: b}: c\n"]
    return text + dice.choice(added)


def whole(_text: str, dice: Random) -> str:
    """Write something else altogether."""
    others = ["", " ", "\n\n", "# nothing", "x", "- a\n- b", "[]", "{}", "null", "---\n...\n", "--- a\n--- b\n"]
    others += ["%YAML 9.9\n---\na: 1", "\t", "a: b: c", "\ufeff", "%TAG ! x\n", '"', "*a", "!!python/none"]
    return dice.choice([*others, "9" * 5000, "? "])


def lengthen(text: str, dice: Random) -> str:
    """Make the document far too long."""
    added = ["\n# " + "x" * 2_100_000, "\n" * 100_000, "\nx: " + "y" * 300_000, "\nx: [" + "1," * 30_000 + "]"]
    return text + dice.choice(added)


def _inserted(text: str, part: str, dice: Random) -> str:
    at = dice.randrange(len(text) + 1)
    return text[:at] + part + text[at:]


TEXT_MUTATIONS: tuple[Change, ...] = (
    *(delete_line, delete_line, duplicate_line, duplicate_line, swap_lines, insert_control, insert_control),
    *(insert_stray, insert_stray, insert_tag, cut_text, bomb, recursion, nest, merge, whole),
    _at_line(lambda line, dice: " " * dice.choice([1, 2, 7]) + line),
    _at_line(lambda line, dice: "\t" * dice.choice([1, 2]) + line),
    _at_line(lambda line, _dice: line.removeprefix(" ")),
    _at_line(lambda line, _dice: line.replace('"', "", 1).replace("'", "", 1).replace("}", "", 1)),
    _at_line(lambda line, _dice: line.replace(":", "", 1)),
    _at_line(lambda line, _dice: line.replace(": ", ":", 1)),
    _at_line(lambda line, dice: line.replace(", ", dice.choice([",", ",,", "; ", " "]), 1)),
    _at_line(lambda line, dice: line.replace(": ", dice.choice([": &a ", ": *a ", ": | ", ": > ", ": '"]), 1)),
)


def spoil_text(files: Files, dice: Random) -> Files:
    """Spoil the text, or the bytes, of a document."""
    names = sorted(name for name, content in files.items() if name.endswith(".yaml") and content)
    if not names:
        return files
    name = SETTINGS if SETTINGS in names and dice.random() < 0.25 else dice.choice(names)
    change = lengthen if dice.random() < 0.01 else dice.choice(TEXT_MUTATIONS)
    text = change(files[name].decode("utf-8", "replace"), dice)
    encoding = dice.choice(["utf-16", "utf-8-sig", "latin-1"]) if dice.random() < 0.05 else "utf-8"
    content = text.encode(encoding, "replace" if encoding != "utf-8" else "surrogatepass")
    return files | {name: content}
