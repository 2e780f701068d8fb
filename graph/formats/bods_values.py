"""Single values out of BODS statements: whatever stands there, text comes out."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def text(value: object) -> str:
    """Text of a JSON value; nothing for objects and lists.

    Half of a character pair, which no file can hold, is replaced.

    Examples
    --------
    >>> text(" Firm "), text(True), text(12.50), text(None), text({})
    ('Firm', 'true', '12.5', '', '')
    """
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value).strip()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return number(value)
    return ""


def number(value: float) -> str:
    """A number as text, never with an exponent.

    Examples
    --------
    >>> number(50), number(0.1 + 0.2), number(1e-7)
    ('50', '0.3', '0.0000001')
    """
    if isinstance(value, int):
        return str(value) if abs(value) < 10**15 else "very large"
    if not math.isfinite(value) or abs(value) >= 1e15:
        return "very large"
    return f"{value:.10f}".rstrip("0").rstrip(".") or "0"


def objects(value: object) -> Iterator[Mapping[str, Any]]:
    """The objects in a list; one object alone counts as a list of it."""
    found = value if isinstance(value, list) else [value]
    for one in found:
        if isinstance(one, Mapping):
            yield one


def texts(value: object) -> list[str]:
    """The texts in a list.

    Examples
    --------
    >>> texts(["a", "", 2]), texts("a")
    (['a', '2'], [])
    """
    return [found for one in value if (found := text(one))] if isinstance(value, list) else []


def part(value: object, key: str) -> Any:
    """What stands under a key of an object; ``None`` when it is no object."""
    return value.get(key) if isinstance(value, Mapping) else None


def joined(values: Iterable[str]) -> str:
    """Each value once, with semicolons between.

    Examples
    --------
    >>> joined(["IE", "", "IQ", "IE"])
    'IE; IQ'
    """
    return "; ".join(dict.fromkeys(value for value in values if value))


def place(value: object) -> str:
    """A country or jurisdiction: its code in capitals, otherwise its name."""
    code = text(part(value, "code")).upper()
    return code or text(part(value, "name"))


def address(value: Mapping[str, Any]) -> str:
    """An address in one line."""
    lines = (text(value.get("address")), text(value.get("postCode")), place(value.get("country")))
    told: list[str] = []
    for line in lines:
        if line and not any(line in earlier for earlier in told):
            told.append(line)
    return ", ".join(told)


def interval(share: object) -> tuple[str, str, str]:
    """A share as a cell, the bounds that it does not reach, and what is wrong with it.

    Examples
    --------
    >>> interval({"exact": 50})
    ('50', '', '')
    >>> interval({"minimum": 25, "exclusiveMaximum": 50})
    ('25-50', 'less than the maximum', '')
    >>> interval({"minimum": 60, "maximum": 40})
    ('', '', 'The smallest share is larger than the largest.')
    """
    if not isinstance(share, Mapping) or not share:
        return "", "", ""
    given: dict[str, float] = {}
    for key in ("exact", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"):
        value = share.get(key)
        if value is None:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            return "", "", f"The {key} of the share is not a number."
        if not 0 <= value <= 100:
            return "", "", f"The {key} of the share is outside 0 to 100."
        given[key] = value
    if "exact" in given:
        return number(given["exact"]), "", ""
    if not given:
        return "", "", ""
    low = max(given.get("minimum", 0), given.get("exclusiveMinimum", 0))
    high = min(given.get("maximum", 100), given.get("exclusiveMaximum", 100))
    if low > high:
        return "", "", "The smallest share is larger than the largest."
    bounds = []
    if "exclusiveMinimum" in given and given["exclusiveMinimum"] == low:
        bounds.append(MORE)
    if "exclusiveMaximum" in given and given["exclusiveMaximum"] == high:
        bounds.append(LESS)
    return f"{number(low)}-{number(high)}", joined(bounds), ""


MORE: Final = "more than the minimum"
LESS: Final = "less than the maximum"


def yes_no(value: object) -> str:
    """A truth value as a cell; blank for anything else."""
    return ("yes" if value else "no") if isinstance(value, bool) else ""


def day(value: object) -> str:
    """A date without its time; ``2020-01-01T10:00:00Z`` is a day."""
    found = text(value)
    return found[:10] if re.match(r"\d{4}-\d{2}-\d{2}T", found) else found
