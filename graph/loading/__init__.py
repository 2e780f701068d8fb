"""From a folder of CSV files to entities, relations, sources and a report on what was found."""

from graph.loading.folder import (
    Dataset,
    LoadReport,
    Problem,
    RefusedData,
    folder_tables,
    load_folder,
    load_tables,
    read_folder,
    rows_at_fault,
)
from graph.loading.tables import Row, Table, Tables

__all__ = [
    "Dataset",
    "LoadReport",
    "Problem",
    "RefusedData",
    "Row",
    "Table",
    "Tables",
    "folder_tables",
    "load_folder",
    "load_tables",
    "read_folder",
    "rows_at_fault",
]
