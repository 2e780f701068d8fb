"""The cache folder: which one, and whose."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from graph import cache
from graph.cache import CACHE_VARIABLE, cache_root


@pytest.fixture
def homes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Path]:
    """Folders that the environment names, in the order in which they count."""
    found = {name: tmp_path / name for name in (CACHE_VARIABLE, "XDG_CACHE_HOME", "HOME")}
    for name, folder in found.items():
        monkeypatch.setenv(name, str(folder))
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    return found


def test_the_folder_named_for_longarm_goes_first(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = {**homes, "HOME": homes["HOME"] / ".cache"}
    for name, folder in expected.items():
        assert cache_root() == folder / "longarm"
        assert cache_root().is_dir()
        monkeypatch.setenv(name, "")
        if name == "HOME":
            folder.parent.joinpath(".cache", "longarm").rmdir()
            folder.rmdir()
            folder.write_text("in the way")
            monkeypatch.setenv(name, str(folder.parent))
    assert cache_root() == Path(tempfile.gettempdir()) / f"longarm-{os.getuid()}"


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are for POSIX systems")
def test_nobody_else_may_look_into_it(homes: dict[str, Path]) -> None:
    folder = homes[CACHE_VARIABLE] / "longarm"
    folder.mkdir(parents=True)
    folder.chmod(0o777)
    assert cache_root() == folder
    assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.name != "posix", reason="owners and modes are for POSIX systems")
def test_a_folder_of_somebody_else_and_a_link_are_passed_by(
    homes: dict[str, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    homes[CACHE_VARIABLE].mkdir()
    (tmp_path / "elsewhere").mkdir()
    (homes[CACHE_VARIABLE] / "longarm").symlink_to(tmp_path / "elsewhere")
    assert cache_root() == homes["XDG_CACHE_HOME"] / "longarm"
    monkeypatch.setattr(cache, "_user", lambda: os.getuid() + 1)
    with pytest.raises(OSError, match="cache"):
        cache_root()
