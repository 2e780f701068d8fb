"""What a path or a chain cannot do without, in words. Raw text: every medium escapes it itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.evidence.dropping import Connection, Drop, drop_one_out
from graph.model import Source
from graph.wording.sentences import places_in_words, status_in_words


def falls_without(connection: Connection, sources: Mapping[str, Source]) -> tuple[str, ...]:
    """What a connection falls without and what it can spare, as sentences.

    Parameters
    ----------
    connection : path or chain
        What is tested.
    sources : Mapping of str to Source
        The sources of the data.

    Returns
    -------
    tuple of str
        Empty when its links carry neither source nor status that could be left out.

    Examples
    --------
    >>> from graph.store import open_store
    >>> from graph.ownership import owners
    >>> store = open_store("data")
    >>> state = next(s for s in owners(store, "zhenhua-data").stakes if s.id == "chinese-state")
    >>> falls_without(state.chains[0], store.sources())[1]
    'Falls without ¶3 or ¶13.'
    """
    lost: list[Drop] = []
    spared: list[Drop] = []
    for fallout in drop_one_out(connection):
        (drop,) = fallout.drops
        (spared if fallout.stands else lost).append(drop)
    cited = {drop.key for drop in (*lost, *spared) if drop.kind == "source"}
    # Where all is from one source, a place needs no more than itself.
    named = {key: _title(key, sources) for key in cited} if len(cited) > 1 else {}
    words = [
        _sources_in_words(lost, spared, sources),
        _sentence("Falls without", _places(lost, named), "or"),
        _sentence("Stands without", _places(spared, named), "or"),
        _sentence("Falls without what", _statuses(lost), "or without what"),
    ]
    return tuple(one for one in words if one)


def _sources_in_words(
    lost: Sequence[Drop], spared: Sequence[Drop], sources: Mapping[str, Source]
) -> str:
    needed = [_title(drop.key, sources) for drop in lost if drop.kind == "source"]
    if not needed:
        return ""
    if len(needed) == 1 and not any(drop.kind == "source" for drop in spared):
        return f"Rests on one source alone: {needed[0]}."
    return _sentence("Falls without", needed, "or")


def _title(key: str, sources: Mapping[str, Source]) -> str:
    source = sources.get(key)
    return f"“{source.title}”" if source and source.title else key


def _places(drops: Sequence[Drop], named: Mapping[str, str]) -> list[str]:
    found = []
    for drop in drops:
        if drop.kind == "place":
            source, _, place = drop.key.partition("#")
            words = places_in_words([place])
            found.append(f"{words} of {named[source]}" if source in named else words)
    return found


def _statuses(drops: Sequence[Drop]) -> list[str]:
    # That a tie falls without what is stated says nothing against it.
    return [
        f"is {status_in_words(drop.key)}"
        for drop in drops
        if drop.kind == "status" and drop.key != "stated"
    ]


def _sentence(start: str, names: Sequence[str], joint: str) -> str:
    if not names:
        return ""
    *firsts, last = names
    listed = f"{', '.join(firsts)} {joint} {last}" if firsts else last
    return f"{start} {listed}."
