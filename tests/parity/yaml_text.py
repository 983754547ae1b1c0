"""Plain Python as YAML that reads as a person would write it: small mappings on one line, few quotes.

>>> print(dump({"rate": {"kind": "flat_rate", "pay": "8%"}, "where": "a in (1, 2)"}), end="")
rate: {kind: flat_rate, pay: 8%}
where: "a in (1, 2)"
"""

import json
import re

_PLAIN = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.%+\-/ ()<>=*']*")
_LINE = 110


def dump(tree: dict) -> str:
    """The text of a mapping."""
    return "".join(f"{line}\n" for line in _block(tree, 0))


def scalar(text: str) -> str:
    """A scalar, quoted where YAML could take it for something else."""
    is_plain = _PLAIN.fullmatch(text) and not text.endswith(" ")
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _flow(node: object) -> str:
    if isinstance(node, dict):
        return "{" + ", ".join(f"{scalar(key)}: {_flow(value)}" for key, value in node.items()) + "}"
    if isinstance(node, list):
        return "[" + ", ".join(_flow(value) for value in node) + "]"
    return scalar(str(node))


def _depth(node: object) -> int:
    if isinstance(node, dict | list):
        inner = node.values() if isinstance(node, dict) else node
        return 1 + max((_depth(value) for value in inner), default=0)
    return 0


def _fits(node: object, indent: int) -> bool:
    return _depth(node) <= 2 and len(_flow(node)) + indent < _LINE


def _block(node: dict, indent: int) -> list[str]:
    lines: list[str] = []
    for key, value in node.items():
        start = f"{' ' * indent}{scalar(key)}:"
        if not isinstance(value, dict | list) or _fits(value, indent + len(key)):
            lines.append(f"{start} {_flow(value)}")
        elif isinstance(value, dict):
            lines += [start, *_block(value, indent + 2)]
        else:
            lines.append(start)
            for item in value:
                if isinstance(item, dict) and not _fits(item, indent + 4):
                    first, *rest = _block(item, indent + 4)
                    lines += [f"{' ' * (indent + 2)}- {first.strip()}", *rest]
                else:
                    lines.append(f"{' ' * (indent + 2)}- {_flow(item)}")
    return lines
