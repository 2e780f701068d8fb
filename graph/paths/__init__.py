"""Paths: how two entities are connected, the best evidenced connection first."""

from graph.paths.ranking import (
    MAX_HOPS,
    Path,
    PathAnswer,
    Terms,
    find_paths,
    paths_to_any,
)

__all__ = [
    "MAX_HOPS",
    "Path",
    "PathAnswer",
    "Terms",
    "find_paths",
    "paths_to_any",
]
