"""A folder whose tables are packed, or columns of Parquet, as a folder of CSV files."""

from __future__ import annotations

import gzip
import shutil
import zlib
from pathlib import Path
from typing import Final

from graph.errors import DataError
from graph.loading.reading import ENTITIES_FILE, FILES

_ENDINGS: Final = (".csv.gz", ".tsv", ".tsv.gz", ".parquet")


def as_csv(folder: Path, beside: Path) -> Path:
    """The folder itself when it has an ``entities.csv``, else one with its tables as CSV.

    Parameters
    ----------
    folder : Path
        With ``entities`` and ``relations`` as ``.csv``, ``.csv.gz``, ``.tsv``, ``.tsv.gz`` or
        ``.parquet``.
    beside : Path
        A folder for the tables as CSV.

    Raises
    ------
    DataError
        When a file cannot be unpacked.
    """
    if (folder / ENTITIES_FILE).exists():
        return folder
    stems = [name.removesuffix(".csv") for name in FILES.values()]
    found = {
        stem: place
        for stem in stems
        for ending in ("", *_ENDINGS)
        if (place := folder / (f"{stem}{ending or '.csv'}")).is_file()
    }
    if "entities" not in found:
        return folder
    made = beside / "tables" / folder.resolve().name
    made.mkdir(parents=True)
    for stem, place in found.items():
        _unpack(place, made / f"{stem}.csv")
    return made


def _unpack(place: Path, out: Path) -> None:
    import duckdb

    try:
        if place.suffix == ".parquet":
            _from_parquet(place, out)
        elif place.suffix == ".gz":
            with gzip.open(place) as packed, out.open("wb") as file:
                shutil.copyfileobj(packed, file, 1 << 20)
        else:
            shutil.copyfile(place, out)
    except (OSError, EOFError, zlib.error, duckdb.Error) as error:
        raise DataError(
            f"The file cannot be unpacked: {str(error).splitlines()[0]}",
            where=str(place),
            fix="Check that it is whole, and that there is room beside the store file.",
        ) from error


def _from_parquet(place: Path, out: Path) -> None:
    import duckdb

    with duckdb.connect(":memory:") as connection:
        read = connection.read_parquet(str(place))
        # A value that is missing is a blank cell.
        connection.execute(
            "COPY (SELECT coalesce(COLUMNS(*)::VARCHAR, '') FROM read) TO '"  # noqa: S608
            + str(out).replace("'", "''")
            + "' (HEADER, FORMAT csv)"
        )
        del read
