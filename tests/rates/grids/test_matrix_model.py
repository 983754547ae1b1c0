"""The matrix as it is written: what it says of its measures, its pays and its cells."""

from attain.documents import read_yaml, validate
from attain.rates import Matrix

TEXT = """
kind: matrix
apply: marginal
pays: payout
dimensions:
  - {measure: bookings, from: [0%, 100%]}
  - {by: product_family, in: [hardware, else]}
  - {value: term_months, from: [0, 12, 24]}
pay:
  - [[1, 2, 3], [4, 5, 6]]
  - [[7, 8, 9], [10, 11, 12]]
"""


def read() -> Matrix:
    node, _ = read_yaml(TEXT, "matrix.yaml")
    found, wrong = validate(Matrix, node, "matrix.yaml")
    assert found is not None, wrong
    return found


def test_only_measures_are_measures() -> None:
    assert [str(name) for name in read().measures()] == ["bookings"]


def test_cells_are_counted_from_the_last_dimension() -> None:
    assert read().strides == (6, 3, 1)
    assert [str(pay) for pay in read().pays()] == [str(number) for number in range(1, 13)]


def test_how_it_is_read() -> None:
    assert read().is_payout
    assert read().is_marginal
