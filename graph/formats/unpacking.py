"""Taking files out of a zip that a stranger packed."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Final

from graph.exports.escaping import one_line
from graph.loading.csvfile import CsvFile
from graph.loading.folder import as_table
from graph.loading.report import Findings, Problem, Severity
from graph.loading.tables import Table

MAX_FILES: Final = 1_000
"""Entries of an archive that are looked at."""

MAX_UNPACKED: Final = 1 << 30
"""Bytes that an archive may unpack to."""

MAX_RATIO: Final = 250
"""Times its packed size that an entry of more than `_SMALL` bytes may unpack to."""

TEXTS: Final = (".csv", ".tsv", ".tab", ".txt")
"""Ends of the names of text tables."""

_LOOKED_AT: Final = 50
_HEAD: Final = 4096
_SMALL: Final = 32 << 20
_CHUNK: Final = 1 << 20
_ARCHIVES: Final = (".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz")


class TooMuch(Exception):
    """An entry unpacks to more than the bounds allow."""


def unpack(
    archive: Path, into: Path, wanted: tuple[str, ...], findings: Findings, *, name: str = ""
) -> Iterator[tuple[str, Path]]:
    """Unpack the tables of an archive into a folder, each under a name of our own.

    Parameters
    ----------
    archive : Path
        The zip.
    into : Path
        An empty folder.
    wanted : tuple of str
        Ends of the names that are wanted, in lower case.
    findings : Findings
        Takes what was left in the archive, and why.
    name : str, optional
        What the archive is called in the report.

    Yields
    ------
    name : str
        The path inside the archive.
    file : Path
        What was unpacked.
    """
    called = name or archive.name

    def note(severity: Severity, problem: str, fix: str, value: str = "") -> None:
        findings.add(Problem(severity, called, 0, "", value, problem, fix))

    try:
        with zipfile.ZipFile(archive) as packed:
            # Not `is_dir`: an entry without a name breaks it.
            entries = [one for one in packed.infolist() if not one.filename.endswith("/")]
            if len(entries) > MAX_FILES:
                note(
                    "error",
                    f"The archive holds {len(entries):,} files; {MAX_FILES:,} are the most.",
                    "Pack the tables alone.",
                )
                return
            total = 0
            for number, entry in enumerate(entries):
                shown = one_line(entry.filename)
                reason, fix, severity = _unwanted(entry, wanted)
                if reason:
                    note(severity, f"“{shown}” was left in the archive: {reason}.", fix, shown)
                    continue
                out = into / f"{number}{PurePosixPath(entry.filename).suffix.lower()}"
                try:
                    total += _extract(packed, entry, out, MAX_UNPACKED - total)
                except TooMuch as error:
                    note("error", f"“{shown}” {error}", "Bring the file unpacked.", shown)
                    out.unlink(missing_ok=True)
                    return
                except (
                    zipfile.BadZipFile,
                    EOFError,
                    NotImplementedError,
                    ValueError,
                    RuntimeError,
                    zlib.error,
                ) as error:
                    why = "damaged" if isinstance(error, zipfile.BadZipFile) else "packed oddly"
                    note("error", f"“{shown}” cannot be unpacked: it is {why}.", "Pack it again.")
                    out.unlink(missing_ok=True)
                    continue
                yield shown, out
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError):
        note("error", "The archive cannot be opened: it is damaged.", "Pack it again.")


def text_tables(place: Path, findings: Findings) -> Iterator[Table]:
    """The CSV files of a zip or folder, or one alone, under their own columns.

    Parameters
    ----------
    place : Path
        The zip, folder or file.
    findings : Findings
        Takes what is wrong with them.
    """
    if place.is_dir():
        inside = sorted(one for one in place.rglob("*") if one.is_file() and not one.is_symlink())
        for one in inside:
            if one.suffix.lower() in TEXTS:
                yield as_table(
                    CsvFile(one, (), (), findings, name=one.relative_to(place).as_posix())
                )
        return
    if not is_zip(place):
        yield as_table(CsvFile(place, (), (), findings))
        return
    with TemporaryDirectory(prefix="longarm-") as scratch:
        for inner, file in unpack(place, Path(scratch), TEXTS, findings):
            yield as_table(CsvFile(file, (), (), findings, name=inner))
            file.unlink(missing_ok=True)


def is_zip(place: Path) -> bool:
    """Whether a file begins as a zip does."""
    with place.open("rb") as file:
        return file.read(4) in {b"PK\x03\x04", b"PK\x05\x06"}


def headers(place: Path) -> dict[str, str]:
    """The first line of each CSV file of a zip or folder, by name; none when it is neither.

    A look only: what cannot be read is passed by.
    """
    found: dict[str, str] = {}
    try:
        if place.is_dir():
            for one in sorted(place.rglob("*"))[:_LOOKED_AT]:
                if one.suffix.lower() in TEXTS and one.is_file():
                    with one.open("rb") as file:
                        found[one.relative_to(place).as_posix()] = _first_line(file.read(_HEAD))
        elif is_zip(place):
            with zipfile.ZipFile(place) as packed:
                for entry in packed.infolist()[:_LOOKED_AT]:
                    if not _unwanted(entry, TEXTS)[0]:
                        with packed.open(entry) as part:
                            found[entry.filename] = _first_line(part.read(_HEAD))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError, RuntimeError):
        pass
    except zlib.error:
        pass
    return found


def _first_line(head: bytes) -> str:
    return head.decode("utf-8-sig", "replace").split("\n", 1)[0].strip()


def _unwanted(entry: zipfile.ZipInfo, wanted: tuple[str, ...]) -> tuple[str, str, Severity]:
    """Why an entry is left alone, what to do and how bad that is; blank when it is wanted."""
    path = entry.filename.replace("\\", "/")
    parts = PurePosixPath(path).parts
    last = parts[-1].lower() if parts else ""
    if path.startswith("/") or ".." in parts or (len(path) > 1 and path[1] == ":"):
        return "its path leads out of it", "Pack it under a plain name.", "error"
    if stat.S_ISLNK(entry.external_attr >> 16):
        return "it is a link to another file", "Pack the file itself.", "error"
    if "__MACOSX" in parts or last.startswith((".", "~$")) or last == "thumbs.db":
        return "it belongs to the computer it was packed on", "Nothing.", "info"
    if last.endswith(_ARCHIVES):
        return "it is an archive itself", "Unpack it and bring its tables.", "warning"
    if not last.endswith(wanted):
        return "it is no table", "Nothing, or bring it by itself.", "info"
    if entry.flag_bits & 0x1:
        return "it is locked with a password", "Pack it without a password.", "error"
    return "", "", "info"


def most_of(entry: zipfile.ZipInfo) -> int:
    """Bytes that an entry may unpack to, by its packed size."""
    return max(_SMALL, MAX_RATIO * entry.compress_size)


def _extract(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, out: Path, room: int) -> int:
    """Unpack one entry, counting what comes out instead of trusting what it says."""
    most = most_of(entry)
    size = 0
    with packed.open(entry) as source, out.open("wb") as target:
        while chunk := source.read(_CHUNK):
            size += len(chunk)
            if size > room:
                raise TooMuch(f"is too much: an archive may unpack to {MAX_UNPACKED >> 30} GB.")
            if size > most:
                raise TooMuch(
                    f"unpacks to more than {MAX_RATIO} times its packed size, as no table does."
                )
            target.write(chunk)
    return size
