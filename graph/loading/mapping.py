"""Columns under other names: which column of a file is which of ours, and how sure that is."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

from graph.loading.columns import ENTITY_COLUMNS, RELATION_COLUMNS, SOURCE_COLUMNS
from graph.loading.synonyms import LEADING_WORDS, SYNONYMS
from graph.loading.tables import KINDS, Kind, Row, Table

Sure = Literal["same", "known", "guess"]

COLUMNS_OF: Final[Mapping[Kind, tuple[str, ...]]] = {
    "entities": ENTITY_COLUMNS,
    "relations": RELATION_COLUMNS,
    "sources": SOURCE_COLUMNS,
}
"""Our columns by kind, in their order."""

WORD_COLUMN: Final[Mapping[Kind, str]] = {"entities": "category", "relations": "type"}
"""The column that one word chosen for a whole file can fill."""

_DIRECTIONS: Final = {"directed", "undirected", "mutual"}
_SAMPLE: Final = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a file seems to hold.

    Attributes
    ----------
    kind : {"entities", "relations", "sources"} or None
        ``None`` when the columns fit nothing.
    columns : mapping of str to str
        Our column to the file's.
    sure : mapping of str to {"same", "known", "guess"}
        For each of them: the same name, a name known to mean it, or a guess to be looked at.
    """

    kind: Kind | None
    columns: Mapping[str, str] = field(default_factory=dict)
    sure: Mapping[str, Sure] = field(default_factory=dict)


def propose(
    columns: Sequence[str],
    kind: Kind | None = None,
    *,
    name: str = "",
    sample: Iterable[Row] = (),
) -> Proposal:
    """Find out what a table holds, by its columns first and its name last.

    Parameters
    ----------
    columns : sequence of str
        The columns as they stand in the file.
    kind : str, optional
        What it holds, when that is known already.
    name : str, optional
        Name of the file or sheet; decides where the columns do not.
    sample : iterable of Row, optional
        Some rows: Gephi's column ``Type`` is told from a type of relation by its values.

    Examples
    --------
    >>> found = propose(["Van", "Naar", "Soort", "Belang"])
    >>> found.kind, dict(found.columns)
    ('relations', {'source': 'Van', 'target': 'Naar', 'type': 'Soort', 'share': 'Belang'})
    >>> propose(["node_id", "name", "country_codes"]).kind
    'entities'
    """
    sample = tuple(sample)
    if kind is not None:
        return _matched(columns, kind, sample)
    found = {one: _matched(columns, one, sample) for one in KINDS}
    ends = found["relations"].columns
    if "source" in ends and "target" in ends:
        return found["relations"]
    named = _kind_by_name(name)
    about = found["sources"].columns
    publication = {"title", "publisher", "url"} & set(about)
    if named == "sources" or (len(publication) > 1 and "category" not in found["entities"].columns):
        return found["sources"] if about else Proposal(None)
    if {"id", "label"} & set(found["entities"].columns):
        return found["entities"]
    return found[named] if named and found[named].columns else Proposal(None)


def _matched(columns: Sequence[str], kind: Kind, sample: tuple[Row, ...]) -> Proposal:
    ours: dict[str, str] = {}
    sure: dict[str, Sure] = {}
    free = [name for name in columns if name and not (_says_direction(name, kind, sample))]
    keys = {name: _keys(name) for name in free}
    for wanted in COLUMNS_OF[kind]:
        same = next((name for name in free if name.strip().lower() == wanted), None)
        if same is not None:
            ours[wanted], sure[wanted] = same, "same"
            free.remove(same)
    # Rank by rank over all columns, so that “bron” is a reference when “van” names the source.
    ranks = SYNONYMS[kind]
    for rank in range(max(map(len, ranks.values()))):
        for wanted, words in ranks.items():
            if wanted in ours or rank >= len(words):
                continue
            hit = next((name for name in free if words[rank] in keys[name]), None)
            if hit is not None:
                ours[wanted], sure[wanted] = hit, "known"
                free.remove(hit)
    _guess(ours, sure, free, keys, kind)
    order = {wanted: place for place, wanted in enumerate(COLUMNS_OF[kind])}
    return Proposal(kind, dict(sorted(ours.items(), key=lambda one: order[one[0]])), sure)


def _guess(
    ours: dict[str, str],
    sure: dict[str, Sure],
    free: list[str],
    keys: Mapping[str, set[str]],
    kind: Kind,
) -> None:
    """Fill what no known name fills; a guess is to be looked at."""
    for wanted, word in LEADING_WORDS[kind]:
        hit = next((n for n in free if wanted not in ours and _begins(keys[n], word)), None)
        if hit is not None:
            ours[wanted], sure[wanted] = hit, "guess"
            free.remove(hit)
    cited = keys.get(ours.get("reference", ""), set())
    one_end = kind == "relations" and "target" in ours and "source" not in ours
    if one_end and cited & set(SYNONYMS[kind]["source"]):
        # “Bron” and “doel”: beside an end, the word for a source is the other end.
        ours["source"], sure["source"] = ours.pop("reference"), "guess"
        del sure["reference"]
    if kind == "entities":
        for wanted, instead in (("id", "label"), ("label", "id")):
            if wanted not in ours and instead in ours:
                ours[wanted], sure[wanted] = ours[instead], "guess"


def _says_direction(name: str, kind: Kind, sample: tuple[Row, ...]) -> bool:
    """Whether a column says how a link is drawn, as Gephi's ``Type`` does, not what it is."""
    if kind != "relations" or name.strip().lower() != "type":
        return False
    found = {row.bare(name).lower() for row in sample[:_SAMPLE]} - {""}
    return bool(found) and found <= _DIRECTIONS


def _keys(name: str) -> set[str]:
    """The spellings under which a header is looked up.

    Examples
    --------
    >>> sorted(_keys("Begin-Datum")), sorted(_keys("name:string")), sorted(_keys(":START_ID(P)"))
    (['begindatum'], ['name'], [':startid'])
    """
    front, colon, back = name.partition(":")
    role = _plain(back.split("(")[0])
    if colon and role in {"id", "startid", "endid", "type", "label"}:
        return {f":{role}"}
    return {_plain(front if colon and front.strip() else name)}


def _plain(name: str) -> str:
    flat = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(
        re.findall(r"[^\W_]+", "".join(c for c in flat if not unicodedata.combining(c)))
    )
    return plain or ("%" if "%" in name else "")


def _begins(keys: set[str], word: str) -> bool:
    return any(key.startswith(word) for key in keys)


_NAMES: Final[Mapping[Kind, tuple[str, ...]]] = {
    "relations": ("relation", "relatie", "edge", "link", "beziehung", "kante", "lien", "verband"),
    "sources": ("source", "bron", "quelle", "reference"),
    "entities": ("entit", "node", "knoten", "noeud", "knopen", "person", "compan", "bedrijf"),
}


def _kind_by_name(name: str) -> Kind | None:
    plain = _plain(name)
    return next((kind for kind, words in _NAMES.items() if any(w in plain for w in words)), None)


def renamed(table: Table, kind: Kind, columns: Mapping[str, str], default: str = "") -> Table:
    """A table under our columns.

    Parameters
    ----------
    table : Table
        With the columns of its file.
    kind : str
        What it holds.
    columns : mapping of str to str
        Our column to the file's. One of the file's that is not here is an attribute; when its
        name is one of ours, it is kept beside it as ``name (file)``.
    default : str, optional
        Category or type of rows that have none.

    Examples
    --------
    >>> row = Row(2, {"naam": "A", "Type": "x"})
    >>> mapped = renamed(Table("f", ("naam", "Type"), (row,)), "entities", {"label": "naam"})
    >>> mapped.columns, mapped.rows[0].cells
    (('label', 'Type'), {'label': 'A', 'Type': 'x'})
    """
    ours = COLUMNS_OF[kind]
    wanted: dict[str, list[str]] = {}
    for own, theirs in columns.items():
        wanted.setdefault(theirs, []).append(own)
    names: dict[str, tuple[str, ...]] = {}
    taken = set(columns)
    for column in table.columns:
        if column in wanted:
            names[column] = tuple(wanted[column])
            continue
        name = f"{column} (file)" if column.strip().lower() in ours else column
        while name in taken:
            name = f"{name} (file)"
        taken.add(name)
        names[column] = (name,)
    word = WORD_COLUMN.get(kind, "")
    rows = []
    for row in table.rows:
        cells = {own: cell for col, cell in row.cells.items() for own in names.get(col, (col,))}
        if default and word and not cells.get(word, "").strip():
            cells[word] = default
        rows.append(Row(row.line, cells, row.file))
    heads = [name for column in table.columns for name in names[column]]
    if default and word and word not in heads:
        heads.append(word)
    return Table(table.file, tuple(heads), tuple(rows), table.readable)
