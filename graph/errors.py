"""The errors a user can meet: each says where, what is wrong and what to do."""

from __future__ import annotations


class LongarmError(Exception):
    """Base of every error that is meant for a person's eyes.

    Parameters
    ----------
    problem : str
        What is wrong, in one sentence, naming things as the user sees them.
    where : str, optional
        File, row, column, field or option the problem sits in.
    fix : str, optional
        What to do about it.

    Examples
    --------
    >>> where = "relations.csv, row 4"
    >>> str(DataError("The share 130 is over 100.", where=where, fix="Correct it."))
    'relations.csv, row 4: The share 130 is over 100. Correct it.'
    """

    def __init__(self, problem: str, *, where: str = "", fix: str = "") -> None:
        self.problem = problem
        self.where = where
        self.fix = fix
        super().__init__(problem)

    def __str__(self) -> str:
        text = f"{self.problem} {self.fix}".rstrip()
        return f"{self.where}: {text}" if self.where else text


class DataError(LongarmError):
    """The data set cannot be used as it stands."""


class FilterError(LongarmError):
    """A filter, an option or a part of the address is not understood."""


class LimitExceeded(LongarmError):
    """The question is larger than what can be answered within bounds."""


class ExportError(LongarmError):
    """A file could not be written."""


class NotFound(LongarmError):
    """Something that was asked for is not in the data."""
