"""Who holds how much of whom through every chain, as a minimum and a maximum."""

from graph.ownership.sheet import (
    CHOSEN,
    Range,
    Sheet,
    Stake,
    holdings,
    owners,
)

__all__ = [
    "CHOSEN",
    "Range",
    "Sheet",
    "Stake",
    "holdings",
    "owners",
]
