"""Plans broken on purpose, the same for the same seed: parts removed, moved, doubled, or replaced by other words."""

import random
from copy import deepcopy

from attain.diagnostics import Place
from attain.documents import Node, Text, YamlList, YamlMap

Tree = dict | list | str
Path = tuple[str | int, ...]

WORDS = [
    "", " ", "~", "0", "-1", "100%", "-5%", "1e9", "999999999999999", "0.0000000001", "null", "true", "١", "\u202e",
    "a" * 5_000, "((((", "'x'", "[1, 2]", "{a: b}", "value", "amount", "owner", "units", "deals", "split", "splits",
    "ever", "commission", "quota", "measured", "earned_on", "attainment", "x.attainment",
    "payee.title", "payee.tenure_months", "payee", "seller.x", "is_won", "amount > 1", "not true", "1 = 1", "1/0",
    "amount / 0", "amount / cost", "amount * amount", "amount between 1 and 2", "owner || owner", "sum(amount)",
    "case when 1=1 then amount else null end", "case when null then 1 end", "lookup('levels', owner)",
    "lookup('uplift', null)", "date '2026-01-01'", "close_date + 90 days", "start_of(month, close_date)", "abs(",
    "round(amount, 99)", "-(-(-1))", "null is null", "12 months", "0 months", "99999999 months",
]  # fmt: skip
KEYS = [
    "credit", "measure", "rate", "of", "by", "tiers", "release", "earned", "clawback", "modifiers", "targets", "tables",
    "measures", "order", "payment", "assign", "to", "owner", "per", "against", "group", "round", "when", "share",
    "alongside", "continues", "above", "below", "every", "pay", "table", "keys", "source", "value", "from", "else",
]  # fmt: skip


def plain(node: Node) -> Tree:
    """A document without places."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    return [plain(value) for value in node] if isinstance(node, list) else str(node)


def noded(tree: Tree, line: int = 1) -> Node:
    """The document of a tree, every node with a place."""
    place = Place("plan.yaml", line, 1)
    if isinstance(tree, dict):
        made = YamlMap(place)
        for number, (key, value) in enumerate(tree.items(), start=1):
            made[str(key)] = noded(value, line + number)
            made.key_places[str(key)] = Place("plan.yaml", line + number, 1)
        return made
    if isinstance(tree, list):
        listed = YamlList(place)
        listed.extend(noded(value, line + number) for number, value in enumerate(tree))
        return listed
    return Text.at(tree, place)


def broken(tree: Tree, seed: int) -> Tree:
    """Break a document in one to three places."""
    dice = random.Random(seed)  # noqa: S311 - a seed makes the same plan again
    tree = deepcopy(tree)
    for _ in range(dice.randint(1, 3)):
        path = dice.choice(_paths(tree))
        if path:
            _break(tree, path, dice)
    return tree


def _paths(tree: Tree, path: Path = ()) -> list[Path]:
    below = tree.items() if isinstance(tree, dict) else enumerate(tree) if isinstance(tree, list) else ()
    return [path, *(found for key, value in below for found in _paths(value, (*path, key)))]


def _at(tree: Tree, path: Path) -> Tree:
    for step in path:
        tree = tree[step]
    return tree


def _break(tree: Tree, path: Path, dice: random.Random) -> None:
    holder, key = _at(tree, path[:-1]), path[-1]
    other = deepcopy(_at(tree, dice.choice(_paths(tree))))
    match dice.choice(["word", "word", "word", "remove", "other", "other", "add", "double", "rename"]):
        case "remove":
            del holder[key]
        case "other":
            holder[key] = other
        case "add" if isinstance(holder, dict):
            holder[dice.choice(KEYS)] = other
        case "double" if isinstance(holder, list):
            holder.append(deepcopy(holder[key]))
        case "rename" if isinstance(holder, dict):
            holder[dice.choice([*KEYS, *WORDS])] = holder.pop(key)
        case _:
            holder[key] = dice.choice(WORDS)
