"""Mutations of documents that stay YAML: what is said is wrong, not how it is written."""

from collections.abc import Callable
from copy import deepcopy
from random import Random

from tests.fuzz.drafts import SETTINGS, Draft, Tree, spots
from tests.fuzz.words import KEYS, VALUES, attacks

Change = Callable[[Draft, Random], bool]
_EXPRESSIONS = {
    *("where", "when", "value", "dated", "pay", "to", "while", "by"),
    *("sum", "last", "over", "of", "assign", "order"),
}


def _document(draft: Draft, dice: Random) -> dict:
    plans = draft.plans
    name = SETTINGS if not plans or dice.random() < 0.25 else dice.choice(plans)
    return draft.documents.get(name, {})


def _spot(draft: Draft, dice: Random, wanted: Callable[[Tree, object], bool]) -> tuple[Tree, object] | None:
    found = [(parent, key) for parent, key in spots(_document(draft, dice)) if wanted(parent, key)]
    return dice.choice(found) if found else None


def _in_mapping(parent: Tree, key: object) -> bool:
    del key
    return isinstance(parent, dict)


def _is_text(parent: Tree, key: object) -> bool:
    return isinstance(parent[key], str)


def _is_list(parent: Tree, key: object) -> bool:
    return isinstance(parent[key], list) and len(parent[key]) > 1


def _rename(parent: dict, before: str, after: str) -> None:
    """Rename a key and keep its place among the others."""
    renamed = {after if key == before else key: value for key, value in parent.items()}
    parent.clear()
    parent.update(renamed)


def rename_key(draft: Draft, dice: Random) -> bool:
    """Write a key that is not one, or another one."""
    spot = _spot(draft, dice, _in_mapping)
    if spot is None:
        return False
    parent, key = spot
    slip = key[:-1] if len(key) > 1 and dice.random() < 0.5 else dice.choice(KEYS)
    if slip in parent:
        return False
    _rename(parent, key, slip)
    return True


def delete_key(draft: Draft, dice: Random) -> bool:
    """Leave out a key with all below it."""
    spot = _spot(draft, dice, _in_mapping)
    if spot is None:
        return False
    del spot[0][spot[1]]
    return True


def add_key(draft: Draft, dice: Random) -> bool:
    """Add a key of the language where it may not belong."""
    spot = _spot(draft, dice, lambda parent, key: isinstance(parent[key], dict))
    if spot is None:
        return False
    spot[0][spot[1]][dice.choice(KEYS)] = dice.choice(VALUES)
    return True


def swap_values(draft: Draft, dice: Random) -> bool:
    """Exchange the values of two keys."""
    first, second = _spot(draft, dice, _in_mapping), _spot(draft, dice, _in_mapping)
    if first is None or second is None or first == second:
        return False
    left, right = deepcopy(first[0][first[1]]), deepcopy(second[0][second[1]])
    if first[1] in first[0] and second[1] in second[0]:
        first[0][first[1]], second[0][second[1]] = right, left
    return left != right


def replace_value(draft: Draft, dice: Random) -> bool:
    """Write a value that the key does not expect."""
    spot = _spot(draft, dice, _is_text)
    if spot is None:
        return False
    spot[0][spot[1]] = dice.choice(VALUES)
    return True


def wrong_type(draft: Draft, dice: Random) -> bool:
    """Write a list or mapping for a value, or a value for a list or mapping."""
    spot = _spot(draft, dice, lambda _parent, _key: True)
    if spot is None:
        return False
    value = spot[0][spot[1]]
    others: list[Tree] = [[value], {"x": value}, {}, [], "x", [[]], {"": ""}]
    spot[0][spot[1]] = dice.choice(others)
    return True


def unknown_reference(draft: Draft, dice: Random) -> bool:
    """Misspell a name or a word inside an expression."""
    spot = _spot(draft, dice, lambda p, k: isinstance(p[k], str) and any(c.isalpha() for c in p[k]))
    if spot is None:
        return False
    words = spot[0][spot[1]].split(" ")
    at = dice.randrange(len(words))
    words[at] = words[at][:-1] + dice.choice(["x", "", "_", "é"])
    spot[0][spot[1]] = " ".join(words)
    return True


def attack(draft: Draft, dice: Random) -> bool:
    """Put an attack where an expression stands."""
    spot = _spot(draft, dice, lambda p, k: isinstance(p[k], str) and k in _EXPRESSIONS)
    if spot is None:
        return False
    spot[0][spot[1]] = dice.choice(attacks())
    return True


def reorder(draft: Draft, dice: Random) -> bool:
    """Turn a list around, as tiers from high to low."""
    spot = _spot(draft, dice, _is_list)
    if spot is None:
        return False
    spot[0][spot[1]].reverse()
    return True


def repeat_entry(draft: Draft, dice: Random) -> bool:
    """Write an entry of a list twice."""
    spot = _spot(draft, dice, lambda p, k: isinstance(p[k], list) and bool(p[k]))
    if spot is None:
        return False
    entries = spot[0][spot[1]]
    entries.append(deepcopy(dice.choice(entries)))
    return True


def drop_entry(draft: Draft, dice: Random) -> bool:
    """Leave out an entry of a list."""
    spot = _spot(draft, dice, lambda p, k: isinstance(p[k], list) and bool(p[k]))
    if spot is None:
        return False
    entries = spot[0][spot[1]]
    del entries[dice.randrange(len(entries))]
    return True


def graft(draft: Draft, dice: Random) -> bool:
    """Hang a branch somewhere else: a rate as a measure, a plan in a plan."""
    donor, spot = _spot(draft, dice, _in_mapping), _spot(draft, dice, _in_mapping)
    if donor is None or spot is None:
        return False
    branch = deepcopy(donor[0][donor[1]])
    spot[0][spot[1]] = branch
    return True


def circle(draft: Draft, dice: Random) -> bool:
    """Let a component or measure be fed by itself, or two by each other."""
    if not draft.plans:
        return False
    plan = draft.documents[dice.choice(draft.plans)]
    components = plan.get("components")
    if not isinstance(components, dict) or not components:
        return False
    names = list(components)
    first, second = dice.choice(names), dice.choice(names)
    for mine, other in ((first, second), (second, first)):
        if not isinstance(components[mine], dict):
            return False
        components[mine]["credit"] = other
    return True


def no_target(draft: Draft, dice: Random) -> bool:
    """Leave a target without an amount, or make it 0 or less."""
    targets = _document(draft, dice).get("targets")
    if not isinstance(targets, dict) or not targets:
        return False
    target = targets[dice.choice(list(targets))]
    if not isinstance(target, dict):
        return False
    target["amount"] = dice.choice(["0", "-1000", ""])
    if not target["amount"]:
        del target["amount"]
    return True


def other_currency(draft: Draft, dice: Random) -> bool:
    """Let plan and workspace disagree about the currency."""
    _document(draft, dice)["currency"] = dice.choice(["EUR", "JPY", "KWD", "XXZ", "usd", "€"])
    return True


def other_dates(draft: Draft, dice: Random) -> bool:
    """Put a plan into years without deals, or turn its range around."""
    if not draft.plans:
        return False
    plan = draft.documents[dice.choice(draft.plans)]
    ranges = [{"from": "1999-01-01", "before": "1999-02-01"}, {"from": "2026-12-31", "before": "2026-01-01"}]
    plan["effective"] = dice.choice([*ranges, {"from": "0001-01-01"}, {"from": "2026-01-01", "before": "9999-12-31"}])
    return True


def second_plan(draft: Draft, dice: Random) -> bool:
    """Copy a plan, under its own name or another: both pay the same deals."""
    if not draft.plans:
        return False
    copy = deepcopy(draft.documents[dice.choice(draft.plans)])
    if dice.random() < 0.7:
        copy["plan"] = "second"
    draft.documents["plans/zz_second.yaml"] = copy
    return True


def no_plan(draft: Draft, dice: Random) -> bool:
    """Leave out a plan."""
    return bool(draft.plans) and bool(draft.documents.pop(dice.choice(draft.plans)))


def deepen(draft: Draft, dice: Random) -> bool:
    """Nest a value far too deep."""
    spot = _spot(draft, dice, _is_text)
    if spot is None:
        return False
    for _ in range(dice.choice([5, 39, 60])):
        spot[0][spot[1]] = [spot[0][spot[1]]]
    return True


def lengthen(draft: Draft, dice: Random) -> bool:
    """Make a text, a list or a number of keys far too long."""
    spot = _spot(draft, dice, _is_text)
    if spot is None:
        return False
    text = spot[0][spot[1]]
    longer: list[Tree] = [text * 3000, " + ".join([text] * 300), [text] * 2000, {f"k{n}": text for n in range(500)}]
    spot[0][spot[1]] = dice.choice(longer)
    return True


DOCUMENT_MUTATIONS: tuple[Change, ...] = (
    *(rename_key, delete_key, add_key, swap_values, replace_value, replace_value, replace_value),
    *(
        wrong_type,
        wrong_type,
        unknown_reference,
        unknown_reference,
        attack,
        attack,
        reorder,
        repeat_entry,
        drop_entry,
        graft,
        graft,
        circle,
    ),
    *(no_target, other_currency, other_dates, second_plan, no_plan, deepen, lengthen),
)
