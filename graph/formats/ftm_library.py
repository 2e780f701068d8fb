"""The optional library `followthemoney`, loaded when a file of that format is read or written."""

from __future__ import annotations

import os
import warnings
from functools import cache
from importlib import import_module
from typing import Any, Final

from graph.errors import LongarmError

_FIX: Final = (
    "Install libicu-dev, pkg-config and g++, then run “pip install -r requirements-formats.txt”."
)


_STUMBLES: Final = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


@cache
def _loaded() -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return import_module("followthemoney")


def library_model(error: type[LongarmError], what: str) -> Any:
    """The model of `followthemoney`: all schemata, with what they take.

    Parameters
    ----------
    error : type of LongarmError
        What to raise where it is not installed.
    what : str
        What was asked: ``read`` or ``written``.
    """
    # The library takes a schema of its own from this variable; files must mean the same everywhere.
    os.environ.pop("FTM_MODEL_PATH", None)
    try:
        return _loaded().model
    except ImportError as missing:
        raise error(
            f"FollowTheMoney files cannot be {what}: the package followthemoney is not installed.",
            fix=_FIX,
        ) from missing


def clean(prop: Any, value: str, proxy: Any) -> str | None:
    """A value as the library keeps it for a property; ``None`` when it would drop it.

    Whatever the library stumbles over in a text is a value that it would drop.
    """
    try:
        found = prop.type.clean(value, proxy=proxy, format=prop.format)
    except (*_STUMBLES, import_module("followthemoney.exc").InvalidData):
        return None
    return found if isinstance(found, str) and found else None
