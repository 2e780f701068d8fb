"""Fonts of this machine for the scripts that Source Sans lacks; none is fetched.

Files are found by name, from a short list for each script, and opened only when a text needs them.
The folders are those in which what draws PNG and PDF looks too.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

_CHINESE: Final = (
    "NotoSansCJK",
    "NotoSansCJKsc",
    "NotoSansSC",
    "SourceHanSansSC",
    "PingFang",
    "HiraginoSansGB",
    "msyh",
    "NotoSansJP",
    "wqy-microhei",
    "DroidSansFallbackFull",
    "DroidSansFallback",
)
_PREFERRED: Final = {
    "Hani": _CHINESE,
    "Bopo": _CHINESE,
    "Hira": ("NotoSansCJK", "NotoSansJP", "ヒラギノ角ゴシックW3", "YuGothM", "msgothic"),
    "Kana": ("NotoSansCJK", "NotoSansJP", "ヒラギノ角ゴシックW3", "YuGothM", "msgothic"),
    "Hang": ("NotoSansCJK", "NotoSansKR", "AppleSDGothicNeo", "malgun", "NanumGothic"),
    "Arab": ("NotoSansArabic", "NotoNaskhArabic", "GeezaPro", "tahoma"),
    "Hebr": ("NotoSansHebrew", "ArialHB", "tahoma"),
    "Geor": ("NotoSansGeorgian", "sylfaen"),
    "Thai": ("NotoSansThai", "Thonburi", "leelawui", "tahoma"),
    "Zyyy": ("NotoSansSymbols2", "NotoSansSymbols", "NotoSansMath", "seguisym", "AppleSymbols"),
}
_FOR_MANY: Final = (
    "DejaVuSans",
    "ArialUnicode",
    "arialuni",
    "segoeui",
    "Nirmala",
    "FreeSans",
    "DroidSansFallbackFull",
    "DroidSansFallback",
    "unifont",
)
_ENDINGS: Final = (".ttf", ".otf", ".ttc", ".otc")
_HEAVY: Final = 600


@dataclass(frozen=True)
class SystemFont:
    """One file, opened as far as measuring needs.

    Attributes
    ----------
    family : str
        Name of the family, as CSS and SVG ask for it.
    file : pathlib.Path
        Where it is.
    """

    family: str
    file: Path
    _glyphs: dict[int, str] = field(repr=False, compare=False)
    _advances: dict[str, tuple[int, int]] = field(repr=False, compare=False)
    _scale: float = field(repr=False, compare=False)

    def advance(self, character: str) -> int | None:
        """Width in thousandths of an em; ``None`` when the font lacks the character."""
        glyph = self._glyphs.get(ord(character))
        return None if glyph is None else round(self._advances[glyph][0] * self._scale)


@lru_cache(maxsize=16_384)
def font_for(character: str, weight: int = 400) -> SystemFont | None:
    """The font of this machine that has a character.

    Parameters
    ----------
    character : str
        One character.
    weight : int
        From 600 on, the bold file is taken where there is one.

    Returns
    -------
    SystemFont or None
        ``None`` when no font of the list has it.
    """
    for font in _candidates(script_of(character), weight >= _HEAVY):
        if font.advance(character) is not None:
            return font
    return None


@lru_cache(maxsize=16_384)
def script_of(character: str) -> str:
    """Four-letter code of a character's script, ``Zyyy`` for what many share.

    Examples
    --------
    >>> script_of("中"), script_of("ש"), script_of("1")
    ('Hani', 'Hebr', 'Zyyy')
    """
    from fontTools import unicodedata

    return str(unicodedata.script(character))


def font_folders() -> list[Path]:
    """The usual folders for fonts on this system, those of the user first."""
    home = Path.home()
    if sys.platform == "darwin":
        return [home / "Library/Fonts", Path("/Library/Fonts"), Path("/System/Library/Fonts")]
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA", "")
        own = [Path(local) / "Microsoft/Windows/Fonts"] if local else []
        return [*own, Path(os.environ.get("SYSTEMROOT", r"C:\Windows")) / "Fonts"]
    return [
        home / ".fonts",
        home / ".local/share/fonts",
        Path("/usr/local/share/fonts"),
        Path("/usr/share/fonts"),
    ]


def forget() -> None:
    """Look for fonts anew, for tests and after a font was installed."""
    for kept in (font_for, _candidates, _files, _opened):
        kept.cache_clear()


@cache
def _candidates(script: str, heavy: bool) -> tuple[SystemFont, ...]:
    return tuple(_ordered(script, heavy))


def _ordered(script: str, heavy: bool) -> Iterator[SystemFont]:
    from fontTools import unicodedata

    named = unicodedata.script_name(script, "").replace("_", "")
    own = (f"NotoSans{named}", f"NotoSerif{named}") if named else ()
    seen: set[Path] = set()
    for stem in (*_PREFERRED.get(script, ()), *own, *_FOR_MANY):
        endings = ("bold", "bd", "") if heavy else ("",)
        path = next(
            (_files()[key] for end in endings if (key := _plain(stem) + end) in _files()), None
        )
        if path is None or path in seen:
            continue
        seen.add(path)
        font = _opened(path)
        if font is not None:
            yield font


@cache
def _files() -> dict[str, Path]:
    """Font files by plain name; those of the user win."""
    found: dict[str, Path] = {}
    for folder in font_folders():
        for at, _, names in os.walk(folder):
            for name in sorted(names):
                if name.lower().endswith(_ENDINGS):
                    path = Path(at, name)
                    found.setdefault(_plain(path.stem), path)
    return found


def _plain(stem: str) -> str:
    name = re.sub(r"\[.*?\]|[\s_-]", "", stem).lower()
    return name.removesuffix("regular").removesuffix("vf")


@cache
def _opened(path: Path) -> SystemFont | None:
    from fontTools.ttLib import TTFont, TTLibError

    try:
        font = TTFont(path, fontNumber=0, lazy=True)
        names: Any = font["name"]
        family = names.getDebugName(16) or names.getDebugName(1) or ""
        glyphs = font.getBestCmap() or {}
        metrics: dict[str, tuple[int, int]] = font["hmtx"].metrics
        scale = 1000 / font["head"].unitsPerEm
    except (OSError, TTLibError, KeyError, ValueError, AssertionError):
        # A damaged file of the machine's own is as good as none.
        return None
    # The name goes into CSS and SVG between quotes.
    plain = re.sub(r"[^\w .-]", "", family)
    return SystemFont(plain, path, glyphs, metrics, scale) if plain else None
