"""The one folder for files that can be made again: cut fonts, stores of large data folders."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from typing import Final

CACHE_VARIABLE: Final = "LONGARM_CACHE"
"""Environment variable that names the folder for the cache; it goes before all others."""

_OTHERS: Final = 0o077


def cache_root() -> Path:
    """The first folder that is ours alone, made when it is missing.

    Tried in turn: ``LONGARM_CACHE``, ``XDG_CACHE_HOME``, ``~/.cache``, and a folder of this user in
    the temporary directory. What lies in it is opened again later, so nobody else may write there.

    Raises
    ------
    OSError
        When there is none.
    """
    for root in _candidates():
        if _is_ours(root):
            return root
    raise PermissionError(13, "no folder for the cache can be written", str(root))


def _candidates() -> Iterator[Path]:
    for name in (CACHE_VARIABLE, "XDG_CACHE_HOME"):
        if named := os.environ.get(name):
            yield Path(named) / "longarm"
    # Not every user has a home folder.
    with suppress(RuntimeError):
        yield Path("~/.cache/longarm").expanduser()
    yield Path(gettempdir()) / f"longarm-{_user()}"


def _user() -> int:
    return os.getuid() if hasattr(os, "getuid") else 0


def _is_ours(root: Path) -> bool:
    """Whether a folder belongs to this user and to nobody else; it is closed to others."""
    try:
        root.parent.mkdir(parents=True, exist_ok=True)
        root.mkdir(mode=0o700, exist_ok=True)
        # A link could have been laid there by somebody else.
        facts = root.lstat()
        if not stat.S_ISDIR(facts.st_mode):
            return False
        if os.name == "posix":
            if facts.st_uid != _user():
                return False
            if facts.st_mode & _OTHERS:
                root.chmod(0o700)
    except OSError:
        return False
    return os.access(root, os.W_OK | os.X_OK)
