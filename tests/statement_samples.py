"""Packages of every shape, for the laws of the formats of ownership and investigation."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from graph.formats.package import Package
from graph.model import CATEGORIES, STATUSES, Entity, PartialDate, Relation, Share, Source

HOSTILE = (
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "![x](https://example.org/x.png)",
    "=1+1",
    "__proto__",
    "a;b",
    "\u202egnp",
    "\u200b",
    "{{7*7}}",
)

texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=12) | st.sampled_from(
    HOSTILE
)
cells = texts.map(str.strip)
labels = texts.map(lambda text: " ".join(text.split())).filter(bool)
names = labels.map(lambda text: text.replace(";", ",").strip()).filter(bool)
days = st.dates(date(1900, 1, 1), date(2020, 12, 31)).map(
    lambda day: PartialDate(day.year, day.month, day.day)
)
dates = (
    st.none()
    | days
    | st.builds(PartialDate, st.integers(1900, 2020), st.none() | st.integers(1, 12))
)
percent = st.integers(0, 10_000).map(lambda number: number / 100)
shares = st.none() | st.tuples(percent, percent).map(lambda two: Share(min(two), max(two)))
types = st.sampled_from(
    [
        *("owns", "has_interest_in", "controls", "board_member_of", "member_of", "linked_to"),
        *("holds_office_in", "relative_of", "surveils", "employed_by", "lends_to", "trustee_of"),
    ]
)
extras = st.dictionaries(
    st.sampled_from(("lei", "birth_date", "GB-COH", "note", "indirect", "role", "startDate")),
    cells.filter(bool),
    max_size=3,
)


@st.composite
def packages(draw: st.DrawFn) -> Package:
    """A package whose links join its own entities, or one that is missing."""
    ids = draw(st.lists(labels, min_size=1, max_size=5, unique=True))
    sources = tuple(
        Source(f"s{place}", draw(cells), draw(cells), draw(dates.map(lambda d: str(d or ""))))
        for place in range(draw(st.integers(0, 2)))
    )
    cited = st.sampled_from(("", "elsewhere", *(one.id for one in sources)))
    entities = tuple(
        Entity(
            key,
            draw(labels),
            draw(st.sampled_from((*CATEGORIES, "unknown", "shell_company"))),
            tuple(draw(st.lists(names, max_size=2, unique=True))),
            country=draw(st.sampled_from(("", "NL", "GB", "XX", "Freedonia"))),
            description=draw(cells),
            reference=draw(cited),
            locator=draw(cells),
            extra=draw(extras),
            row=place + 2,
        )
        for place, key in enumerate(ids)
    )
    ends = st.sampled_from(ids)
    relations = tuple(
        Relation(
            f"r{place + 2}",
            draw(ends),
            draw(ends),
            draw(types),
            draw(shares),
            draw(st.sampled_from(STATUSES)),
            draw(dates),
            draw(dates),
            draw(cells),
            draw(cells),
            draw(cited),
            draw(cells),
            draw(extras),
            place + 2,
        )
        for place in range(draw(st.integers(0, 5)))
    )
    return Package("sample", entities, relations, sources)
