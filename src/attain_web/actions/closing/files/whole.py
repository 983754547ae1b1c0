"""Files for people: whole or not there."""

from pathlib import Path

from attain_web.actions.acting import Refused


def write_whole(file: Path, content: bytes) -> None:
    """Write a file beside its place and then put it there.

    Raises:
        Refused: it cannot be written there.
    """
    partial = file.with_name(f".{file.name}.partial")
    try:
        partial.write_bytes(content)
        partial.replace(file)
    except OSError as error:
        raise Refused(f"'{file}' cannot be written: {error.strerror or error}", "name another place") from None
