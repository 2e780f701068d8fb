"""Looking for redacted names in a finished file, wherever its format can keep them."""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from collections.abc import Collection, Iterator
from html import unescape
from typing import Any, Final

from graph.errors import ExportError
from graph.exports.redaction_names import Name, Names, words_in
from graph.exports.redaction_roll import Roll

_XML: Final = frozenset({"svg", "html", "gexf", "graphml", "xml", "rels", "vml"})
_JSON: Final = frozenset({"json", "ftm", "bods"})
_ZIPPED: Final = frozenset({"csv", "xlsx", "neo4j", "zip"})
_TAG: Final = re.compile(r"<[^<>]*>")
_UNICODE: Final = re.compile(r"\\u([0-9a-fA-F]{4})")
# Base64 of fonts and digests: no words stand in them.
_BASE64: Final = re.compile(r"(?<=base64,)[A-Za-z0-9+/=]+|sha256-[A-Za-z0-9+/=]+")
_DRAWS: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"pHYs", b"IDAT", b"IEND"})
_MOST: Final = 20

Texts = Iterator[tuple[str, str]]


def leaks(
    data: bytes, fmt: str, roll: Roll, *, own: Collection[tuple[str, ...]] = ()
) -> tuple[str, ...]:
    r"""Places in a file where a redacted name can still be read.

    Parameters
    ----------
    data : bytes
        The file.
    fmt : str
        Its format: a key of `graph.exports.FORMATS`, or ``txt``.
    roll : Roll
        Who is redacted.
    own : collection of tuple of str
        Words of names that are the program's own as well, see `own_words`.

    Returns
    -------
    tuple of str
        Each says the place and who it is, by the name that is shown; empty when there is none.

    Examples
    --------
    >>> from graph.exports.redaction_roll import make_roll
    >>> from graph.model import Entity
    >>> jan = Entity("jan", "Jan Smit", "person")
    >>> roll = make_roll([jan], ["person"], [], lambda key: False)
    >>> leaks(b'{"a": ["Jan Smi\\u0074"]}', "json", roll)
    ('a › 1: a name of person 1',)
    """
    found: dict[str, None] = {}
    for place, name in _named(data, fmt, roll.names):
        if words_in(name.text) not in own:
            found[f"{place}: a name of {name.shown}"] = None
    return tuple(found)[:_MOST]


def own_words(data: bytes, fmt: str, roll: Roll) -> frozenset[tuple[str, ...]]:
    """Words of names that stand in a file made without any word of the data.

    A company may be called “Legend”; the heading over a figure's legend does not give it away.
    """
    return frozenset(words_in(name.text) for _, name in _named(data, fmt, roll.names))


def refuse(found: tuple[str, ...], what: str) -> None:
    """Refuse a file that still holds a redacted name.

    Raises
    ------
    ExportError
        When something was found.
    """
    if found:
        more = f" and {len(found) - 1} more" if len(found) > 1 else ""
        raise ExportError(
            f"The {what} was not saved: a redacted name is left in it ({found[0]}{more}).",
            fix="Hide the entity instead, or save another format, and report this.",
        )


def _named(data: bytes, fmt: str, names: Names) -> Iterator[tuple[str, Name]]:
    if not names:
        return
    for place, text in _texts(data, fmt):
        for one in names.found(text, sure=True):
            yield place, one.name


def _texts(data: bytes, fmt: str) -> Texts:
    if fmt in _ZIPPED:
        yield from _members(data)
    elif fmt == "pdf":
        yield from _pdf(data)
    elif fmt == "png":
        yield from _png(data)
    elif fmt in _XML:
        yield from _markup(data.decode("utf-8", "replace"), page=fmt == "html")
    elif fmt in _JSON:
        yield from _json(data.decode("utf-8", "replace"))
    else:
        yield "text", data.decode("utf-8", "replace")


def _markup(text: str, *, page: bool) -> Texts:
    if page:
        text = _without_library(_BASE64.sub("", text))
        text = _UNICODE.sub(lambda found: chr(int(found[1], 16)), text)
    # Names that are set over two elements, then those within one and in attributes.
    yield "text", " ".join(unescape(_TAG.sub("\n", text)).split())
    for tag in _TAG.finditer(text):
        if "=" in tag[0]:
            yield tag[0][1:].split(maxsplit=1)[0], unescape(tag[0])
    yield "markup", unescape(text)


def _without_library(text: str) -> str:
    from graph.exports.html import our_script

    return text.replace(our_script(), "")


def _json(text: str) -> Texts:
    lines = [text]
    try:
        values = [json.loads(text)]
    except ValueError:
        lines = text.splitlines()
        values = []
        for line in lines:
            try:
                values.append(json.loads(line))
            except ValueError:
                yield "text", line
    for number, value in enumerate(values, start=1):
        yield from _within(value, f"line {number}" if len(values) > 1 else "")


def _within(value: Any, place: str) -> Texts:
    waiting = [(value, place)]
    while waiting:
        held, where = waiting.pop()
        if isinstance(held, str):
            yield where or "text", held
        elif isinstance(held, dict):
            for key, inner in held.items():
                yield f"{where} › a key".removeprefix(" › "), key
                waiting.append((inner, f"{where} › {_short(key)}".removeprefix(" › ")))
        elif isinstance(held, list):
            for number, inner in enumerate(held, start=1):
                waiting.append((inner, f"{where} › {number}".removeprefix(" › ")))
        elif isinstance(held, int) and not isinstance(held, bool):
            yield where, str(held)


def _short(key: str) -> str:
    return key if len(key) <= 30 else f"{key[:29]}…"


def _members(data: bytes) -> Texts:
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except zipfile.BadZipFile:
        yield "text", data.decode("utf-8", "replace")
        return
    with archive:
        yield "comment of the archive", archive.comment.decode("utf-8", "replace")
        for entry in archive.infolist():
            yield "name of a file in the archive", entry.filename
            yield f"comment of {entry.filename}", entry.comment.decode("utf-8", "replace")
            inner = archive.read(entry)
            ending = entry.filename.rpartition(".")[2].lower()
            kind = "txt" if ending == "csv" else ending
            for place, text in _texts(inner, kind):
                yield f"{entry.filename}, {place}" if kind != "txt" else entry.filename, text


def _pdf(data: bytes) -> Texts:
    import pikepdf
    from pypdf import PdfReader

    for number, page in enumerate(PdfReader(io.BytesIO(data)).pages, start=1):
        yield f"page {number}", " ".join(page.extract_text().split())
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            yield from _strings(thing, pikepdf)
            if isinstance(thing, pikepdf.Stream) and thing.get("/Type") == "/Metadata":
                yield from _markup(thing.read_bytes().decode("utf-8", "replace"), page=False)


def _strings(thing: Any, pikepdf: Any) -> Texts:
    if isinstance(thing, pikepdf.String):
        yield "properties", str(thing)
    elif isinstance(thing, pikepdf.Array):
        for inner in thing:
            if not getattr(inner, "is_indirect", False):
                yield from _strings(inner, pikepdf)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)):
        for key, inner in thing.items():
            yield "properties", key
            if not getattr(inner, "is_indirect", False):
                yield from _strings(inner, pikepdf)


def _png(data: bytes) -> Texts:
    at = 8
    while at + 8 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        if kind not in _DRAWS:
            yield "text of the picture", body.decode("utf-8", "replace")
            for start in range(len(body)):
                if body[start : start + 1] == b"\x78":
                    yield from _unpacked(body[start:])
        at += 12 + length
    yield "end of the picture", data[at:].decode("utf-8", "replace")


def _unpacked(body: bytes) -> Texts:
    try:
        yield (
            "text of the picture",
            zlib.decompressobj().decompress(body).decode("utf-8", "replace"),
        )
    except zlib.error:
        return
