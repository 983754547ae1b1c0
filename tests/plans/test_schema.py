"""The JSON Schemas that `attain schema` prints accept every plan of the project and refuse slips of the pen."""

import re
from copy import deepcopy
from pathlib import Path

import pytest

from attain.documents import Node, YamlMap, read_yaml
from attain.plans import plan_schema, workspace_schema
from tests.plans.workspaces import ROOT

jsonschema = pytest.importorskip("jsonschema")

PLAN = jsonschema.Draft202012Validator(plan_schema())
WORKSPACE = jsonschema.Draft202012Validator(workspace_schema())
GOLDEN = sorted((ROOT / "tests" / "golden").glob("*.yaml"))
SHIPPED = [ROOT / "demo", ROOT / "examples" / "plans"]
PLANS = sorted([*(ROOT / "examples").glob("**/plan.yaml"), *(p for at in SHIPPED for p in at.glob("*/plans/*.yaml"))])
WORKSPACES = sorted([ROOT / "examples" / "attain.yaml", *(p for at in SHIPPED for p in at.glob("*/attain.yaml"))])


def plain(node: Node) -> object:
    """A document as an editor sees it: texts, numbers, true and false."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(value) for value in node]
    if node in {"true", "false"}:
        return node == "true"
    if re.fullmatch(r"[+-]?\d+", node):
        return int(node)
    return float(node) if re.fullmatch(r"[+-]?\d+\.\d+", node) else str(node)


def read(path: Path) -> YamlMap:
    node, problems = read_yaml(path.read_text("utf-8"), path.name)
    assert isinstance(node, YamlMap), problems
    return node


def messages(validator: object, document: object) -> list[str]:
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(document)]


@pytest.mark.parametrize("schema", [plan_schema(), workspace_schema()], ids=["plan", "workspace"])
def test_the_schema_is_one_of_2020_12(schema: dict) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_a_golden_plan_is_accepted(path: Path) -> None:
    assert messages(PLAN, plain(read(path)["plan"])) == []


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_plan_is_accepted(path: Path) -> None:
    assert messages(PLAN, plain(read(path))) == []


@pytest.mark.parametrize("path", WORKSPACES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_a_shipped_workspace_is_accepted(path: Path) -> None:
    assert messages(WORKSPACE, plain(read(path))) == []


SLIPS = {
    "a key of the plan": ("effectve", "2026-01-01"),
    "a key of a component": ("components.commission.modifers", []),
    "a kind of rate": ("components.commission.rate", {"kind": "marginal", "tiers": [{"from": 0, "pay": "8%"}]}),
    "a key of a tier": ("components.commission.rate", {"kind": "whole_tiers", "tiers": [{"form": 0, "pay": "8%"}]}),
    "a key of the credit": ("components.commission.credit.form", "deals"),
    "a recipient": ("components.commission.credit.to", {"manger_of": "owner"}),
    "a share without its sign": ("components.commission.credit.to", {"owner": 60, "sdr": 40}),
    "a window": ("components.commission.measure", {"sum": "value", "per": "monthly"}),
    "a policy": ("components.commission.clawback", {"when": "a", "dated": "b", "policy": "original"}),
    "a date": ("effective", {"from": 2026}),
    "yes instead of true": ("payment", {"draw": {"adds": 100, "recoverable": "yes"}}),
    "a table's source": ("tables", {"levels": {"source": "levels", "key": ["payee"]}}),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_refused(slip: str) -> None:
    document = {
        "plan": "account_executive",
        "currency": "USD",
        "effective": {"from": "2026-01-01"},
        "components": {"commission": {"credit": {"source": "deals"}, "rate": "8%"}},
    }
    assert messages(PLAN, document) == []
    broken = deepcopy(document)
    path, value = SLIPS[slip]
    *above, key = path.split(".")
    below = broken
    for step in above:
        below = below[step]
    below[key] = value
    assert messages(PLAN, broken)


@pytest.mark.parametrize(
    ("key", "value"),
    [("currencies", "USD"), ("sources", {"deals": {"columns": {"amount": "mony"}}}), ("calendar", {"weeks": "isso"})],
)
def test_a_slip_in_a_workspace_is_refused(key: str, value: object) -> None:
    assert messages(WORKSPACE, {"currency": "USD"}) == []
    assert messages(WORKSPACE, {"currency": "USD", key: value})


def test_keys_are_described_in_the_words_of_the_code() -> None:
    schema = plan_schema()
    assert "who receives it" in schema["$defs"]["Credit"]["properties"]["to"]["description"]
    assert schema["$defs"]["Clawback"]["description"].startswith("When earned money goes back")
    assert all(definition.get("description") for definition in schema["$defs"].values())
