"""Inputs that are large, binary or cannot be seen in an editor, made when a test wants them.

Each maker takes an empty folder, leaves its input there and says where; the same bytes each time.
`MAKERS` holds them by the name that ``verdicts.toml`` gives them.
"""

from __future__ import annotations

import csv
import io
import os
import random
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Final

Maker = Callable[[Path], Path]
MAKERS: Final[dict[str, Maker]] = {}

ENTITIES: Final = "id,label,category\na,Alpha,company\nb,Beta,company\nc,Gamma,person\n"
RELATIONS: Final = "source,target,type,share,status\na,b,owns,60,stated\nc,b,owns,40,alleged\n"


def made(name: str) -> Callable[[Maker], Maker]:
    """Keep a maker under a name."""

    def keep(maker: Maker) -> Maker:
        assert name not in MAKERS, f"{name} is made twice"
        MAKERS[name] = maker
        return maker

    return keep


def folder(
    place: Path, entities: str | bytes = ENTITIES, relations: str | bytes = RELATIONS
) -> Path:
    """A data folder of two files."""
    for name, content in (("entities.csv", entities), ("relations.csv", relations)):
        (place / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return place


def file(place: Path, name: str, content: str | bytes) -> Path:
    """One file."""
    (place / name).write_bytes(content.encode() if isinstance(content, str) else content)
    return place / name


def _plain(name: str, entities: str | bytes = ENTITIES, relations: str | bytes = RELATIONS) -> None:
    made(name)(lambda place: folder(place, entities, relations))


def png() -> bytes:
    """A picture of one pixel with a long text in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    noise = random.Random(1).randbytes(4000)
    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    body = chunk(b"IDAT", zlib.compress(b"\x00\x80")) + chunk(b"zTXt", b"x\x00\x00" + noise)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + body + chunk(b"IEND", b"")


def zipped(entries: dict[str, bytes | str]) -> bytes:
    """An archive; names are written as they are given."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            entry = zipfile.ZipInfo("x", (1980, 1, 1, 0, 0, 0))
            # Set afterwards: the constructor would tidy a separator or a NUL away.
            entry.filename = name
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


# Encodings

ACCENTS: Final = (
    "id,label,category\né,Société “X” – één €,company\nb,Beta,company\nc,Gamma,person\n"
)
ACCENT_LINKS: Final = "source,target,type\né,b,owns\n"

for _name, _encoding in (
    ("utf-8-with-mark", "utf-8-sig"),
    ("utf-16-with-mark", "utf-16"),
    ("utf-16-le", "utf-16-le"),
    ("utf-16-be", "utf-16-be"),
    ("utf-32-with-mark", "utf-32"),
    ("cp1252", "cp1252"),
):
    _plain(f"encoding-{_name}", ACCENTS.encode(_encoding), ACCENT_LINKS.encode(_encoding))

_plain("encoding-differs-by-file", ACCENTS.encode("cp1252"), ACCENT_LINKS)
_plain(
    "encoding-mixed",
    "id,label,category\na,é,company\n".encode() + "b,é,company\nc,Gamma,person\n".encode("cp1252"),
)
_plain("encoding-none", ENTITIES.encode() + b"d,\x81\x8d\x8f\x90\x9d,state\n")
_plain("encoding-utf-16-cut", ENTITIES.encode("utf-16")[:-1])
_plain("encoding-utf-16-lone-surrogate", ("\ufeff" + ENTITIES).encode("utf-16-le") + b"\x00\xd8")
_plain("encoding-utf-8-surrogate", ENTITIES.encode() + b"d,\xed\xa0\x80\xed\xb0\x80,state\n")
_plain("encoding-overlong", ENTITIES.encode() + b"d,\xc0\xaf\xc0\xae,state\n")
_plain("encoding-mark-twice", b"\xef\xbb\xbf\xef\xbb\xbf" + ENTITIES.encode())
_plain(
    "encoding-mark-before-quotes",
    '\ufeff"id","label","category"\n"a","Alpha","company"\nb,Beta,company\nc,Gamma,person\n',
)
_plain("encoding-mark-alone", b"\xef\xbb\xbf")

# Signs that cannot be seen

_plain("control-nul", "id,label,category\na,Al\x00pha,company\nb,Beta,company\nc,Gamma,person\n")
_plain(
    "control-characters",
    "id,label,category\na,\x1b[31mAlpha\x07\x08\x0b\x0c,company\nb,Be\x7fta\x01,company\n"
    "c,Gamma,person\n",
)
_plain("control-in-header", "id,la\x00bel,category\na,Alpha,company\n")
_plain("control-c1", "id,label,category\na,Al\x85pha\x9b31m,company\nb,Beta,company\nc,G,person\n")
_plain(
    "right-to-left-override",
    "id,label,category\na\u202e,\u202eexe.ahplA\u2066,company\nb,Beta,company\nc,Gamma,person\n",
    "source,target,type\na\u202e,b,\u202esnwo\n",
)
_plain(
    "zero-width",
    "id,label,category\nab,Alpha,company\na\u200bb,Al\u200bpha,company\nab\ufeff,Alpha,company\n"
    "a\u00adb,Alpha,company\n",
    "source,target,type\nab,a\u200bb,owns\n",
)
_plain(
    "line-separators",
    "id,label,category\na,Al\u2028pha\u2029Ltd\u0085x,company\nb,,company\n",
    "source,target,type\na,b,owns\n",
)
_plain(
    "not-characters",
    "id,label,category\na,\ufffe\uffff\ufdd0\U0010ffff,company\nb,\ue000\U000f0000,company\n"
    "c,\U000e0001\U000e0041,person\n",
)
_plain(
    "ids-unicode-form",
    "id,label,category\n{},Alpha,company\n{},Beta,company\n".format(
        unicodedata.normalize("NFC", "société"), unicodedata.normalize("NFD", "société")
    ),
    "source,target,type\n{},{},owns\n".format(
        unicodedata.normalize("NFC", "société"), unicodedata.normalize("NFD", "société")
    ),
)
_plain(
    "ids-no-break-space",
    "id,label,category\na b,Alpha,company\na\u00a0b,Beta,company\n",
    "source,target,type\na b,a\u00a0b,owns\n",
)

# Size

_plain(
    "label-of-100-000-letters",
    f"id,label,category\na,{'Alpha ' * 16_667},company\nb,{'B' * 100_000},{'k' * 10_000}\n"
    "c,Gamma,person\n",
)
_plain(
    "id-of-100-000-letters",
    f"id,label,category\n{'i' * 100_000},Alpha,company\n",
    f"source,target,type\n{'i' * 100_000},{'i' * 100_000},{'t' * 10_000}\n",
)
_plain(
    "cell-of-11-million-letters",
    f"id,label,category\na,{'x' * 11_000_000},company\nb,Beta,company\nc,Gamma,person\n",
)
_plain(
    "marks-of-10-000-accents",
    f"id,label,category\na,A{chr(0x301) * 10_000},company\nb,Beta,company\nc,Gamma,person\n",
)
_plain("share-of-5-000-digits", relations=f"source,target,type,share\na,b,owns,{'9' * 5_000}\n")
_plain("date-of-5-000-digits", relations=f"source,target,type,since\na,b,owns,{'9' * 5_000}\n")
_plain(
    "aliases-by-the-thousand",
    f"id,label,category,aliases\na,Alpha,company,{';'.join(f'A{n}' for n in range(20_000))}\n"
    "b,Beta,company,\nc,Gamma,person,\n",
)


@made("columns-5-000")
def _columns(place: Path) -> Path:
    names = ",".join(f"c{number}" for number in range(4_997))
    cells = ",".join(str(number) for number in range(4_997))
    return folder(
        place, f"id,label,category,{names}\na,Alpha,company,{cells}\n" + "b,Beta,company\n"
    )


@made("columns-100-000-named")
def _named_columns(place: Path) -> Path:
    names = ",".join(f"c{number}" for number in range(100_000))
    cells = ",".join(str(number) for number in range(100_000))
    rows = f"id,label,category,{names}\na,Alpha,company,{cells}\n"
    return folder(place, rows, "source,target,type\na,a,owns\n")


@made("columns-100-000-unnamed")
def _unnamed(place: Path) -> Path:
    return folder(
        place,
        f"id,label,category{',' * 100_000}x\na,Alpha,company{',' * 100_000}1\n"
        "b,Beta,company\nc,Gamma,person\n",
    )


@made("categories-10-000")
def _categories(place: Path) -> Path:
    rows = "".join(f"e{n},Body {n},kind {n}\n" for n in range(10_000))
    return folder(place, f"id,label,category\n{rows}", "source,target,type\ne1,e2,owns\n")


@made("rows-a-million")
def _million(place: Path) -> Path:
    rows = "".join(f"a,b,linked_to,{n}\n" for n in range(1_000_000))
    return folder(place, relations=f"source,target,type,note\n{rows}")


@made("rows-at-fault-50-000")
def _faults(place: Path) -> Path:
    return folder(place, relations="source,target,type,share\n" + "a,b,linked_to,130\n" * 50_000)


@made("rows-blank-a-million")
def _blank(place: Path) -> Path:
    return folder(place, ENTITIES + "\n" * 1_000_000 + "d,,company\n")


@made("quotes-100-000-never-closed")
def _quotes(place: Path) -> Path:
    return folder(place, ENTITIES + '"' * 100_001)


# Files that are no tables

_plain("picture-named-csv", png())
_plain("archive-named-csv", zipped({"entities.csv": ENTITIES}))
_plain("noise-named-csv", random.Random(2).randbytes(20_000))
_plain("program-named-csv", b"\x7fELF\x02\x01\x01" + bytes(5_000))
_plain(
    "document-named-csv", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
)
_plain("nothing-but-nul", bytes(5_000))


def _instead(place: Path, put: Callable[[Path], object]) -> Path:
    """A data folder with something else in the place of its relations."""
    folder(place)
    (place / "relations.csv").unlink()
    put(place / "relations.csv")
    return place


made("table-is-a-folder")(lambda place: _instead(place, lambda path: path.mkdir()))
made("table-is-a-pipe")(lambda place: _instead(place, os.mkfifo))
made("table-is-a-device")(lambda place: _instead(place, lambda path: path.symlink_to("/dev/zero")))
made("table-leads-nowhere")(lambda place: _instead(place, lambda path: path.symlink_to("none")))
made("table-leads-to-itself")(lambda place: _instead(place, lambda path: path.symlink_to(path)))


@made("other-files-too")
def _others(place: Path) -> Path:
    for name in ("=1+1.csv", "<img src=x onerror=alert(1)>.csv", "-rf", "\u202evsc.x", "a\nb.csv"):
        file(place, name, "x")
    return folder(place)


@made("folder-name-hostile")
def _named(place: Path) -> Path:
    inner = place / "=1+1 ![x](http:example.com) <img src=x onerror=alert(1)> {{7*7}} \u202e"
    inner.mkdir()
    return folder(inner)


# Store files

made("store-empty")(lambda place: file(place, "empty.duckdb", b""))
made("store-of-text")(lambda place: file(place, "text.duckdb", ENTITIES))
made("store-of-a-picture")(lambda place: file(place, "picture.duckdb", png()))
made("store-cut-short")(lambda place: file(place, "cut.duckdb", bytes(8) + b"DUCK" + bytes(8_000)))


# Archives and workbooks

TABLES: Final[dict[str, bytes | str]] = {"entities.csv": ENTITIES, "relations.csv": RELATIONS}


def _archive(name: str, content: bytes) -> None:
    made(name)(lambda place: file(place, name, content))


def _lazily(name: str, content: Callable[[], bytes]) -> None:
    made(name)(lambda place: file(place, name, content()))


def _bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("relations.csv", RELATIONS)
        with archive.open("entities.csv", "w", force_zip64=True) as entry:
            for _ in range(64):
                entry.write(bytes(1 << 20))
    return packed.getvalue()


def _lie(content: bytes, size: int, said: int) -> bytes:
    """The archive with another size in its lists."""
    return content.replace(struct.pack("<I", size), struct.pack("<I", said))


def _linked() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("relations.csv", RELATIONS)
        entry = zipfile.ZipInfo("entities.csv", (1980, 1, 1, 0, 0, 0))
        entry.create_system = 3
        entry.external_attr = 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    return packed.getvalue()


def _flagged(content: bytes, flag: int) -> bytes:
    """The archive with a flag set on every entry."""
    raw = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + at] |= flag
            start = raw.find(mark, start + 4)
    return bytes(raw)


def _method(content: bytes, method: int) -> bytes:
    """The archive with every entry packed in another way, as it says."""
    raw = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + at : start + at + 2] = struct.pack("<H", method)
            start = raw.find(mark, start + 4)
    return bytes(raw)


def _twice() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("entities.csv", ENTITIES)
        archive.writestr("relations.csv", RELATIONS)
        entry = zipfile.ZipInfo("entities2.csv")
        entry.filename = "entities.csv"
        archive.writestr(entry, ENTITIES)
    return packed.getvalue()


def _stored(text: str) -> bytes:
    """An archive that is not packed, so that a letter can be changed in it."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("entities.csv", text)
        archive.writestr("relations.csv", RELATIONS)
    return packed.getvalue()


_archive("zip-plain.zip", zipped(TABLES))
_archive("zip-empty.zip", zipped({}))
_archive("zip-of-pictures.zip", zipped({"picture.png": png()}))
_lazily("zip-bomb.zip", _bomb)
_archive(
    "zip-bomb-that-lies.zip",
    _lie(zipped({"entities.csv": bytes(50 << 20), "relations.csv": RELATIONS}), 50 << 20, 100),
)
_archive("zip-in-zip.zip", zipped(TABLES | {"more.zip": zipped(TABLES)}))
_archive("zip-climbing.zip", zipped(TABLES | {"../../climbed.csv": ENTITIES}))
_archive("zip-absolute.zip", zipped(TABLES | {"/tmp/x.csv": "x", "C:\\x.csv": "x"}))
_archive("zip-backslash.zip", zipped(TABLES | {"..\\..\\climbed.csv": ENTITIES}))
_lazily("zip-link.zip", _linked)
_archive("zip-locked.zip", _flagged(zipped(TABLES), 1))
_lazily("zip-names-twice.zip", _twice)
_archive("zip-nameless.zip", zipped(TABLES | {"": "x"}))
_archive("zip-many.zip", zipped({f"{number}.csv": "" for number in range(2_000)}))
_archive("zip-cut.zip", zipped(TABLES)[:-30])
_archive("zip-damaged.zip", _stored(ENTITIES).replace(b"Alpha", b"Bravo"))
_archive("zip-method-unknown.zip", _method(zipped(TABLES), 77))
_archive(
    "zip-hostile-names.zip",
    zipped(
        {
            "=1+1 <img src=x onerror=alert(1)> entities.csv": ENTITIES,
            "![x](http:example.com)\u202e relations.csv": RELATIONS,
        }
    ),
)
_archive("zip-of-a-mac.zip", zipped(TABLES | {"__MACOSX/._entities.csv": "x", ".DS_Store": "x"}))
_archive("zip-with-sub-folders.zip", zipped({f"case/data/{k}": v for k, v in TABLES.items()}))
_archive("noise.zip", b"PK\x03\x04" + random.Random(3).randbytes(5_000))
_archive("picture.gexf", png())
_archive("picture.xlsx", png())

SHEET: Final = "xl/worksheets/sheet1.xml"


def book(
    entities: Sequence[Sequence[object]] = (),
    change: Callable[[dict[str, bytes]], object] | None = None,
) -> bytes:
    """A workbook of entities and relations, and what is done to its parts."""
    import openpyxl

    made_up = openpyxl.Workbook()
    made_up.remove(made_up.worksheets[0])
    links = list(csv.reader(RELATIONS.splitlines()))
    for title, rows in (
        ("entities", entities or list(csv.reader(ENTITIES.splitlines()))),
        ("relations", links),
    ):
        sheet = made_up.create_sheet(title)
        for row in rows:
            sheet.append(row)
        for cell in (one for line in sheet.iter_rows() for one in line):
            if isinstance(cell.value, str) and cell.value.startswith("'"):
                cell.value = cell.value[1:]
                cell.data_type = "s"
    out = io.BytesIO()
    made_up.save(out)
    with zipfile.ZipFile(out) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    if change is not None:
        change(parts)
    return zipped(dict(parts))


def _put(name: str, old: bytes, new: bytes) -> Callable[[dict[str, bytes]], object]:
    def change(parts: dict[str, bytes]) -> None:
        assert old in parts[name]
        parts[name] = parts[name].replace(old, new, 1)

    return change


_HEAD: Final = ("id", "label", "category")

_lazily("book-plain.xlsx", book)
_lazily(
    "book-of-formulas.xlsx",
    lambda: book(
        [
            (*_HEAD, "note"),
            ("a", "Alpha", "company", "=1+1"),
            ("b", "'=2+2", "company", "x"),
            ("c", "Gamma", "person", ""),
        ]
    ),
)
_lazily(
    "book-with-entities.xlsx",
    lambda: book(change=_put(SHEET, b"<worksheet", b'<!DOCTYPE x [<!ENTITY e "x">]><worksheet')),
)
_lazily(
    "book-bomb.xlsx",
    lambda: book(change=lambda parts: parts.update({SHEET: b" " * (40 << 20)})),
)
_lazily(
    "book-that-lies.xlsx",
    lambda: _lie(book(change=lambda p: p.update({SHEET: b" " * (40 << 20)})), 40 << 20, 5_000),
)
_lazily(
    "book-with-links.xlsx",
    lambda: book(
        change=lambda parts: parts.update(
            {"xl/externalLinks/externalLink1.xml": b'<externalLink href="http://example.com"/>'}
        )
    ),
)
_lazily(
    "book-of-errors.xlsx",
    lambda: book(
        [
            (*_HEAD, "note"),
            ("a", "Alpha", "company", "#REF!"),
            ("b", "Beta", "company", ""),
            ("c", "Gamma", "person", ""),
        ]
    ),
)
_lazily(
    "book-wide.xlsx",
    lambda: book(change=_put(SHEET, b'<dimension ref="A1:C4"', b'<dimension ref="A1:XFD1048576"')),
)
_lazily("book-empty.xlsx", lambda: book([()], lambda parts: parts.pop("xl/worksheets/sheet2.xml")))
_lazily(
    "book-damaged.xlsx",
    lambda: book(change=lambda parts: parts.update({SHEET: b"<worksheet><sheetData><row>"})),
)
_lazily(
    "book-of-values.xlsx",
    lambda: book(
        [
            _HEAD,
            (1.0, "Number", "company"),
            ("01", "Text", "company"),
            (True, "Truth", "company"),
            (date(2020, 9, 14), "Date", "company"),
            ("a", "Alpha", "company"),
            ("b", "Beta", "company"),
            ("c", "Gamma", "person"),
        ]
    ),
)
