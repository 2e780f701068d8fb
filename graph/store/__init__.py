"""The queries, and the only room that knows the engine: DuckDB, asked through Ibis."""

from graph.store.building import build_store_file
from graph.store.reading import Store, SummaryRow, Tally, open_store

__all__ = ["Store", "SummaryRow", "Tally", "build_store_file", "open_store"]
