"""Words on the screen and in figures: the door to `sentences`, `captions` and `titles`."""

from graph.wording.captions import (
    as_of_in_words,
    counts_in_words,
    filters_in_words,
    main_source,
    view_in_words,
)
from graph.wording.sentences import (
    dates_in_words,
    name_of,
    places_in_words,
    relation_sentence,
    second_line,
    source_lines,
    status_in_words,
)
from graph.wording.titles import file_stem, title_of

__all__ = [
    "as_of_in_words",
    "counts_in_words",
    "dates_in_words",
    "file_stem",
    "filters_in_words",
    "main_source",
    "name_of",
    "places_in_words",
    "relation_sentence",
    "second_line",
    "source_lines",
    "status_in_words",
    "title_of",
    "view_in_words",
]
