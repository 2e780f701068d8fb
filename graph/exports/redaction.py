"""Redaction: people and bodies under other names, the same in every file and picture.

`Redacted` answers like the store it wraps, with the names replaced. What is made from it (scenes,
captions, tables, manifests) holds none of them by itself; `graph.exports.leaks` looks afterwards.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from graph.errors import FilterError, LimitExceeded
from graph.exports.redaction_roll import Roll, make_roll
from graph.exports.redaction_rows import Mask
from graph.model import Entity, Relation, Source, group_of
from graph.queries import FETCH_LIMIT, Queries, known_entities, shorten
from graph.search import Hit, SearchResult

if TYPE_CHECKING:
    from graph.loading import Dataset
    from graph.store import Tally
    from graph.views.view import View
    from graph.views.viewstate import ViewState

MOST_ENTITIES: Final = FETCH_LIMIT
"""Entities of the largest data set of which categories can be redacted."""


@dataclass(frozen=True, slots=True)
class Redaction:
    """What is to be shown under other names.

    Attributes
    ----------
    categories : tuple of str
        Categories of entities. With ``person`` the holders of roles are redacted too.
    entities : tuple of str
        Ids of single entities.
    evidence : bool
        Whether the evidence of their links stays, names masked; else it is left out.
    withheld : bool
        Whether evidence that the data withholds is shown all the same.

    Examples
    --------
    >>> bool(Redaction()), bool(Redaction(categories=("person",)))
    (False, True)
    """

    categories: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    evidence: bool = True
    withheld: bool = False

    def __bool__(self) -> bool:
        return self != Redaction()

    @property
    def names(self) -> bool:
        """Whether any name is replaced."""
        return bool(self.categories or self.entities)


@dataclass(frozen=True, slots=True)
class Told:
    """What a redaction did to a view.

    Attributes
    ----------
    names : int
        Entities and holders under other names.
    mentions : int
        Further places in texts where a name was replaced.
    evidence : int
        Passages left out because they are about a redacted entity.
    unsure : int
        Names too short or common to be looked for in the file; replaced where they are names.
    """

    names: int
    mentions: int
    evidence: int
    unsure: int

    def lines(self) -> tuple[str, ...]:
        """The same in words, without what is nought.

        Examples
        --------
        >>> Told(2, 1, 0, 0).lines()
        ('2 names replaced to protect people', '1 mention in texts replaced as well')
        """
        told = (
            (self.names, "name", "names", "replaced to protect people"),
            (self.mentions, "mention", "mentions", "in texts replaced as well"),
            (self.evidence, "passage", "passages", "about them left out"),
        )
        return tuple(
            f"{number:,} {one if number == 1 else many} {what}"
            for number, one, many, what in told
            if number
        )


class Redacted:
    """A store that knows the redacted entities under other names only.

    Parameters
    ----------
    store : Queries
        The data.
    redaction : Redaction
        What is to be redacted.

    Raises
    ------
    NotFound, FilterError
        When an entity or category is not in the data.
    LimitExceeded
        When the data is too large for a category to be redacted.

    Examples
    --------
    >>> from graph.store import open_store
    >>> safe = Redacted(open_store("data"), Redaction(entities=("jos-van-rey",)))
    >>> safe.entities(["person-1", "jos-van-rey"])["person-1"].label
    'person 1'
    """

    def __init__(self, store: Queries, redaction: Redaction) -> None:
        self._store = store
        self.redaction = redaction
        self.roll = _roll_of_store(store, redaction)
        self._mask = Mask(self.roll, redaction, tuple(store.sources()), _taken_in(store))
        self._entities: dict[str, Entity] = {}
        self._relations: dict[str, Relation] = {}

    @property
    def variant(self) -> object:
        """Tells what is remembered of this store from what is of the one it wraps."""
        return self.redaction

    @property
    def name(self) -> str:
        """Title of the data set, masked."""
        return self._mask.title(self._store.name)

    @property
    def data_hash(self) -> str:
        """Hash of the data as it is: it leads those who have the data to it, and nobody else."""
        return self._store.data_hash

    @property
    def entity_count(self) -> int:
        """Entities in the whole data set."""
        return self._store.entity_count

    @property
    def relation_count(self) -> int:
        """Relations in the whole data set."""
        return self._store.relation_count

    def entities(self, ids: Collection[str], /) -> dict[str, Entity]:
        """Entities by the ids they are known under here."""
        asked = {real: key for key in ids if (real := self._mask.real(key)) is not None}
        found = self._store.entities(list(asked))
        return {key: self._entity(found[real]) for real, key in asked.items() if real in found}

    def relations(self, ids: Collection[str], /) -> dict[str, Relation]:
        """Relations by id."""
        return {key: self._link(one) for key, one in self._store.relations(ids).items()}

    def links_of(self, ids: Collection[str], /) -> list[Relation]:
        """Relations with at least one end in `ids`."""
        return [self._link(one) for one in self._store.links_of(self._real(ids))]

    def links_among(self, ids: Collection[str], /) -> list[Relation]:
        """Relations with both ends in `ids`."""
        return [self._link(one) for one in self._store.links_among(self._real(ids))]

    def degrees(self, ids: Collection[str], /) -> dict[str, int]:
        """Number of relations at each entity."""
        found = self._store.degrees(self._real(ids))
        return {self._mask.id(key): number for key, number in found.items()}

    def entity_ids(self, limit: int, /) -> list[str]:
        """Ids of at most `limit` entities, the best connected first."""
        return [self._mask.id(key) for key in self._store.entity_ids(limit)]

    def search(self, text: str, /, limit: int = 20) -> SearchResult:
        """Entities whose names match; the redacted are found under no name of theirs."""
        found = self._store.search(text, limit)
        hits = [hit for hit in found.results if hit.id not in self.roll.shown]
        return SearchResult(
            tuple(map(self._hit, hits)), found.total - len(found.results) + len(hits)
        )

    def nearest(self, text: str, /) -> Hit | None:
        """The entity whose name is most like a text that found nothing."""
        hit = self._store.nearest(text)
        return None if hit is None or hit.id in self.roll.shown else self._hit(hit)

    def sources(self) -> dict[str, Source]:
        """Every source by id."""
        masked = (self._mask.source(source) for source in self._store.sources().values())
        return {source.id: source for source in masked}

    def counts(self) -> Tally:
        """How much of what the whole data set holds."""
        tally = self._store.counts()
        types = _added((self._mask.type(key), number) for key, number in tally.types.items())
        return replace(
            tally,
            categories=_added(
                (self._mask.category(key), number) for key, number in tally.categories.items()
            ),
            types=types,
            groups=_added((group_of(key), number) for key, number in types.items()),
            references=_added(
                (self._mask.reference(key), number) for key, number in tally.references.items()
            ),
        )

    def state(self, state: ViewState) -> ViewState:
        """A view of the data as it is, in the names of this store."""
        return self._mask.state(state)

    def text(self, text: str) -> str:
        """A text, masked."""
        return self._mask.text(text)

    def told(self, view: View) -> Told:
        """What the redaction did to a view of this store."""
        entities = [data["entity"] for _, data in view.graph.nodes(data=True)]
        relations = [data["relation"] for *_, data in view.graph.edges(data=True)]
        return told_of(self._mask, entities, relations)

    def _entity(self, entity: Entity) -> Entity:
        if entity.id not in self._entities:
            self._entities[entity.id] = self._mask.entity(entity)
        return self._entities[entity.id]

    def _link(self, relation: Relation) -> Relation:
        if relation.id not in self._relations:
            self._relations[relation.id] = self._mask.relation(relation)
        return self._relations[relation.id]

    def _real(self, ids: Iterable[str]) -> list[str]:
        return [real for key in ids if (real := self._mask.real(key)) is not None]

    def _hit(self, hit: Hit) -> Hit:
        return Hit(
            self._mask.id(hit.id),
            self._mask.text(hit.label),
            self._mask.category(hit.category),
            self._mask.text(hit.matched),
        )


def redacted_dataset(data: Dataset, redaction: Redaction) -> tuple[Dataset, Roll, Told]:
    """A whole data set under other names, what they stand for, and what was done.

    Raises
    ------
    FilterError
        When an entity or category is not in the data.

    Examples
    --------
    >>> from graph.loading import Dataset
    >>> one = Dataset("x", (Entity("jan", "Jan Smit", "person"),), ())
    >>> redacted_dataset(one, Redaction(categories=("person",)))[0].entities[0].label
    'person 1'
    """
    known = {entity.id for entity in data.entities}
    _require(redaction.entities, known, "--redact")
    _require(
        redaction.categories, {entity.category for entity in data.entities}, "--redact-category"
    )
    roll = make_roll(data.entities, redaction.categories, redaction.entities, known.__contains__)
    mask = Mask(roll, redaction, tuple(source.id for source in data.sources), known.__contains__)
    made = replace(
        data,
        name=mask.title(data.name),
        entities=tuple(map(mask.entity, data.entities)),
        relations=tuple(map(mask.relation, data.relations)),
        sources=tuple(map(mask.source, data.sources)),
    )
    return made, roll, told_of(mask, made.entities, made.relations)


def told_of(mask: Mask, entities: Iterable[Entity], relations: Iterable[Relation]) -> Told:
    """What a mask did to some rows that it made."""
    names: set[str] = set()
    mentions = evidence = 0
    labels = {label for _, label in mask.roll.shown.values()}
    for entity in entities:
        names |= {entity.label} & labels | {entity.holder} & mask.roll.holders_shown
        mentions += mask.mentions.get(f"e:{entity.id}", 0)
    for relation in relations:
        mentions += mask.mentions.get(f"r:{relation.id}", 0)
        evidence += relation.id in mask.emptied
    return Told(len(names), mentions, evidence, len(mask.roll.unsure))


def _roll_of_store(store: Queries, redaction: Redaction) -> Roll:
    chosen = known_entities(store, redaction.entities)
    rows: Iterable[Entity] = chosen.values()
    if redaction.categories:
        _require(redaction.categories, store.counts().categories, "--redact-category")
        if store.entity_count > MOST_ENTITIES:
            raise LimitExceeded(
                f"Categories can be redacted in up to {MOST_ENTITIES:,} entities; this data set "
                f"has {store.entity_count:,}.",
                fix="Name the entities to redact one by one, or export a part and redact that.",
            )
        rows = store.entities(store.entity_ids(store.entity_count)).values()
    return make_roll(rows, redaction.categories, redaction.entities, _taken_in(store))


def _taken_in(store: Queries) -> Callable[[str], bool]:
    return lambda key: key in store.entities([key])


def _require(wanted: Iterable[str], known: Collection[str], option: str) -> None:
    for one in wanted:
        if one not in known:
            some = ", ".join(shorten(key, 30) for key in sorted(known)[:20])
            raise FilterError(
                f"“{shorten(one)}” is unknown.", where=option, fix=f"The data has: {some}."
            )


def _added(counts: Iterable[tuple[str, int]]) -> dict[str, int]:
    found: Counter[str] = Counter()
    for key, number in counts:
        found[key] += number
    return dict(found)


def as_written(redaction: Redaction, roll: Roll) -> dict[str, Any]:
    """A redaction as a manifest may hold it: categories, and entities by their other names."""
    return {
        "categories": list(redaction.categories),
        "entities": sorted(roll.shown[key][0] for key in redaction.entities),
        "evidence": redaction.evidence,
        "withheld": redaction.withheld,
    }


def redaction_lines(store: Queries, view: View) -> tuple[str, ...]:
    """What a redaction did to a view, in words; empty without one."""
    return store.told(view).lines() if isinstance(store, Redacted) else ()


class Bare(Redacted):
    """A redacted store without any word of the data: what is left in a file is the program's.

    Parameters
    ----------
    safe : Redacted
        The store whose files are searched.
    """

    def __init__(self, safe: Redacted) -> None:
        super().__init__(safe, Redaction(categories=tuple(safe.counts().categories)))
        self._known = {key: f"source-{number}" for number, key in enumerate(safe.sources(), 1)}

    @property
    def variant(self) -> object:
        """Tells what is remembered of this store from all others."""
        return self

    @property
    def name(self) -> str:
        """A name that names nothing."""
        return "data"

    def sources(self) -> dict[str, Source]:
        """Sources without a title."""
        return {key: Source(key) for key in self._known.values()}

    def _entity(self, entity: Entity) -> Entity:
        made = super()._entity(entity)
        return replace(made, holder="", locator="", country="", reference="")

    def _link(self, relation: Relation) -> Relation:
        return replace(
            super()._link(relation),
            evidence="",
            said_by="",
            locator="",
            extra={},
            reference=self._known.get(relation.reference, ""),
        )
