"""Runs in parts: credits for some deals at a time, pay for some payees at a time, the same tables in less memory."""

from attain.runs.parting.in_parts import Sizes, calculate_in_parts

__all__ = ["Sizes", "calculate_in_parts"]
