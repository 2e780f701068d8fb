"""A small data set that the tests of the store share."""

from __future__ import annotations

ENTITIES = [
    {"id": "a", "label": "Alpha", "category": "state", "aliases": "A;Aleph"},
    {"id": "b", "label": "Beta", "category": "company", "lei": "007"},
    {"id": "c", "label": "Gamma", "category": "company"},
    {"id": "d", "label": "Delta", "category": "person"},
    {"id": "lone", "label": "Aardvark", "category": "person"},
]
RELATIONS = [
    {"source": "a", "target": "b", "type": "owns", "share": "25-50", "since": "2019"},
    {"source": "a", "target": "b", "type": "owns", "share": "", "status": "stated"},
    {"source": "b", "target": "c", "type": "has_interest_in", "until": "2021-03"},
    {"source": "c", "target": "c", "type": "lends_to", "status": "alleged"},
    {"source": "d", "target": "ghost", "type": "linked_to", "reference": "s"},
]
