"""Names compared across scripts, spellings, word order and legal forms."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from graph.search import fold

_WORDS: Final = {
    "ltd": "ltd limited ltda lda",
    "plc": "plc",
    "inc": "inc incorporated",
    "corp": "corp corporation",
    "co": "co company cie compagnie companhia kompaniya",
    "llc": "llc",
    "lp": "lp llp",
    "gmbh": "gmbh mbh",
    "ag": "ag aktiengesellschaft",
    "kg": "kg kgaa kommanditgesellschaft",
    "bv": "bv",
    "nv": "nv",
    "sa": "sa",
    "sas": "sas",
    "sarl": "sarl",
    "spa": "spa",
    "srl": "srl",
    "ab": "ab aktiebolag",
    "aps": "aps",
    "asa": "asa",
    "oy": "oy oyj",
    "pte": "pte pty pvt",
    "ooo": "ooo",
    "oao": "oao ojsc",
    "pao": "pao pjsc",
    "zao": "zao cjsc",
    "jsc": "ao jsc",
    "stichting": "stichting foundation stiftung fondation",
}
_PHRASES: Final = {
    "open joint stock company": "oao",
    "otkrytoe aktsionernoe obshchestvo": "oao",
    "public joint stock company": "pao",
    "publichnoe aktsionernoe obshchestvo": "pao",
    "closed joint stock company": "zao",
    "zakrytoe aktsionernoe obshchestvo": "zao",
    "joint stock company": "jsc",
    "aktsionernoe obshchestvo": "jsc",
    "obshchestvo s ogranichennoy otvetstvennostyu": "ooo",
    "obshchestvo s ogranichennoi otvetstvennostyu": "ooo",
    "limited liability company": "llc",
    "public limited company": "plc",
    "private limited": "pte",
    "limited partnership": "lp",
    "gesellschaft mit beschrankter haftung": "gmbh",
    "besloten vennootschap": "bv",
    "naamloze vennootschap": "nv",
    "societe anonyme": "sa",
    "sociedad anonima": "sa",
    "societe a responsabilite limitee": "sarl",
    "societa per azioni": "spa",
    "sp z o o": "sp zoo",
    "sp zoo": "sp zoo",
}
_FORMS: Final = {word: form for form, words in _WORDS.items() for word in words.split()}
_LITTLE: Final = frozenset(
    (
        *("the", "of", "and", "de", "la", "le", "du", "des", "der", "die", "das", "van", "von"),
        *("und", "et", "y", "e", "bin", "ben", "ibn", "al", "el", "mr", "mrs", "ms", "dr", "sir"),
        *("prof", "sheikh", "shaikh", "president", "ii", "iii", "iv"),
    )
)
"""Words that say little about who is meant: their absence counts for less."""


_ROMAN: Final = frozenset(("ii", "iii", "iv", "vi", "vii", "viii", "ix"))


@dataclass(frozen=True, slots=True)
class Bare:
    """A name as names are compared.

    Attributes
    ----------
    words : tuple of str
        In Latin letters without case or accents, legal forms set aside.
    forms : frozenset of str
        The legal forms.
    own : str
        The name in a script of its own, folded; blank when that is Latin.
    """

    words: tuple[str, ...]
    forms: frozenset[str] = frozenset()
    own: str = ""

    @property
    def joined(self) -> str:
        """The words without gaps."""
        return "".join(self.words)

    @property
    def key(self) -> str:
        """The words in the order of the alphabet: the same for names in another order."""
        return " ".join(sorted(self.words))


def latin(text: str) -> str:
    """A name in Latin letters, as search folds them.

    Examples
    --------
    >>> latin("Газпром"), latin("Siemens A.G."), latin("Ξένια")
    ('gazprom', 'siemens ag', 'xenia')
    """
    folded = fold(text)
    return folded if folded.isascii() else fold(anyascii(folded))


@lru_cache(maxsize=200_000)
def bare(name: str) -> Bare:
    """A name with its legal forms set aside, unless nothing else is left.

    Examples
    --------
    >>> bare("OAO Gazprom") == bare("Open Joint Stock Company Gazprom")
    True
    >>> sorted(bare("Zhenhua Data Co., Ltd.").forms)
    ['co', 'ltd']
    """
    text = latin(name)
    forms = set()
    for phrase, form in _PHRASES.items():
        if phrase in text and f" {phrase} " in f" {text} ":
            forms.add(form)
            text = f" {text} ".replace(f" {phrase} ", " ").strip()
    words = []
    for word in text.split():
        if word in _FORMS:
            forms.add(_FORMS[word])
        else:
            words.append(word)
    own = fold(name)
    own = "" if own.isascii() else own
    if not words:
        return Bare(tuple(latin(name).split()), own=own)
    return Bare(tuple(words), frozenset(forms), own)


def forms_differ(one: Bare, other: Bare) -> bool:
    """Whether two names have legal forms, and none in common.

    Examples
    --------
    >>> bank = bare("Bank AG")
    >>> forms_differ(bank, bare("Bank GmbH")), forms_differ(bank, bare("Bank"))
    (True, False)
    """
    return bool(one.forms and other.forms and not one.forms & other.forms)


def alike(one: str, other: str) -> float:
    """How alike two names are, from 0 to 100, whatever script or order they are in.

    Examples
    --------
    >>> alike("Femke Halsema", "HALSEMA, Femke"), alike("Siemens AG", "Siemens Aktiengesellschaft")
    (100.0, 100.0)
    >>> alike("Olaf Scholz", "Octavian Scholz") < 80
    True
    """
    return bare_alike(bare(one), bare(other))


def bare_alike(one: Bare, other: Bare) -> float:
    """`alike` for names that are bare already."""
    if not one.words or not other.words:
        return 0.0
    if one.own and other.own and one.own != other.own:
        # Different signs may sound alike: the script itself tells them apart.
        return min(_latin_alike(one, other), max(60.0, fuzz.token_sort_ratio(one.own, other.own)))
    return _latin_alike(one, other)


def _latin_alike(one: Bare, other: Bare) -> float:
    if one.key == other.key or one.joined == other.joined:
        return 100.0
    whole = fuzz.ratio(one.joined, other.joined)
    by_word = max(_by_word(one, other), _by_word(other, one))
    # Words that run together or apart are the same letters; other words are not.
    short = min(len(one.words), len(other.words)) == 1
    best = max(by_word, whole if short and whole >= 85 else min(whole, 75.0))
    if _numbers(one) != _numbers(other):
        best -= 15.0
    return max(0.0, best)


def _numbers(name: Bare) -> frozenset[str]:
    return frozenset(word for word in name.words if word.isdecimal() or word in _ROMAN)


def _by_word(one: Bare, other: Bare) -> float:
    """Words paired with the most alike, long before short; what finds none counts against it."""
    left = list(other.words)
    score = weight = missed = 0.0
    for word in sorted(one.words, key=len, reverse=True):
        weighs = _weight(word)
        likeness, match = max(((_word_alike(word, them), them) for them in left), default=(0.0, ""))
        if likeness >= 60.0:
            left.remove(match)
            score += weighs * likeness
            weight += weighs
        else:
            missed += weighs
    over = sum(map(_weight, left))
    if not weight:
        return 0.0
    paired = score / weight
    if min(missed, over) == 0.0 and _held(one, other) >= 2:
        # All of one is in the other: a middle name, a patronymic, a title more.
        return max(score / (weight + 0.8 * (missed + over)), min(paired, 94.0) - 10.0)
    return score / (weight + 0.8 * (missed + over))


def _held(one: Bare, other: Bare) -> int:
    """Words that say something, of the name with fewer."""
    return min(sum(word not in _LITTLE for word in name.words) for name in (one, other))


def _weight(word: str) -> float:
    return (0.3 if word in _LITTLE else 1.0) * (len(word) + 1)


def _word_alike(one: str, other: str) -> float:
    if one == other:
        return 100.0
    if one.isdecimal() or other.isdecimal():
        return 0.0
    if min(len(one), len(other)) == 1:
        # An initial stands for every name that begins with it.
        return 85.0 if one[0] == other[0] else 0.0
    typos = OSA.distance(one, other)
    longest = max(len(one), len(other))
    likeness = 100.0 * (1 - typos / longest)
    if one[0] != other[0]:
        likeness -= 12.0
    return float(max(0.0, likeness))
