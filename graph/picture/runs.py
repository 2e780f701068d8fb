"""Which font draws which part of a line, and whether its width is sure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from graph.picture.fonts import FONT_FAMILY, FONT_STACK, has_glyph
from graph.picture.system_fonts import SystemFont, font_for, script_of

# In these each character has one form and one width, whatever stands beside it.
_SIMPLE: Final = {
    *("Latn", "Grek", "Cyrl", "Armn", "Geor", "Hebr", "Ethi", "Cher"),
    *("Hani", "Hira", "Kana", "Hang", "Bopo", "Zyyy"),
}


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring characters that one font draws.

    Attributes
    ----------
    text : str
        The characters, in the order in which they are read.
    font : SystemFont or None
        A font of this machine; ``None`` for Source Sans.
    """

    text: str
    font: SystemFont | None = None

    @property
    def family(self) -> str:
        """Name of the font of this machine; blank for Source Sans."""
        return self.font.family if self.font else ""


@dataclass(frozen=True, slots=True)
class Setting:
    """How a line is set.

    Attributes
    ----------
    runs : tuple of Run
        All of the line.
    exact : bool
        Whether the measured width is that of the letters drawn: every character is in a known
        font, and none changes its form beside others.
    rightward : bool
        ``False`` when the line is read from right to left.
    turned : bool
        Whether it needs a sign for that: its ends, or Latin words in it, would else go astray.
    missing : bool
        Whether no font on this machine has some character.
    """

    runs: tuple[Run, ...]
    exact: bool = True
    rightward: bool = True
    turned: bool = False
    missing: bool = False

    @property
    def plain(self) -> bool:
        """Whether Source Sans draws all of it."""
        return self.exact and self.rightward and all(not run.family for run in self.runs)

    @property
    def one_way(self) -> bool:
        """Whether its runs stand beside each other in the order in which they are read."""
        return self.rightward or not any(map(str.isalpha, self._own_text))

    @property
    def _own_text(self) -> str:
        return "".join(run.text for run in self.runs if run.font is None)

    @property
    def stack(self) -> str:
        """Value of ``font-family`` for the whole line."""
        families = dict.fromkeys(run.family for run in self.runs)
        return stack_of(*families, own_first="" in families)


def stack_of(*families: str, own_first: bool = True) -> str:
    """Value of ``font-family`` with families of this machine beside Source Sans.

    Examples
    --------
    >>> stack_of("Noto Sans Arabic")
    "'Source Sans', 'Noto Sans Arabic', sans-serif"
    >>> stack_of("Noto Sans Arabic", own_first=False)
    "'Noto Sans Arabic', 'Source Sans', sans-serif"
    """
    named = [name for name in families if name]
    if not named:
        return FONT_STACK
    order = [FONT_FAMILY, *named] if own_first else [*named, FONT_FAMILY]
    return ", ".join([*(f"'{name}'" for name in order), "sans-serif"])


def setting_of(text: str, weight: int = 400) -> Setting:
    """How a line of text is set.

    Text that Source Sans has costs one look at each character and opens no other font.

    Examples
    --------
    >>> setting_of("Zhenhua Data").plain
    True
    >>> setting_of("שלום").rightward, setting_of("سلام").exact
    (False, False)
    """
    if all(map(has_glyph, text)):
        return Setting((Run(text),))
    return _set(text, weight)


def without_font(texts: Iterable[str]) -> int:
    """How many of these texts hold a character that no font on this machine has."""
    return sum(setting_of(text).missing for text in texts)


def missing_in_words(count: int) -> str:
    """What a picture of dots says of such texts; blank for none.

    Examples
    --------
    >>> missing_in_words(1)
    '1 label is in a script that no font on this machine has'
    """
    if not count:
        return ""
    those = "1 label is" if count == 1 else f"{count} labels are"
    return f"{those} in a script that no font on this machine has"


@lru_cache(maxsize=8192)
def _set(text: str, weight: int) -> Setting:
    runs: list[Run] = []
    exact, missing = True, False
    main = _main(text, weight)
    for character in text:
        font = runs[-1].font if runs else None
        if unicodedata.category(character) in ("Mn", "Me", "Cf"):
            # A mark is drawn by the font of the letter that it stands on.
            exact = exact and has_glyph(character)
        elif has_glyph(character):
            # Digits and signs look like the letters around them.
            own = character.isalpha() or main is None or main.advance(character) is None
            font = font if character.isspace() else None if own else main
        else:
            font = font_for(character, weight)
            exact = exact and font is not None and script_of(character) in _SIMPLE
            missing = missing or font is None
        if runs and runs[-1].font is font:
            runs[-1] = Run(runs[-1].text + character, font)
        else:
            runs.append(Run(character, font))
    turned = _turned(text)
    return Setting(tuple(runs), exact, turned is None, bool(turned), missing)


def _main(text: str, weight: int) -> SystemFont | None:
    """The font of the first letter that Source Sans lacks."""
    letters = (one for one in text if one.isalpha() and not has_glyph(one))
    return next((font for one in letters if (font := font_for(one, weight))), None)


def _turned(text: str) -> bool | None:
    """Whether a line that reads from right to left needs a sign for it; ``None`` if it does not."""
    ways = [unicodedata.bidirectional(character) for character in text]
    first = next((way for way in ways if way in ("L", "R", "AL")), "L")
    if first == "L":
        return None
    at_ease = ("R", "AL", "NSM")
    return "L" in ways or ways[0] not in at_ease or ways[-1] not in (*at_ease, "EN", "AN")
