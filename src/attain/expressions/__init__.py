"""Conditions and values written as SQL expressions: read, typed and compiled to exact integer arithmetic.

``parse`` reads the text, ``check`` tells what is wrong with it in a scope, ``compile_expression`` makes it ready,
``holds``, ``results`` and ``fractions`` evaluate it on a frame.
"""

from attain.expressions.compiling.compiler import Compiled, check, compile_expression, constant, is_percent
from attain.expressions.compiling.units import ValueKind
from attain.expressions.evaluation import (
    MissingKey,
    NullRows,
    fractions,
    holds,
    missing_keys,
    null_rows,
    prepare,
    results,
    temporary_columns,
    zero_divisions,
)
from attain.expressions.scope import Calendar, FractionOperand, LookupTable, Operand, Scope, Wanted
from attain.expressions.syntax import Parsed, parse
from attain.expressions.types import ColumnType, Kind

__all__ = [
    "Calendar",
    "ColumnType",
    "Compiled",
    "FractionOperand",
    "Kind",
    "LookupTable",
    "MissingKey",
    "NullRows",
    "Operand",
    "Parsed",
    "Scope",
    "ValueKind",
    "Wanted",
    "check",
    "compile_expression",
    "constant",
    "fractions",
    "holds",
    "is_percent",
    "missing_keys",
    "null_rows",
    "parse",
    "prepare",
    "results",
    "temporary_columns",
    "zero_divisions",
]
