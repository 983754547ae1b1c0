"""The oracle is a second opinion: it imports nothing of the package, and no engine."""

import ast

from tests.tidy.tree import ROOT, listing, parsed

FOREIGN = {"attain", "polars", "pyarrow", "numpy", "duckdb"}


def test_the_oracle_imports_nothing_of_the_package() -> None:
    found: list[str] = []
    for module in parsed(ROOT / "tests" / "oracle"):
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
                found += [f"{module.place(node)} {name}" for name in names if name.partition(".")[0] in FOREIGN]
    assert not found, listing("The oracle imports", found)


def test_the_oracle_counts_in_fractions() -> None:
    found = [
        f"{module.place(node)} {node.value}"
        for module in parsed(ROOT / "tests" / "oracle")
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, float)
    ]
    assert not found, listing("A float in the oracle", found)
