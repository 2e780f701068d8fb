"""Who is redacted, and under which name: “person 1”, “company 2”, in the order of the data."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from graph.exports.escaping import slug
from graph.exports.redaction_names import Name, Names, kind_of, spellings, words_in
from graph.model import Entity

PERSON = "person"
"""The category of which the holders of roles are too."""


@dataclass(frozen=True)
class Roll:
    """Who goes under which name.

    Attributes
    ----------
    shown : mapping of str to (str, str)
        Id and label in the place of those of a redacted entity, by its real id.
    real : mapping of str to str
        Its real id by the one that is shown.
    holders : mapping of tuple of str to str
        What is shown for a holder, by the words of the name, see `holder_key`.
    holders_shown : frozenset of str
        What is shown for holders.
    names : Names
        Every name of theirs, to be masked in texts.
    unsure : tuple of str
        Names too short or too common to be looked for in a finished file.
    """

    shown: Mapping[str, tuple[str, str]]
    real: Mapping[str, str]
    holders: Mapping[tuple[str, ...], str]
    holders_shown: frozenset[str]
    names: Names
    unsure: tuple[str, ...]


def holder_key(name: str) -> tuple[str, ...]:
    """The words of a name in whatever order they stand.

    Examples
    --------
    >>> holder_key("SMIT, Jan") == holder_key("Jan Smit")
    True
    """
    return tuple(sorted(words_in(name))) or (name,)


def make_roll(
    entities: Iterable[Entity],
    categories: Collection[str],
    chosen: Collection[str],
    taken: Callable[[str], bool],
) -> Roll:
    """Give each redacted entity and holder a name.

    Parameters
    ----------
    entities : iterable of Entity
        All entities of the data, or at least the redacted ones.
    categories, chosen : collection of str
        Categories and ids that are redacted.
    taken : callable
        Whether the data has an entity with an id.

    Examples
    --------
    >>> jan, firm = Entity("jan", "Jan Smit", "person", row=3), Entity("f", "Firm", "company")
    >>> roll = make_roll([firm, jan], ["person"], [], lambda key: False)
    >>> dict(roll.shown), roll.names.masked("Smit, Jan owns Firm")
    ({'jan': ('person-1', 'person 1')}, ('person 1 owns Firm', 1))
    """
    rows = sorted(entities, key=lambda one: (one.row == 0, one.row, one.id))
    redacted = [one for one in rows if one.category in categories or one.id in chosen]
    everyone = PERSON in categories
    inside = {one.id for one in redacted}
    held = [one for one in rows if one.holder and (everyone or one.id in inside)]
    spelt = [name for one in redacted for name in _names_of(one)]
    spelt += [(one.holder, True) for one in held]
    secret = Names(
        name for text, person in spelt for name in spellings(text, "", person=person) if name.sure
    )
    numbers = _Numbers(secret, taken)
    shown: dict[str, tuple[str, str]] = {}
    persons = {
        holder_key(text): one.id
        for one in redacted
        if one.category == PERSON
        for text in (one.label, *one.aliases)
    }
    holders: dict[tuple[str, ...], str] = {}
    waiting = {one.id for one in held}
    for one in rows:
        if one.id in inside and one.id not in shown:
            shown[one.id] = numbers.next(one.category)
        if one.id in waiting:
            words = holder_key(one.holder)
            same = persons.get(words, "")
            if same:
                shown.setdefault(same, ("", ""))
                if not shown[same][0]:
                    shown[same] = numbers.next(PERSON)
                holders[words] = shown[same][1]
            elif words not in holders:
                holders[words] = numbers.next(PERSON)[1]
    return _roll(redacted, held, shown, holders)


def _roll(
    redacted: Iterable[Entity],
    held: Iterable[Entity],
    shown: Mapping[str, tuple[str, str]],
    holders: Mapping[tuple[str, ...], str],
) -> Roll:
    claims: defaultdict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    names: list[Name] = []
    unsure: dict[str, None] = {}
    told = [(text, person, shown[one.id][1]) for one in redacted for text, person in _names_of(one)]
    told += [(one.holder, True, holders[holder_key(one.holder)]) for one in held]
    for text, person, label in told:
        if kind_of(text) != "sure":
            unsure[text] = None
        for name in spellings(text, label, person=person):
            claims[words_in(name.text)][label] = label
            names.append(name)
    # The longest first, so that a whole name decides and not the surname in it.
    names.sort(key=lambda one: -len(one.text))
    return Roll(
        dict(shown),
        {key: real for real, (key, _) in shown.items()},
        dict(holders),
        frozenset(holders.values()),
        Names(_settled(names, claims)),
        tuple(unsure),
    )


def _settled(
    names: Iterable[Name], claims: Mapping[tuple[str, ...], Mapping[str, str]]
) -> Iterator[Name]:
    """A name that several share is shown without a number: it does not say which of them."""
    for name in names:
        labels = claims[words_in(name.text)]
        if len(labels) == 1:
            yield name
            continue
        kinds = {label.rpartition(" ")[0] for label in labels}
        common = kinds.pop() if len(kinds) == 1 else "somebody"
        yield Name(name.text, f"{common} (one of {len(labels)})", name.way, name.sure)


def _names_of(entity: Entity) -> Iterator[tuple[str, bool]]:
    """Every name of an entity, its id included, and whether it may have a surname in it."""
    person = entity.category == PERSON
    short = entity.extra.get("short", "")
    for text in dict.fromkeys((entity.label, *entity.aliases, short, entity.id)):
        if text:
            yield text, person and text != entity.id


class _Numbers:
    """Counts through each category, past whatever could be taken for a name in the data."""

    def __init__(self, secret: Names, taken: Callable[[str], bool]) -> None:
        self._secret, self._taken = secret, taken
        self._last: Counter[str] = Counter()

    def next(self, category: str) -> tuple[str, str]:
        words = " ".join(category.replace("_", " ").split()).casefold()
        if self._secret.found(words) or not slug(words):
            words = "entity"
        while True:
            self._last[words] += 1
            label = f"{words} {self._last[words]}"
            key = slug(label)
            if not self._taken(key) and not self._secret.found(label):
                return key, label
