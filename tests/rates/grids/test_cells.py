"""The pays of a matrix: lists in lists, read in order, each with its place."""

import jsonschema
import pytest
from pydantic import TypeAdapter
from pydantic_core import PydanticCustomError

from attain.documents import read_yaml
from attain.rates.grids import Cells


def cells(text: str) -> Cells:
    node, _ = read_yaml(f"pay: {text}", "ae.yaml")
    assert isinstance(node, dict)
    return Cells.read(node["pay"])


def test_leaves_come_with_the_last_dimension_running_fastest() -> None:
    found = cells("[[8%, 12%], [9%, 15%]]")
    assert [str(leaf) for leaf in found.leaves()] == ["8%", "12%", "9%", "15%"]


@pytest.mark.parametrize(("text", "depth"), [("[8%]", 1), ("[[8%]]", 2), ("[[[1, 2], [3, 4]]]", 3), ("[]", 1)])
def test_depth_counts_lists_in_lists(text: str, depth: int) -> None:
    assert cells(text).depth == depth


def test_cells_that_say_the_same_are_equal() -> None:
    assert cells("[[8%, 12%]]") == cells("[[8%, 12%]]")
    assert hash(cells("[[8%, 12%]]")) == hash(cells("[[8%, 12%]]"))
    assert cells("[[8%, 12%]]") != cells("[[8%, 13%]]")
    assert cells("[8%]") != "8%"
    assert hash(cells("[8%]")) != hash(cells("[9%]"))


def test_cells_are_read_once() -> None:
    found = cells("[8%]")
    assert Cells.read(found) is found


def test_a_pay_that_is_no_list_is_refused() -> None:
    with pytest.raises(PydanticCustomError, match="the pays of a matrix are no list"):
        Cells.read("8%")


def test_an_editor_knows_lists_in_lists() -> None:
    schema = TypeAdapter(Cells).json_schema()
    check = jsonschema.Draft202012Validator(schema)
    assert check.is_valid(["8%", 5])
    assert check.is_valid([[["8%"], [1]], [[True], [2]]])
    assert check.is_valid([[[["8%"]]]])
    assert check.is_valid([[[[["8%"]]]]])
    assert not check.is_valid([[[[{"pay": "8%"}]]]])
    assert check.is_valid([[[[[{"pay": "8%"}]]]]]), "the fifth level and those below it are left to the reader"
    assert not check.is_valid([])
    assert not check.is_valid([[]])
    assert not check.is_valid("8%")
    assert not check.is_valid([{"pay": "8%"}])
