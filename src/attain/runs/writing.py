"""Writes the tables of a run as Parquet files: all of them or none, and the same bytes for the same inputs.

``credits, measures, earnings, payments, periods, rejects``, and ``reviews`` where attain.yaml asks for reviews.
"""

import shutil
import tempfile
from pathlib import Path

from attain.runs.calculate import Results
from attain.runs.reviews import listed_reviews
from attain.runs.words import Tables
from attain.sources import REJECTS, Loaded

TABLE_NAMES = ("credits", "measures", "earnings", "payments", "periods", "rejects")
_REVIEWS = "reviews"
_ROW_GROUP = 250_000


def output_tables(results: Results, loaded: Loaded) -> Tables:
    """Gather every table that a run hands out, in the order of the contract.

    Raises:
        ValueError: the results have errors, so there is nothing to hand out.
    """
    if not results.is_usable:
        raise ValueError("results with errors have no tables")
    further = {"rejects": REJECTS.checked(loaded.rejects)}
    if loaded.config is not None and any(source.reviews for source in loaded.config.sources.values()):
        further[_REVIEWS] = listed_reviews(loaded)
    return results.tables.with_tables(further)


def write_tables(results: Results, loaded: Loaded, folder: Path) -> list[Path]:
    """Write the tables of a run into a folder.

    Args:
        results: what was calculated, without errors.
        loaded: what it was calculated from, for the rejected rows.
        folder: where to; it is made if need be.

    Returns:
        The files written, in order of the contract.

    Raises:
        ValueError: the results have errors.
        OSError: the folder cannot be written to.
    """
    return put_tables(output_tables(results, loaded), folder)


def put_tables(tables: Tables, folder: Path) -> list[Path]:
    """Put tables into a folder, one file each.

    They are written beside it first and then put in place, so that one that fails leaves the files of the last one as
    they were, and two at once do not disturb each other. Other files in the folder are left alone.

    Returns:
        The files, in the order of the tables.

    Raises:
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(prefix=".writing-", dir=folder))
    try:
        _write_all(tables, beside)
        for name in tables:
            (beside / _file_name(name)).replace(folder / _file_name(name))
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    return [folder / _file_name(name) for name in tables]


def _write_all(tables: Tables, folder: Path) -> None:
    for name in tables:
        # Fixed row groups and one codec at one level: nothing about the machine or the time is in the file.
        tables.stream(name).sink_parquet(
            folder / _file_name(name),
            compression="zstd",
            compression_level=1,
            statistics=True,
            row_group_size=_ROW_GROUP,
        )


def _file_name(name: str) -> str:
    return f"{name}.parquet"
