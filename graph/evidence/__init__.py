"""Evidence: how well something is supported.

What still stands when a source is left out (`graph.evidence.dropping`), which relations disagree
(`graph.evidence.contradictions`), and what is missing (`graph.evidence.gaps`).
"""

from __future__ import annotations

from graph.evidence.contradictions import Contradiction, contradictions
from graph.evidence.dependents import Dependents, depends_on
from graph.evidence.dropping import (
    Connection,
    Drop,
    Fallout,
    Links,
    Without,
    candidates,
    drop_one_out,
    relations_in,
    what_stands,
)
from graph.evidence.gaps import Gaps, gaps, gaps_around

__all__ = [
    "Connection",
    "Contradiction",
    "Dependents",
    "Drop",
    "Fallout",
    "Gaps",
    "Links",
    "Without",
    "candidates",
    "contradictions",
    "depends_on",
    "drop_one_out",
    "gaps",
    "gaps_around",
    "relations_in",
    "what_stands",
]
