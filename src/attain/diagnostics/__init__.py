"""Problems in plans and data, as values: what, where, why, and how to fix it."""

from attain.diagnostics.codes import CODES, Code, Severity, register
from attain.diagnostics.diagnostic import Diagnostic, Place, has_errors, in_order
from attain.diagnostics.render import render_json, render_text

__all__ = [
    "CODES",
    "Code",
    "Diagnostic",
    "Place",
    "Severity",
    "has_errors",
    "in_order",
    "register",
    "render_json",
    "render_text",
]
