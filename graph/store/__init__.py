"""The queries, and the only room that knows the engine: DuckDB, asked through Ibis."""

from graph.store.asking import Store, open_store
from graph.store.building import build_store_file
from graph.store.tallies import SummaryRow, Tally

__all__ = ["Store", "SummaryRow", "Tally", "build_store_file", "open_store"]
