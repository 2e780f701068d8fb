"""Finding names in texts: whole words, whatever their case, accents, order and punctuation."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Literal

from graph.model import CATEGORIES, RELATION_GROUPS, STATUSES, TYPE_WORDS

Way = Literal["any", "capital", "same"]
"""How letters must stand: in any case, with a capital, exactly so."""

SHORTEST: Final = 3
"""Letters and digits from which on a name is looked for in files."""

_LONGEST_GAP: Final = 2
_MOST_WORDS: Final = 5
_PLURAL: Final = 4
_NUMBER: Final = 6
_DATE: Final = re.compile(r"\d{4}(?:[-/. ]\d{1,2}){0,2}|\d{1,2}[-/. ]\d{1,2}[-/. ]\d{4}", re.ASCII)
_WORD: Final = re.compile(r"[^\W_]+")
_LETTERS: Final = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i"}
)
# From Hebrew on, scripts set names without blanks around them or join small words to them.
_FIRST_JOINED: Final = 0x0590
_LATIN_AGAIN: Final = range(0x1E00, 0x2C00)


@dataclass(frozen=True, slots=True)
class Name:
    """A name that may not be read.

    Attributes
    ----------
    text : str
        As the data spells it.
    shown : str
        What stands in its place.
    way : str
        How letters must stand for it to be found in a text.
    sure : bool
        Whether it is looked for in finished files; a short or common word is not.
    """

    text: str
    shown: str
    way: Way = "any"
    sure: bool = True

    @property
    def gap(self) -> int:
        """Signs that may stand between two of its words: as many as in the data, or two."""
        gaps = _WORD.split(self.text)[1:-1]
        return max([_LONGEST_GAP, *(len("".join(gap.split())) for gap in gaps)])


@dataclass(frozen=True, slots=True)
class Found:
    """A place in a text where a name stands."""

    start: int
    end: int
    name: Name


class Folded:
    """A text as names are compared, with the place each letter came from.

    Examples
    --------
    >>> [word for word, _, _ in Folded("Mariëtte-HAMER").words]
    ['mariette', 'hamer']
    """

    def __init__(self, text: str) -> None:
        if text.isascii():
            self.text, self.folded = text, text.lower()
            self.places: Sequence[int] = range(len(text) + 1)
        else:
            self.text = unicodedata.normalize("NFC", text)
            parts: list[str] = []
            places: list[int] = []
            for place, letter in enumerate(self.text):
                plain = _plain(letter)
                parts.append(plain)
                places.extend([place] * len(plain))
            self.folded = "".join(parts)
            self.places = [*places, len(self.text)]
        self.words = [
            (found.group(), found.start(), found.end()) for found in _WORD.finditer(self.folded)
        ]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Places in the text of letters from `start` to before `end`."""
        return self.places[start], self.places[end - 1] + 1


def _plain(letter: str) -> str:
    if letter.isascii():
        return letter.lower()
    if unicodedata.category(letter) in ("Mn", "Me", "Cf"):
        return ""
    if "가" <= letter <= "힣":
        return letter
    apart = unicodedata.normalize("NFKD", letter.casefold().translate(_LETTERS)).casefold()
    return "".join(one for one in apart if unicodedata.category(one) not in ("Mn", "Me", "Cf"))


def words_in(text: str) -> tuple[str, ...]:
    """The words of a text as names are compared."""
    return tuple(word for word, _, _ in Folded(text).words)


_COMMON: Final = frozenset(
    word
    for text in (
        *CATEGORIES,
        *CATEGORIES.values(),
        *RELATION_GROUPS,
        *STATUSES,
        *TYPE_WORDS,
        *(word for pair in TYPE_WORDS.values() for word in pair),
        "entity entities relation relations source sources target type label id name names data",
        "link links node nodes edge edges network longarm number unknown other none yes no true",
        "share since until status evidence reference locator description country category the",
    )
    for word in words_in(text)
)


def kind_of(text: str) -> Literal["sure", "weak", "none"]:
    """How well a name can be told from other words.

    Returns
    -------
    str
        ``sure``: it is masked in texts and looked for in files; ``weak``: masked where exactly it
        stands as a word; ``none``: only replaced where it is a name.

    Examples
    --------
    >>> [kind_of(text) for text in ("Jos van Rey", "Xi", "Company", "1", "33219876", "?!", "李明")]
    ['sure', 'weak', 'weak', 'none', 'sure', 'none', 'sure']
    """
    words = words_in(text)
    whole = "".join(words)
    if not whole or _DATE.fullmatch(text.strip()):
        return "none"
    if whole.isdecimal():
        return "sure" if len(whole) >= _NUMBER else "none"
    if _COMMON.issuperset(words):
        return "weak"
    if is_joined(whole):
        return "sure" if len(whole) > 1 else "weak"
    return "sure" if len(whole) >= SHORTEST else "weak"


def is_joined(text: str) -> bool:
    """Whether a text is in a script that sets no blanks between a name and its neighbours.

    Examples
    --------
    >>> is_joined("李明"), is_joined("Œuvre"), is_joined("Nguyễn")
    (True, False, False)
    """
    return any(ord(one) >= _FIRST_JOINED and ord(one) not in _LATIN_AGAIN for one in text)


def spellings(text: str, shown: str, *, person: bool = False) -> Iterator[Name]:
    """A name in the ways that texts spell it: turned around, written together, surname alone.

    Examples
    --------
    >>> [name.text for name in spellings("Jos van Rey", "person 1", person=True)]
    ['Jos van Rey', 'JosvanRey', 'Rey Jos van', 'van Rey Jos', 'van Rey', 'Rey']
    """
    kind = kind_of(text)
    if kind == "none":
        return
    if kind == "weak":
        yield Name(text, shown, "same", sure=False)
        return
    yield Name(text, shown)
    words = _WORD.findall(unicodedata.normalize("NFC", text))
    if not 1 < len(words) <= _MOST_WORDS or is_joined(text):
        return
    if len("".join(words)) >= _NUMBER and not all(word.isdecimal() for word in words):
        yield Name("".join(words), shown)
    if not person:
        return
    yield Name(" ".join([words[-1], *words[:-1]]), shown)
    if len(words) > 2:
        yield Name(" ".join([*words[1:], words[0]]), shown)
    last = words[-1]
    if not last[:1].isupper() or len(last) < SHORTEST or kind_of(last) != "sure":
        return
    for family in dict.fromkeys((" ".join(words[1:]), last)):
        yield Name(family, shown, "capital")


class Names:
    """Many names at once, found and masked in texts.

    Parameters
    ----------
    names : iterable of Name
        Where two are alike, what is shown for the first is shown.

    Examples
    --------
    >>> names = Names(spellings("Jos van Rey", "person 1", person=True))
    >>> names.masked("Rey, Jos van (“JOS VAN  REY”) and Mr Rey’s ray.")
    ('person 1 (“person 1”) and Mr person 1’s ray.', 3)
    >>> names.masked("mp-rey", loose=True), names.masked("mp-rey")
    (('mp-person 1', 1), ('mp-rey', 0))
    """

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_word: dict[tuple[str, ...], Name] = {}
        self._lengths: dict[str, set[int]] = {}
        self._joined: dict[str, dict[str, tuple[Name, int]]] = {}
        self._size = 0
        for name in names:
            words = words_in(name.text)
            whole = "".join(words)
            if not words:
                continue
            self._size += 1
            if is_joined(whole) and name.way == "any":
                self._joined.setdefault(whole[:2], {}).setdefault(whole, (name, len(words)))
            else:
                self._lengths.setdefault(words[0], set()).add(len(words))
                known = self._by_word.get(words)
                # The same words found in any case serve better than with a capital alone.
                if known is None or (known.way != "any" and name.way == "any"):
                    self._by_word[words] = name

    def __bool__(self) -> bool:
        return self._size > 0

    def found(self, text: str, *, loose: bool = False, sure: bool = False) -> list[Found]:
        """Where names stand in a text, in order; what overlaps is drawn together.

        Parameters
        ----------
        text : str
            The text; places count in its composed form (NFC).
        loose : bool
            Whether a surname is found without its capital, as in an id or address.
        sure : bool
            Whether to pass by short and common words.
        """
        if not self._size or not text:
            return []
        return self._in(Folded(text), loose=loose, sure=sure)

    def masked(self, text: str, *, loose: bool = False) -> tuple[str, int]:
        """The text with each name replaced, and how many were."""
        if not self._size or not text:
            return text, 0
        folded = Folded(text)
        found = self._in(folded, loose=loose, sure=False)
        if not found:
            return text, 0
        parts: list[str] = []
        at = 0
        for one in found:
            parts += [folded.text[at : one.start], one.name.shown]
            at = one.end
        return "".join([*parts, folded.text[at:]]), len(found)

    def is_one(self, text: str) -> bool:
        """Whether a whole text is a name."""
        words = words_in(text)
        if not words:
            return False
        name = self._by_word.get(words)
        whole = "".join(words)
        if name is not None and name.way != "capital":
            return name.way == "any" or unicodedata.normalize("NFC", name.text) == text
        return whole in self._joined.get(whole[:2], {})

    def _in(self, folded: Folded, *, loose: bool, sure: bool) -> list[Found]:
        spans = [*self._worded(folded, loose, sure), *self._in_joined(folded)]
        spans.sort(key=lambda one: (one.start, -one.end))
        found: list[Found] = []
        for one in spans:
            if found and one.start < found[-1].end:
                last = found[-1]
                found[-1] = Found(last.start, max(last.end, one.end), last.name)
            else:
                found.append(one)
        return found

    def _worded(self, folded: Folded, loose: bool, sure: bool) -> Iterator[Found]:
        words = folded.words
        bare = tuple(word for word, _, _ in words)
        for index, word in enumerate(bare):
            for length in self._lengths.get(word, ()):
                key = bare[index : index + length]
                yield from self._at(folded, index, key, loose, sure)
                if length > 1 and _ends_in_s(key[-1]):
                    yield from self._at(folded, index, (*key[:-1], key[-1][:-1]), loose, sure)
            if _ends_in_s(word):
                yield from self._at(folded, index, (word[:-1],), loose, sure)

    def _at(
        self, folded: Folded, index: int, key: tuple[str, ...], loose: bool, sure: bool
    ) -> Iterator[Found]:
        """The name of these words, when it stands here."""
        name = self._by_word.get(key)
        if name is None or (sure and not name.sure) or not _near(name, len(key), index, folded):
            return
        last = folded.words[index + len(key) - 1]
        start, end = folded.span(folded.words[index][1], last[2])
        if _stands(name, folded, start, end, last[1], loose=loose):
            yield Found(start, end, name)

    def _in_joined(self, folded: Folded) -> Iterator[Found]:
        if not self._joined or not is_joined(folded.folded):
            return
        letters = [place for _, start, end in folded.words for place in range(start, end)]
        run = "".join(folded.folded[place] for place in letters)
        for index in range(len(run) - 1):
            for whole, (name, words) in self._joined.get(run[index : index + 2], {}).items():
                if not run.startswith(whole, index):
                    continue
                first, last = letters[index], letters[index + len(whole) - 1]
                between = len("".join(folded.folded[first : last + 1].split())) - len(whole)
                if between <= (words - 1) * name.gap:
                    yield Found(*folded.span(first, last + 1), name)


def _ends_in_s(word: str) -> bool:
    return word.endswith("s") and len(word) > _PLURAL


def _near(name: Name, length: int, index: int, folded: Folded) -> bool:
    """Whether not too much stands between the words."""
    words = folded.words[index : index + length]
    gaps = (folded.folded[one[2] : other[1]] for one, other in pairwise(words))
    return all(len(gap) <= _LONGEST_GAP or len("".join(gap.split())) <= name.gap for gap in gaps)


def _stands(name: Name, folded: Folded, start: int, end: int, last: int, *, loose: bool) -> bool:
    if name.way == "any":
        return True
    if name.way == "capital":
        return loose or folded.text[folded.places[last]].isupper()
    exactly = _WORD.findall(unicodedata.normalize("NFC", name.text))
    return _WORD.findall(folded.text[start:end]) == exactly
