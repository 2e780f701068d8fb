"""From a folder of CSV files to entities, relations, sources and a report on what was found."""

from graph.loading.folder import (
    Dataset,
    LoadReport,
    Problem,
    RefusedData,
    load_folder,
    read_folder,
)

__all__ = [
    "Dataset",
    "LoadReport",
    "Problem",
    "RefusedData",
    "load_folder",
    "read_folder",
]
