"""What FollowTheMoney has no place for, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

BECOMES: Final[Mapping[str, str]] = {
    "alleged links, which would read as facts": "written as UnknownLink, the role says “alleged”",
    "proposed links, which would read as facts": "written as UnknownLink, the role says “proposed”",
    "other links that no schema takes between these ends": (
        "written as UnknownLink, the role says the type"
    ),
    "links without a direction": "written with a first and a second end",
    "statuses other than stated, which most tools do not show": "written in the property “status”",
    "categories without a schema of their own": "kept beside the properties",
    "holders of an office": "written as a person with an occupancy",
    "ids with signs that FollowTheMoney does not take": "replaced; the first id is kept beside",
    "values without a property, or that the format's cleaning changes": (
        "kept beside the properties under “longarm”, where most tools do not look"
    ),
    "positions on the drawing": "left out",
}
"""What happens to each kind of loss, in the order they are told."""
