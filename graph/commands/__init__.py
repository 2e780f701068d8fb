"""The commands behind `graph.cli`: each asks, answers, and says whether all was well."""

from graph.commands.compare import compare_
from graph.commands.convert import convert_
from graph.commands.data import check_, import_, search_, tables_
from graph.commands.dates import compare_dates_
from graph.commands.evidence import evidence_
from graph.commands.export import export_
from graph.commands.metrics import metrics_
from graph.commands.ownership import holdings_, owners_
from graph.commands.paths import connect_, neighbors_, path_, walk_
from graph.commands.project import project_
from graph.commands.what_if import what_if_

__all__ = [
    "check_",
    "compare_",
    "compare_dates_",
    "connect_",
    "convert_",
    "evidence_",
    "export_",
    "holdings_",
    "import_",
    "metrics_",
    "neighbors_",
    "owners_",
    "path_",
    "project_",
    "search_",
    "tables_",
    "walk_",
    "what_if_",
]
