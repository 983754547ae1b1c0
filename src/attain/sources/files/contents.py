"""The bytes of a file: unpacked within limits, and text decoded to UTF-8.

A compressed file of a few kilobytes can unpack to more than a machine holds; unpacking stops at
the limit, or as soon as the output is improbably larger than the input.
"""

import codecs
import zlib
from errno import EACCES, EISDIR, ENAMETOOLONG, ENOENT
from pathlib import Path

from attain.sources import problems
from attain.sources.files.raw import Unreadable

MIB = 1 << 20
# Real exports pack 3:1 to 60:1; only made-up ones pass 100:1 on more than a few megabytes.
MOST_RATIO = 100
FREE_BYTES = 8 * MIB
_GZIP = b"\x1f\x8b"
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_LATIN = {"latin-1", "latin1", "iso-8859-1", "iso8859-1", "windows-1252", "cp1252", "ansi"}
_NAMES = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Latin-1 (Windows-1252)"}
_REASONS = {
    ENOENT: "there is no such file",
    EACCES: "reading it is not permitted",
    ENAMETOOLONG: "its name is too long",
}
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13}) + b"\x7f"


def read_bytes(path: Path, most_bytes: int) -> tuple[bytes, bool]:
    """Return a file's bytes, unpacked if it is gzip, and whether it was.

    Raises:
        Unreadable: it cannot be opened, is empty, damaged, or unpacks to more than ``most_bytes``.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise cannot_open(path, error) from None
    if not content:
        raise Unreadable(problems.EMPTY, "the file has no bytes", "export it again, or remove the source")
    if len(content) > most_bytes:
        raise too_large(f"the file has {len(content):,} bytes")
    if not content.startswith(_GZIP):
        return content, False
    return _unpack(content, most_bytes), True


def cannot_open(path: Path, error: OSError) -> Unreadable:
    """Say why a file cannot be opened, without naming where the workspace lies."""
    if error.errno in {EISDIR, EACCES} and path.is_dir():  # a name that is too long cannot even be asked for
        return Unreadable(problems.NOT_FOUND, "this is a folder", "name the file in it")
    what = _REASONS.get(error.errno or 0, "it cannot be read")
    return Unreadable(problems.NOT_FOUND, what, "check the name, or put the file there")


def too_large(what: str) -> Unreadable:
    """Refuse a file that is or unpacks to too much."""
    fix = "check where the file comes from; if it is right, raise limits: {unpacked_mib: ...} in attain.yaml"
    return Unreadable(problems.TOO_LARGE, what, fix)


def _unpack(packed: bytes, most_bytes: int) -> bytes:
    parts: list[bytes] = []
    total = 0
    member = zlib.decompressobj(wbits=31)
    start = 0
    try:
        while start < len(packed) and not (member.eof and packed[start : start + 2] != _GZIP):
            if member.eof:
                member = zlib.decompressobj(wbits=31)
            pending = packed[start : start + MIB]
            start += len(pending)
            while pending and not member.eof:
                part = member.decompress(pending, 4 * MIB)
                parts.append(part)
                total += len(part)
                pending = member.unconsumed_tail
                taken = start - len(pending)
                if total > most_bytes or (total > FREE_BYTES and total > MOST_RATIO * taken):
                    raise too_large(f"{taken:,} bytes unpack to more than {total:,}")
            start -= len(member.unused_data)
    except zlib.error:
        raise _damaged() from None
    if not member.eof:
        raise _damaged()
    if not total:
        raise Unreadable(problems.EMPTY, "the gzip file holds nothing", "export it again, or remove the source")
    return b"".join(parts)


def _damaged() -> Unreadable:
    return Unreadable(problems.NOT_A_TABLE, "the gzip file is damaged or cut short", "copy or export it again")


def decode(content: bytes, declared: str | None) -> tuple[bytes, str]:
    r"""Return the text as UTF-8 bytes without byte order mark, and a sentence on its encoding.

    >>> decode("Müller".encode("utf-16"), None)[1]
    'encoding UTF-16 with byte order mark'
    >>> decode(b"M\xfcller", None)
    (b'M\xc3\xbcller', 'encoding Latin-1 (Windows-1252), because line 1 is not UTF-8')

    Raises:
        Unreadable: it is no text, or not in the declared encoding.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            text = _strictly(content[len(mark) :], encoding)
            return _checked(text), f"encoding {_NAMES[encoding]} with byte order mark"
    if declared:
        encoding = _lookup(declared)
        said = f"encoding {_NAMES.get(encoding, encoding)} as declared"
        return _checked(_strictly(content, encoding)), said
    wide = _wide_encoding(content)
    if wide:
        return _checked(_strictly(content, wide)), "encoding UTF-16 without byte order mark"
    _checked(content)
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        said = f"encoding Latin-1 (Windows-1252), because line {line} is not UTF-8"
        return _strictly(content, "cp1252"), said
    return content, "encoding UTF-8"


def is_encoding(name: str) -> bool:
    """Say whether a declared encoding is one of text that Python knows."""
    try:
        found = codecs.lookup(name if name.lower() not in _LATIN else "cp1252")
        return "\n".encode(found.name).decode(found.name) == "\n"
    except (LookupError, ValueError):
        return False


def _lookup(declared: str) -> str:
    return "cp1252" if declared.lower() in _LATIN else codecs.lookup(declared).name


def _strictly(content: bytes, encoding: str) -> bytes:
    try:
        return content if encoding == "utf-8" and content.isascii() else content.decode(encoding).encode("utf-8")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line = (before.decode(encoding, "ignore").count("\n") if "16" in encoding else before.count(b"\n")) + 1
        name = _NAMES.get(encoding, encoding)
        what = f"byte {content[error.start]:#04x} is not {name} text"
        fix = "save the file as UTF-8, or declare format: {encoding: ...} as it is"
        raise Unreadable(problems.UNDECODABLE, what, fix, line) from None
    except UnicodeEncodeError:
        fix = "save the file as UTF-8"
        raise Unreadable(problems.UNDECODABLE, "half a character stands alone", fix) from None


def _wide_encoding(content: bytes) -> str | None:
    """Recognise UTF-16 without byte order mark: every other byte of Western text is zero."""
    head = content[:4096]
    halves = len(head) // 2
    if halves < 2:
        return None
    if head[1::2].count(0) > 0.4 * halves and not head[::2].count(0):
        return "utf-16-le"
    if head[::2].count(0) > 0.4 * halves and not head[1::2].count(0):
        return "utf-16-be"
    return None


def _checked(text: bytes) -> bytes:
    """Refuse what is no text: zero bytes, or many control characters."""
    fix = "export the table again as CSV, XLSX or Parquet"
    head = text[: 1 << 16]
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > 8 and controls > len(head) // 200:
        raise Unreadable(problems.NOT_A_TABLE, "the file is binary, not text", fix)
    at = text.find(b"\x00")
    if at >= 0:
        line = text.count(b"\n", 0, at) + 1
        what = "a zero byte: the file was damaged or cut while it was written"
        raise Unreadable(problems.NOT_A_TABLE, what, fix, line)
    return text
