"""One font, measured: Source Sans as Streamlit ships it.

The screen, the SVG and the PNG use the same letters, so a label takes the same room in each. Widths
come from the variable font's own tables and cost nothing but opening it; drawing without a browser
needs one font file for each weight, and those are cut once and kept in a cache folder.
"""

from __future__ import annotations

import hashlib
import importlib.util
import unicodedata
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from graph.cache import cache_root
from graph.errors import ExportError

if TYPE_CHECKING:
    from graph.picture.system_fonts import SystemFont

FONT_FAMILY: Final = "Source Sans"
"""Name of the family: Streamlit's page declares it, `font_files` carry it."""

FONT_STACK: Final = f"'{FONT_FAMILY}', sans-serif"
"""Value of ``font-family`` in SVG and CSS."""

WEIGHTS: Final = (400, 500, 600, 700)
"""Weights a scene uses."""

FONT_LICENCE: Final = "SIL Open Font License 1.1, http://scripts.sil.org/OFL"
"""Licence of the font, for pages that carry it."""

# Raised when the way static files are cut changes, so that older caches are not taken for new ones.
_RECIPE: Final = 1
_OVERFLOW: Final = 1.5


def source_file() -> Path | None:
    """The variable font inside the installed Streamlit package, found without importing it.

    Returns
    -------
    pathlib.Path or None
        ``None`` when there is no such file; text is then measured by estimate.
    """
    try:
        spec = importlib.util.find_spec("streamlit")
    except ImportError:
        return None
    if spec is None or spec.origin is None:
        return None
    static = Path(spec.origin).parent / "static"
    return next(iter(sorted(static.rglob("SourceSansVF-Upright*.woff2"))), None)


def advance(text: str, size: float, weight: int = 400) -> float:
    """Width of a line of text in px.

    Kerning is left out: it mostly narrows, so what is drawn is never wider than what was measured.
    Characters the font lacks are measured with the font of this machine that has them, each by
    itself, and estimated on the safe side when none has.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Font size in px.
    weight : int
        One of `WEIGHTS`; others are measured as the nearest of them.

    Returns
    -------
    float

    Examples
    --------
    >>> advance("", 12) == 0
    True
    >>> advance("Zhenhua", 24, 600) > advance("Zhenhua", 12, 600) > advance("Zhenhua", 12, 400)
    True
    >>> advance("中文", 10)
    20.0
    """
    return _units(text, min(WEIGHTS, key=lambda known: abs(known - weight))) * size / 1000


def has_glyph(character: str) -> bool:
    """Whether Source Sans draws a character.

    Examples
    --------
    >>> has_glyph("Ж"), has_glyph("中")
    (True, False)
    """
    return ord(character) in _widths(WEIGHTS[0])


def wrap(text: str, size: float, weight: int, width: float) -> list[str]:
    """Break a text into lines no wider than `width` where that can be done decently.

    Lines break at spaces; a word too long for a line breaks after a hyphen or slash, between the
    characters of scripts without spaces, and anywhere only when it is half as long again as a line.

    Parameters
    ----------
    text : str
        The text; white space is folded.
    size : float
        Font size in px.
    weight : int
        Font weight.
    width : float
        Room in px.

    Returns
    -------
    list of str
        At least one line, which is empty for an empty text.

    Examples
    --------
    >>> wrap("Zhenhua Data", 12, 600, 60)
    ['Zhenhua', 'Data']
    """
    lines: list[str] = []
    current = ""
    for word in text.split():
        joined = f"{current} {word}" if current else word
        if advance(joined, size, weight) <= width:
            current = joined
            continue
        if current:
            lines.append(current)
        *whole, current = _broken(word, size, weight, width)
        lines.extend(whole)
    return [*lines, current] if current or not lines else lines


def font_files() -> list[Path]:
    """One TrueType file for each of `WEIGHTS`, cut from the variable font once and kept.

    Returns
    -------
    list of pathlib.Path
        All in one folder that holds nothing else, as ``register_font_directory`` wants it.

    Raises
    ------
    ExportError
        When the font is missing or the cache cannot be written.
    """
    source = source_file()
    if source is None:
        raise ExportError(
            "The font for pictures is missing: Streamlit's Source Sans was not found.",
            fix="Install the pinned requirements again.",
        )
    data = source.read_bytes()
    digest = hashlib.sha256(data + bytes([_RECIPE])).hexdigest()[:16]
    try:
        folder = cache_root() / f"fonts-{digest}"
        folder.mkdir(parents=True, exist_ok=True)
        files = [folder / f"SourceSans-{weight}.ttf" for weight in WEIGHTS]
        missing = [weight for weight, file in zip(WEIGHTS, files, strict=True) if not file.exists()]
        if missing:
            from graph.picture.font_cutting import cut_weights

            cut_weights(data, folder, missing, FONT_FAMILY)
    except OSError as error:
        raise ExportError(
            f"The font for pictures could not be kept on disk: {error.strerror}.",
            where=str(error.filename or ""),
            fix="Make room there, or set LONGARM_CACHE to a folder that can be written.",
        ) from error
    return files


def _broken(word: str, size: float, weight: int, width: float) -> list[str]:
    if advance(word, size, weight) <= width:
        return [word]
    pieces: list[str] = []
    current = ""
    for part in _parts(word, lambda piece: advance(piece, size, weight) > width * _OVERFLOW):
        if current and advance(current + part, size, weight) > width:
            pieces.append(current)
            current = ""
        current += part
    return [*pieces, current]


def _parts(word: str, too_long: Any) -> list[str]:
    """The word cut where it may break: after hyphens and slashes, around wide characters."""
    parts: list[str] = []
    fresh = True
    for character in word:
        wide = unicodedata.east_asian_width(character) in "WF"
        if fresh or wide or not parts:
            parts.append(character)
        else:
            parts[-1] += character
        fresh = wide or character in "-‐–/"
    return [piece for part in parts for piece in (list(part) if too_long(part) else [part])]


@lru_cache(maxsize=32_768)
def _units(text: str, weight: int) -> int:
    table = _widths(weight)
    if all(ord(character) in table for character in text):
        return sum(table[ord(character)] for character in text)
    # Only text beyond Source Sans pays for looking at other fonts.
    from graph.picture.runs import setting_of

    return sum(
        _width_in(run.font, character, table)
        for run in setting_of(text, weight).runs
        for character in run.text
    )


def _width_in(font: SystemFont | None, character: str, table: dict[int, int]) -> int:
    own = font.advance(character) if font else None
    if own is None:
        own = table.get(ord(character))
    return _estimate(character) if own is None else own


def _estimate(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Cf"):
        return 0
    return 1000 if unicodedata.east_asian_width(character) in "WF" else 600


@lru_cache(maxsize=len(WEIGHTS))
def _widths(weight: int) -> dict[int, int]:
    """Advance widths by code point, in thousandths of an em."""
    font = _variable_font()
    if font is None:
        return {}
    from fontTools.varLib.models import normalizeLocation
    from fontTools.varLib.varStore import VarStoreInstancer

    axes = {
        axis.axisTag: (axis.minValue, axis.defaultValue, axis.maxValue)
        for axis in font["fvar"].axes
    }
    place = normalizeLocation({"wght": weight}, axes)
    if "avar" in font:
        place = font["avar"].renormalizeLocation(place, font)
    variations = font["HVAR"].table
    deltas = VarStoreInstancer(variations.VarStore, font["fvar"].axes, place)
    mapping = variations.AdvWidthMap.mapping if variations.AdvWidthMap else None
    scale = 1000 / font["head"].unitsPerEm
    widths: dict[int, int] = {}
    for code, glyph in font.getBestCmap().items():
        index = mapping[glyph] if mapping else font.getGlyphID(glyph)
        widths[code] = round((font["hmtx"].metrics[glyph][0] + deltas[index]) * scale)
    return widths


@lru_cache(maxsize=1)
def _variable_font() -> Any:
    source = source_file()
    if source is None:
        return None
    # Opening fontTools takes a fifth of a second: only who measures text pays for it.
    from fontTools.ttLib import TTFont

    return TTFont(BytesIO(source.read_bytes()))
