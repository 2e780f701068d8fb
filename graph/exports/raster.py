"""PNG and PDF out of the figure's SVG, without system libraries."""

from __future__ import annotations

import io
import re
import struct
import zlib
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

from graph.errors import ExportError, LimitExceeded
from graph.exports.escaping import clean, one_line
from graph.picture.fonts import font_files

MOST_PIXELS: Final = 100_000_000
"""Pixels of the largest picture; more would fill the memory of a small machine."""

_SIGNATURE: Final = b"\x89PNG\r\n\x1a\n"
_CSS_PPI: Final = 96
_INCH_IN_METRES: Final = 0.0254
_POINTS_PER_PX: Final = 0.75
_FIXED: Final = datetime(1980, 1, 1, tzinfo=UTC)
# Chunks that draw the picture; whatever else a library may write stays out of the file.
_KEPT: Final = frozenset({b"IHDR", b"PLTE", b"tRNS", b"sRGB", b"gAMA", b"IDAT", b"IEND"})


def render_png(svg: str, scale: float = 2.0) -> bytes:
    """Draw an SVG as PNG that knows its physical size and holds no text chunks.

    Parameters
    ----------
    svg : str
        As `graph.exports.svg.render_svg` writes it.
    scale : float, optional
        Pixels for each px of the drawing: 1 is 96 pixels an inch, 2 is 192.

    Returns
    -------
    bytes

    Raises
    ------
    LimitExceeded
        When the picture would have more than `MOST_PIXELS`.
    ExportError
        When the scale is not above 0, or drawing fails.
    """
    import vl_convert

    if not scale > 0:
        raise ExportError(f"The scale {scale:g} is not above 0.", fix="Give 1, 2 or 3.")
    wide, high = size_of(svg)
    if wide * high * scale * scale > MOST_PIXELS:
        raise LimitExceeded(
            f"The picture would have {wide * scale:.0f} × {high * scale:.0f} pixels.",
            fix="Choose a smaller scale, fewer entities, or SVG or PDF, which have no limit.",
        )
    _register_fonts()
    try:
        data: bytes = vl_convert.svg_to_png(svg, scale=scale)
    except ValueError as error:
        raise _failed("PNG", error) from error
    return _with_resolution(data, _CSS_PPI * scale)


def render_pdf(svg: str, *, title: str = "", language: str = "en") -> bytes:
    """Draw an SVG as PDF with a title, a language and fixed dates.

    Parameters
    ----------
    svg : str
        As `graph.exports.svg.render_svg` writes it.
    title : str, optional
        Title of the document.
    language : str, optional
        Language of its words, as a BCP 47 tag.

    Returns
    -------
    bytes
        Text stays text. The bytes may differ from one time to the next.

    Raises
    ------
    ExportError
        When drawing fails.
    """
    import pikepdf
    import vl_convert

    _register_fonts()
    try:
        drawn = vl_convert.svg_to_pdf(_in_points(svg))
    except ValueError as error:
        raise _failed("PDF", error) from error
    name = one_line(title) or "Network"
    finished = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as pdf:
        pdf.Root.Lang = pikepdf.String(language)
        pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
        with pdf.open_metadata(set_pikepdf_as_editor=False) as meta:
            meta["dc:title"] = clean(name)
            meta["dc:language"] = [language]
            meta["xmp:CreateDate"] = meta["xmp:ModifyDate"] = _FIXED.isoformat()
            meta["pdf:Producer"] = meta["xmp:CreatorTool"] = "Longarm"
        pdf.docinfo["/Title"] = name
        pdf.docinfo["/Producer"] = pdf.docinfo["/Creator"] = "Longarm"
        stamp = _FIXED.strftime("D:%Y%m%d%H%M%SZ")
        pdf.docinfo["/CreationDate"] = pdf.docinfo["/ModDate"] = stamp
        pdf.save(finished, deterministic_id=True)
    return finished.getvalue()


def size_of(svg: str) -> tuple[float, float]:
    """Width and height in px that an SVG says it has.

    Raises
    ------
    ExportError
        When it says none.

    Examples
    --------
    >>> size_of('<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30.5"></svg>')
    (40.0, 30.5)
    """
    found = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)"', svg)
    if found is None:
        raise ExportError("The drawing has no size.", fix="Write it with the figure's own writer.")
    return float(found[1]), float(found[2])


def _in_points(svg: str) -> str:
    # The library takes one px for one point, which would print a third too large.
    wide, high = size_of(svg)
    size = f'width="{wide * _POINTS_PER_PX:.2f}" height="{high * _POINTS_PER_PX:.2f}"'
    return re.sub(r'width="[\d.]+" height="[\d.]+"', size, svg, count=1)


@lru_cache(maxsize=1)
def _register_fonts() -> None:
    import vl_convert

    for folder in {file.parent for file in font_files()}:
        vl_convert.register_font_directory(str(folder))


def _failed(kind: str, error: Exception) -> ExportError:
    return ExportError(
        f"The {kind} could not be drawn ({error}).", fix="Save the view as SVG and report this."
    )


def _with_resolution(data: bytes, ppi: float) -> bytes:
    per_metre = round(ppi / _INCH_IN_METRES)
    parts = [_SIGNATURE]
    at = len(_SIGNATURE)
    while at < len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        kind = data[at + 4 : at + 8]
        if kind in _KEPT:
            parts.append(data[at : at + 12 + length])
        if kind == b"IHDR":
            parts.append(_chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1)))
        at += 12 + length
    return b"".join(parts)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
