"""What is written to a file of another tool: the content of a view or of a whole data set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from graph.loading import Dataset
from graph.model import Entity, Relation, Source


@dataclass(frozen=True, slots=True)
class Package:
    """Content that a writer puts into its format.

    Attributes
    ----------
    name : str
        Title of the data set.
    entities, relations, sources : tuple
        In the order of the data. Evidence texts that the data withholds are blank already, but for
        `of`.
    data_hash : str
        Hash of the data they are from.
    positions : mapping of str to (float, float)
        Places of the nodes, in px of the drawing, y downwards; empty when nothing was drawn.
    notes : tuple of str
        Sentences on what the content is: “n of N”, filters, the as-of date.

    Examples
    --------
    >>> Package("x", (Entity("a", "A", "company"),)).entities[0].label
    'A'
    """

    name: str
    entities: tuple[Entity, ...] = ()
    relations: tuple[Relation, ...] = ()
    sources: tuple[Source, ...] = ()
    data_hash: str = ""
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @classmethod
    def of(cls, dataset: Dataset) -> Package:
        """A whole data set, with the evidence texts that it withholds.

        Who hands a file on leaves those out first: `graph.exports.redaction.redacted_dataset`.
        """
        return cls(
            dataset.name,
            dataset.entities,
            dataset.relations,
            dataset.sources,
            dataset.data_hash,
        )


@dataclass(frozen=True, slots=True)
class Loss:
    """Something that a format cannot hold, told before it is saved.

    Attributes
    ----------
    what : str
        In words: ``shares given as a range``.
    count : int
        How many entities, links or values it concerns; never 0.
    becomes : str
        What happens to it: ``left out``, ``kept in the attribute “longarm_status”``.

    Examples
    --------
    >>> str(Loss("links with a partial date", 3, "written as text"))
    '3 links with a partial date: written as text.'
    """

    what: str
    count: int
    becomes: str

    def __str__(self) -> str:
        return f"{self.count:,} {_counted(self.what, self.count)}: {self.becomes}."


_NOUN: Final = re.compile(
    r"\b(link|text|source|place|name|value|label|share|date|row|column|id|note|interest|person|role"
    r"|status|alias|quotation|attribute|range|categor|entit|bod|countr|propert)(s|es|ies)\b"
)


def _counted(what: str, count: int) -> str:
    """What is lost, its first noun in the singular for a count of one.

    Examples
    --------
    >>> _counted("links with a partial date", 1), _counted("entities without a name", 1)
    ('link with a partial date', 'entity without a name')
    """
    if count != 1:
        return what
    return _NOUN.sub(lambda found: found[1] + ("y" if found[2] == "ies" else ""), what, count=1)
