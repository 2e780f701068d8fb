"""The vocabulary: entities, relations, sources, statuses, shares and partial dates."""

from __future__ import annotations

import calendar
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from graph.errors import DataError

STATUSES: Final = ("stated", "inferred", "ungraded", "alleged", "proposed")
"""Statuses from the most to the least certain; a blank cell reads ``ungraded``."""

STATUS_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "stated": "The source says",
        "inferred": "Our reading",
        "ungraded": "Not assessed",
        "alleged": "Alleged",
        "proposed": "Proposed",
    }
)
"""Words on screen for each status."""

CATEGORIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "state": "State",
        "party": "Party",
        "intelligence": "Intelligence",
        "company": "Company",
        "person": "Person",
        "database": "Database",
        "group": "Group of people",
        "role": "Public role",
        "press": "Press",
        "institution": "Institution",
        "event": "Question, motion, answer",
        "measure": "Measure",
        "country": "Country",
    }
)
"""Known categories of entities, in the order of the legend, with their words on screen."""

RELATION_GROUPS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "ownership": ("owns", "has_interest_in"),
        "control": ("controls", "board_member_of"),
        "association": ("linked_to",),
        "surveillance": ("compiled", "holds_data_on", "surveils", "sourced_from", "part_of"),
        "affiliation": ("holds_office_in", "member_of", "belongs_to"),
        "family": ("relative_of",),
        "disclosure": ("revealed", "recovered"),
        "response": (
            "submitted",
            "replies_to",
            "on_behalf_of",
            "supported",
            "proposes",
            "called_on",
            "targets",
            "applies_to",
            "partners_with",
        ),
    }
)
"""Relation types by group, in the order of the legend."""

REVIEWS: Final = ("unreviewed", "checked", "disputed", "rejected")
"""What a look at a row found, in the column ``review``; blank reads ``unreviewed``."""

SHOWN_REVIEWS: Final = REVIEWS[:-1]
"""What is shown unless asked: all but what was rejected."""

REVIEW_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "unreviewed": "Not looked at yet",
        "checked": "Checked",
        "disputed": "Disputed",
        "rejected": "Rejected",
    }
)
"""Words on screen for each result of a review."""


def review_of(extra: Mapping[str, str]) -> str:
    """What a look at an entity or relation found; a word that is not known is nothing.

    Examples
    --------
    >>> review_of({"review": "Rejected"}), review_of({})
    ('rejected', 'unreviewed')
    """
    review = extra.get("review", "").strip().lower()
    return review if review in REVIEWS else REVIEWS[0]


def is_indirect(extra: Mapping[str, str]) -> bool:
    """Whether an ownership link is a conclusion from others: its column ``indirect`` says yes.

    Such a link is shown, and never added to those it was concluded from.

    Examples
    --------
    >>> is_indirect({"indirect": " Yes "}), is_indirect({"indirect": "no"}), is_indirect({})
    (True, False, False)
    """
    # Asked of every link of a large file: most have no such column.
    said = extra.get("indirect")
    return bool(said) and str(said).strip().casefold() in _INDIRECT


_INDIRECT: Final = frozenset({"yes", "true", "1", "indirect"})

UNDIRECTED_TYPES: Final = frozenset({"linked_to"})
"""Types that are drawn without an arrowhead."""

TYPE_WORDS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "owns": ("owns", "is owned by"),
        "has_interest_in": ("has an interest in", "is the subject of an interest of"),
        "controls": ("controls", "is controlled by"),
        "board_member_of": ("is on the board of", "has on its board"),
        "linked_to": ("is linked to", "is linked to"),
        "compiled": ("compiled", "was compiled by"),
        "holds_data_on": ("holds data on", "is recorded in"),
        "surveils": ("watches", "is watched by"),
        "sourced_from": ("draws on", "is a source of"),
        "part_of": ("is part of", "has as a part"),
        "holds_office_in": ("holds office in", "has as an office holder"),
        "member_of": ("is a member of", "has as a member"),
        "belongs_to": ("belongs to", "includes"),
        "relative_of": ("are relatives of", "has relatives in"),
        "revealed": ("revealed", "was revealed by"),
        "recovered": ("recovered", "was recovered by"),
        "submitted": ("submitted", "was submitted by"),
        "replies_to": ("replies to", "is answered by"),
        "on_behalf_of": ("is given on behalf of", "has given in its name"),
        "supported": ("supported", "was supported by"),
        "proposes": ("proposes", "is proposed by"),
        "called_on": ("calls on", "is called on by"),
        "targets": ("targets", "is a target of"),
        "applies_to": ("applies to", "is subject to"),
        "partners_with": ("seeks partnership with", "is sought as a partner by"),
    }
)
"""How a type reads along its arrow, and against it."""


def group_of(relation_type: str) -> str:
    """Group of a relation type; a type that is not listed is a group of its own.

    Parameters
    ----------
    relation_type : str
        A type as it stands in ``relations.csv``.

    Returns
    -------
    str
        Key of `RELATION_GROUPS`, or the type itself.

    Examples
    --------
    >>> group_of("owns"), group_of("lends_to")
    ('ownership', 'lends_to')
    """
    return _GROUP_OF.get(relation_type, relation_type)


_GROUP_OF: Final = {name: group for group, names in RELATION_GROUPS.items() for name in names}


def words_of(key: str) -> str:
    """Readable words for a group, category or type the vocabulary does not list.

    Examples
    --------
    >>> words_of("lends_to"), words_of("ownership")
    ('Lends to', 'Ownership')
    """
    text = key.replace("_", " ").strip()
    return text[:1].upper() + text[1:]


def category_words(category: str) -> str:
    """Words on screen for a category, known or not.

    Examples
    --------
    >>> category_words("role"), category_words("shell_company")
    ('Public role', 'Shell company')
    """
    return CATEGORIES.get(category) or words_of(category)


def type_words(relation_type: str, *, inverse: bool = False) -> str:
    """How a relation type reads along its arrow, or against it.

    Examples
    --------
    >>> type_words("owns"), type_words("owns", inverse=True), type_words("lends_to", inverse=True)
    ('owns', 'is owned by', 'lends to (from)')
    """
    known = TYPE_WORDS.get(relation_type)
    if known:
        return known[1] if inverse else known[0]
    text = relation_type.replace("_", " ")
    return f"{text} (from)" if inverse else text


@dataclass(frozen=True, slots=True, order=True)
class Share:
    """A share of ownership in percent, as a range from `min` to `max`.

    An exact share has both ends alike. An unknown share is ``None``, never 0 to 100.

    Raises
    ------
    DataError
        When the range leaves 0 to 100 or its ends are the wrong way round.

    Examples
    --------
    >>> Share.parse("25-50"), str(Share.parse("12.5")), Share.parse("")
    (Share(min=25.0, max=50.0), '12.5 %', None)
    """

    min: float
    max: float

    def __post_init__(self) -> None:
        if not 0 <= self.min <= 100 or not 0 <= self.max <= 100:
            size = " to ".join(map(_number, dict.fromkeys((self.min, self.max))))
            raise DataError(
                f"The share {size} is outside 0 to 100.",
                fix="Give a percentage from 0 to 100.",
            )
        if self.min > self.max:
            raise DataError(
                f"The share range {_number(self.min)}-{_number(self.max)} runs backwards.",
                fix="Put the smaller number first.",
            )

    @classmethod
    def parse(cls, text: str) -> Share | None:
        """Read ``100``, ``12.5``, ``12,5``, ``25-50`` or ``25 %``; blank gives ``None``.

        Raises
        ------
        DataError
            When `text` is no percentage or range within 0 to 100.
        """
        bare = text.replace("%", "").strip()
        if not bare:
            return None
        match = _SHARE.fullmatch(bare)
        if match is None:
            raise DataError(
                f"“{text}” is not a share.", fix="Write a percentage such as 100, 12.5 or 25-50."
            )
        low = float(match["low"].replace(",", "."))
        high = float(match["high"].replace(",", ".")) if match["high"] else low
        return cls(low, high)

    @property
    def exact(self) -> bool:
        """Whether both ends are alike."""
        return self.min == self.max

    def __str__(self) -> str:
        if self.exact:
            return f"{_number(self.min)} %"
        return f"{_number(self.min)}–{_number(self.max)} %"

    def to_cell(self) -> str:
        """The share as it stands in ``relations.csv``, to the last digit.

        Examples
        --------
        >>> Share(0.00001, 12.5).to_cell()
        '0.00001-12.5'
        """
        return _exact(self.min) if self.exact else f"{_exact(self.min)}-{_exact(self.max)}"


_SHARE: Final = re.compile(
    r"(?P<low>\d+(?:[.,]\d+)?)(?:\s*[-–]\s*(?P<high>\d+(?:[.,]\d+)?))?", re.ASCII
)


def _number(value: float) -> str:
    return _exact(float(f"{value:.10g}"))


def _exact(value: float) -> str:
    """A number without an exponent, which `Share.parse` would refuse."""
    text = format(Decimal(repr(float(value))), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True, slots=True)
class PartialDate:
    """An ISO 8601 date of which the day, or the month and day, may be unknown.

    Examples
    --------
    >>> when = PartialDate.parse("2020-09")
    >>> when.earliest(), when.latest()
    (datetime.date(2020, 9, 1), datetime.date(2020, 9, 30))
    """

    year: int
    month: int | None = None
    day: int | None = None

    @classmethod
    def parse(cls, text: str) -> PartialDate | None:
        """Read ``2020``, ``2020-09`` or ``2020-09-14``; blank gives ``None``.

        Raises
        ------
        DataError
            When `text` is no such date, or one that is not in the calendar.
        """
        bare = text.strip()
        if not bare:
            return None
        match = _DATE.fullmatch(bare)
        try:
            if match is None:
                raise ValueError
            parts = [int(part) for part in match.groups() if part]
            date(*[*parts, 1, 1][:3])
        except ValueError:
            raise DataError(
                f"“{text}” is not a date in the calendar.",
                fix="Write 2020, 2020-09 or 2020-09-14.",
            ) from None
        return cls(*parts)

    def earliest(self) -> date:
        """First day the date may mean."""
        return date(self.year, self.month or 1, self.day or 1)

    def latest(self) -> date:
        """Last day the date may mean."""
        month = self.month or 12
        return date(self.year, month, self.day or calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        text = f"{self.year:04d}"
        if self.month:
            text += f"-{self.month:02d}"
        if self.day:
            text += f"-{self.day:02d}"
        return text


_DATE: Final = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Entity:
    """A person or body: one row of ``entities.csv``.

    Attributes
    ----------
    id, label, category : str
        As in the file; never empty.
    aliases : tuple of str
        Other names and spellings.
    holder, holder_tense : str
        For a public role: who holds it, and ``current``, ``former`` or blank.
    country, description, reference, locator : str
        Blank when unknown.
    placeholder : bool
        Made by the loader for an id that a relation names and ``entities.csv`` does not.
    extra : Mapping of str to str
        Every other column of the file that is not blank.
    row : int
        Line in the file as an editor counts it; 0 for a placeholder.
    """

    id: str
    label: str
    category: str
    aliases: tuple[str, ...] = ()
    holder: str = ""
    holder_tense: str = ""
    country: str = ""
    description: str = ""
    reference: str = ""
    locator: str = ""
    placeholder: bool = False
    extra: Mapping[str, str] = field(default_factory=dict)
    row: int = 0


@dataclass(frozen=True, slots=True)
class Relation:
    """A link between two entities: one row of ``relations.csv``.

    Attributes
    ----------
    id : str
        ``r`` and the row, unique within the data set.
    source, target : str
        Entity ids; the arrow runs from owner to owned, watcher to watched, member to body.
    type : str
        The verb.
    share : Share or None
        Percent; ``None`` when unknown.
    status : str
        One of `STATUSES`.
    since, until : PartialDate or None
        ``None`` when open.
    evidence, said_by, reference, locator : str
        Blank when unknown.
    extra : Mapping of str to str
        Every other column of the file that is not blank.
    row : int
        Line in the file as an editor counts it.
    """

    id: str
    source: str
    target: str
    type: str
    share: Share | None = None
    status: str = "ungraded"
    since: PartialDate | None = None
    until: PartialDate | None = None
    evidence: str = ""
    said_by: str = ""
    reference: str = ""
    locator: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    row: int = 0

    @property
    def group(self) -> str:
        """Group of the relation's type, see `group_of`."""
        return group_of(self.type)

    @property
    def directed(self) -> bool:
        """Whether the link has a direction."""
        return self.type not in UNDIRECTED_TYPES

    def holds_on(self, day: PartialDate) -> bool | None:
        """Whether the link holds on `day`, partial dates read as generously as they can be.

        Returns
        -------
        bool or None
            ``None`` when the link carries no date at all (“undated”).

        Examples
        --------
        >>> link = Relation("r2", "a", "b", "owns", since=PartialDate(2020, 9))
        >>> link.holds_on(PartialDate(2020)), link.holds_on(PartialDate(2020, 8))
        (True, False)
        """
        if self.since is None and self.until is None:
            return None
        starts = self.since is None or self.since.earliest() <= day.latest()
        ends = self.until is None or day.earliest() <= self.until.latest()
        return starts and ends


def without_rejected(
    links: Iterable[Relation], reviews: Collection[str] = SHOWN_REVIEWS
) -> tuple[list[Relation], int]:
    """Links that count, and how many do not because somebody rejected them.

    Parameters
    ----------
    links : iterable of Relation
        In any order, which is kept.
    reviews : collection of str
        What is shown, as in `ViewState.reviews`: with ``rejected`` among it every link counts.

    Examples
    --------
    >>> links = [
    ...     Relation("r2", "a", "b", "owns"),
    ...     Relation("r3", "a", "c", "owns", extra={"review": "rejected"}),
    ... ]
    >>> kept, left_out = without_rejected(links)
    >>> [link.id for link in kept], left_out, without_rejected(links, REVIEWS)[1]
    (['r2'], 1, 0)
    """
    everything = list(links)
    if "rejected" in reviews:
        return everything, 0
    kept = [link for link in everything if review_of(link.extra) != "rejected"]
    return kept, len(everything) - len(kept)


@dataclass(frozen=True, slots=True)
class Source:
    """A publication the data cites: one row of ``sources.csv``."""

    id: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    url: str = ""
    language: str = ""
    kind: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    row: int = 0
