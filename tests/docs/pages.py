"""The written pages of the project and what stands in their fenced blocks."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
FENCE = re.compile(r"^```(?P<kind>\w+)[ \t]*(?P<title>[^\n]*)\n(?P<text>.*?)^```[ \t]*$", re.MULTILINE | re.DOTALL)
EXIT_STATUS = re.compile(r"\s+# exit status (?P<status>\d)$")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language, what follows the language on the fence, its text and first line's number."""

    kind: str
    title: str
    text: str
    line: int


@dataclass(frozen=True)
class Command:
    """A command of a console block, the exit status it ends with, and the output shown below it."""

    words: str
    exit_status: int
    output: str
    line: int


def pages() -> list[Path]:
    """Return every page written by hand: those in the root and in docs, without the generated reference."""
    found = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    return sorted(path for path in found if "reference" not in path.relative_to(ROOT).parts)


def blocks(text: str) -> list[Block]:
    r"""Return the fenced blocks of a page.

    >>> blocks("```yaml plans/ae.yaml\nplan: ae\n```\n")
    [Block(kind='yaml', title='plans/ae.yaml', text='plan: ae\n', line=2)]
    """
    found = FENCE.finditer(text)
    return [Block(m["kind"], m["title"].strip(), m["text"], text.count("\n", 0, m.start("text")) + 1) for m in found]


def commands(block: Block) -> list[Command]:
    r"""Return the commands of a console block: each line with a ``$`` and the lines up to the next.

    >>> commands(Block("console", "", "$ attain check x  # exit status 1\nbad\n$ attain demo\n", 7))[0]
    Command(words='attain check x', exit_status=1, output='bad\n', line=7)
    """
    found: list[Command] = []
    for part in re.finditer(r"^\$ (?P<words>[^\n]+)\n(?P<output>(?:(?!\$ )[^\n]*\n)*)", block.text, re.MULTILINE):
        status = EXIT_STATUS.search(part["words"])
        line = block.line + block.text.count("\n", 0, part.start())
        words = EXIT_STATUS.sub("", part["words"])
        found.append(Command(words, int(status["status"]) if status else 0, part["output"], line))
    return found


def shows(shown: str, printed: str) -> bool:
    r"""Say whether ``printed`` is what a page shows: ``...`` stands for text, on its own line for lines.

    >>> shows("a ... c\n...\nz\n", "a b c\n1\n2\nz\n"), shows("a\n", "b\n"), shows("", "anything")
    (True, False, True)
    """
    if not shown.strip():
        return True
    lines = [line.rstrip() for line in shown.strip("\n").splitlines()]
    patterns = [r"(?:[^\n]*\n)*?" if line.strip() == "..." else _line_pattern(line) for line in lines]
    trimmed = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").splitlines())
    return re.fullmatch("".join(patterns), trimmed) is not None


def _line_pattern(line: str) -> str:
    return r"[^\n]*".join(re.escape(part) for part in line.split("...")) + r"\n"
