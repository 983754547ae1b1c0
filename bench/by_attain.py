"""Calculates a workspace with Attain and writes every table: ``python bench/by_attain.py FOLDER OUT``."""

import sys
from pathlib import Path

from attain.runs import calculate_opened, open_workspace
from attain.runs.writing import write_tables


def main(folder: Path, out: Path) -> int:
    """Read, calculate and write; say what is wrong if there are errors."""
    opened = open_workspace(folder)
    results = calculate_opened(opened, in_parts=True)
    if not results.is_usable:
        print(*results.diagnostics[:20], sep="\n", file=sys.stderr)
        return 1
    write_tables(results, opened.loaded, out)
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
