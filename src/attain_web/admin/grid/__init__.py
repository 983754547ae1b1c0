"""Targets and assignments as a grid: out as a workbook, back with a preview, and nothing from a stale sheet."""
