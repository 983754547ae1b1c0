"""Pay is counted in integers: no float is written in a pay room, and only ``money`` divides and rounds."""

import ast

import pytest

from tests.tidy.tree import Module, listing, package

# Rooms whose numbers end up in somebody's pay.
PAY_ROOMS = {"money", "expressions", "targets", "transactions", "credits", "measures", "rates", "earnings"}
PAY_ROOMS |= {"payments", "ledger", "actions"}
ROUNDING_ROOMS = {"money", "expressions"}
# Rooms that hold the plan's own numbers as fractions, where `/` is exact. Columns are divided in money alone.
FRACTION_ROOMS = {"money", "expressions", "rates", "targets"}

FLOAT_NAMES = {"float", "Float32", "Float64", "Decimal", "truediv"}
ROUNDING_NAMES = {"round", "floor", "ceil", "mean", "round_sig_figs"}


def _pay_modules() -> list[Module]:
    return [module for module in package() if module.room in PAY_ROOMS]


def _names(module: Module) -> list[tuple[ast.expr, str]]:
    """Names and attributes read anywhere in a module."""
    found: list[tuple[ast.expr, str]] = []
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Name):
            found.append((node, node.id))
        elif isinstance(node, ast.Attribute):
            found.append((node, node.attr))
    return found


def test_no_float_is_written_in_a_pay_room() -> None:
    found = [
        f"{module.place(node)} {node.value}"
        for module in _pay_modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert not found, listing("Write an integer at a scale", found)


def test_no_float_or_engine_decimal_is_named_in_a_pay_room() -> None:
    found = [f"{m.place(n)} {name}" for m in _pay_modules() for n, name in _names(m) if name in FLOAT_NAMES]
    assert not found, listing("Floats and the engine's decimals are not exact; use integers at a scale", found)


def test_only_money_rounds() -> None:
    modules = [module for module in _pay_modules() if module.room not in ROUNDING_ROOMS]
    calls = [(m, n) for m in modules for n in ast.walk(m.tree) if isinstance(n, ast.Call)]
    found = [m.place(call) for m, call in calls if _called(call) in ROUNDING_NAMES]
    assert not found, listing("Round with a function of attain.money", found)


def test_only_money_divides() -> None:
    """A measure, a credit or an earning is never divided where it is used."""
    modules = [module for module in _pay_modules() if module.room not in FRACTION_ROOMS]
    found = [
        module.place(node)
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)
    ]
    assert not found, listing("Divide with a function of attain.money", found)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


@pytest.mark.parametrize(("text", "is_float"), [("x = 0.5", True), ("x = 5", False), ("x = '0.5'", False)])
def test_the_check_sees_a_float(text: str, *, is_float: bool) -> None:
    nodes = ast.walk(ast.parse(text))
    assert any(isinstance(n, ast.Constant) and isinstance(n.value, float) for n in nodes) is is_float
