"""A plan's text as plain Python: every scalar stays the text that was written.

>>> read_plan("rate: {kind: flat_rate, pay: 8%}")
{'rate': {'kind': 'flat_rate', 'pay': '8%'}}
"""

from io import StringIO

from ruamel.yaml import YAML


def read_plan(text: str) -> dict:
    """Read a YAML text with the loader that types nothing, so that 0.1 and 2026-01-31 stay text."""
    return _plain(YAML(typ="base", pure=True).load(StringIO(text)))


def _plain(node: object) -> object:
    if isinstance(node, dict):
        return {str(key): _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    return str(node)
