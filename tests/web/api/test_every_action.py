"""Every action is an operation of the API, or says here why it is none."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.web.conftest import ROOT

ACTIONS = ROOT / "src" / "attain_web" / "actions"
OPERATIONS = ROOT / "src" / "attain_web" / "api" / "operations"
OWN = "one's own sign-in: a token of a program is no proof that its owner sits there"
SHELL = "the machine's own shell: it reads or writes files of the server"
WITHOUT = {
    "give_password": "the machine's own shell: whoever has it has the store",
    "take_factors": "the machine's own shell: whoever has it has the store",
    "make_token": "a token makes no tokens, so that one that was lost ends with its day",
    "change_password": OWN,
    "change_address": OWN,
    "accept_address": OWN,
    "add_totp": OWN,
    "add_passkey": OWN,
    "remove_factor": OWN,
    "new_recovery_codes": OWN,
    "sign_out_everywhere": "one's own sessions: a program has none",
    "view_as_payee": "a page of somebody else's, looked at; programs read the operations of that payee",
    "back_up_store": SHELL,
    "restore_store": SHELL,
}


def functions(folder: Path) -> Iterator[str]:
    """Every public function of a room that acts on somebody's behalf."""
    for path in sorted(folder.rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
                named = {one.arg for one in node.args.kwonlyargs}
                if "acting_user" in named and node.name != "acting":
                    yield node.name


def used(folder: Path) -> set[str]:
    """Every name that a room calls."""
    found: set[str] = set()
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = node.func
                found.add(called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", ""))
    return found


def test_every_action_has_an_operation_or_a_reason() -> None:
    known, called = set(functions(ACTIONS)), used(OPERATIONS)
    assert len(known) > 50
    assert sorted(known - called - set(WITHOUT)) == [], "give it an operation, or say in WITHOUT why it has none"
    assert sorted(name for name in WITHOUT if name in called) == [], "it has an operation: take its reason away"
    assert sorted(set(WITHOUT) - known) == [], "there is no such action any more"
