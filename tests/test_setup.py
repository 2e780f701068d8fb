"""Setting up: the virtual environment, the browser, what ``make run`` passes on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from scripts import browser

pytestmark = pytest.mark.skipif(os.name != "posix", reason="make and sh are for POSIX systems")

TOOLS = ("sh", "id", "cksum", "cat", "rm")


@pytest.fixture
def clone(root: Path, tmp_path: Path) -> Path:
    """What setting up needs of a fresh clone."""
    folder = tmp_path / "clone"
    folder.mkdir()
    shutil.copytree(root / "scripts", folder / "scripts")
    for name in ("Makefile", "constraints.txt"):
        shutil.copy(root / name, folder)
    for file in root.glob("requirements*.txt"):
        shutil.copy(file, folder)
    return folder


def script(path: Path, body: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
    path.chmod(0o755)


def set_up(clone: Path, wanted: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "scripts/venv.sh", wanted],
        cwd=clone,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_that_is_too_old_is_named_with_what_to_do(clone: Path, tmp_path: Path) -> None:
    tools = tmp_path / "tools"
    script(tools / "python3", 'if [ "$1" = --version ]; then echo Python 3.9.2; else exit 1; fi')
    for name in TOOLS:
        (tools / name).symlink_to(shutil.which(name) or name)
    done = set_up(clone, "requirements.txt", PATH=str(tools), PYTHON="")
    assert done.returncode != 0
    assert "3.11 or newer" in done.stderr
    assert "Python 3.9.2" in done.stderr
    assert "PYTHON=" in done.stderr


def test_requirements_are_installed_again_only_when_the_file_changes(clone: Path) -> None:
    script(clone / ".venv/bin/python", 'echo "$*" >> .venv/asked')

    def installs() -> int:
        return (clone / ".venv/asked").read_text().count("pip install")

    assert set_up(clone, "requirements.txt").returncode == 0
    assert set_up(clone, "requirements.txt").returncode == 0
    assert installs() == 1
    with (clone / "requirements.txt").open("a") as file:
        file.write("# one more line\n")
    set_up(clone, "requirements-dev.txt")
    assert installs() == 2
    set_up(clone, "requirements.txt")
    set_up(clone, "requirements-dev.txt")
    assert installs() == 2
    with (clone / "constraints.txt").open("a") as file:
        file.write("# one more line\n")
    set_up(clone, "requirements.txt")
    assert installs() == 3
    assert "-c constraints.txt -r requirements.txt" in (clone / ".venv/asked").read_text()


def test_every_requirement_has_its_version_in_the_constraints(root: Path) -> None:
    def pins(name: str) -> dict[str, str]:
        lines = (root / name).read_text(encoding="utf-8").splitlines()
        found = [line.partition("==") for line in lines if line and line[0] not in "-#"]
        assert all(version for _, _, version in found), "every line is a name and a version"
        return {re.sub(r"\[.*|[-_.]", "", one.lower()): version for one, _, version in found}

    held = pins("constraints.txt")
    wanted = pins("requirements.txt") | pins("requirements-dev.txt")
    wanted |= pins("requirements-formats.txt")
    assert wanted.items() <= held.items()
    assert len(held) > len(wanted)


def test_a_failed_install_is_tried_again(clone: Path) -> None:
    script(clone / ".venv/bin/python", 'case "$*" in *install*) exit 1;; esac')
    assert set_up(clone, "requirements.txt").returncode != 0
    assert not (clone / ".venv/.installed-requirements.txt").exists()


def test_what_is_optional_and_cannot_be_built_is_said_and_stops_nothing(clone: Path) -> None:
    script(clone / ".venv/bin/python", 'case "$*" in *install*) exit 1;; esac')
    done = set_up(clone, "requirements-formats.txt")
    assert done.returncode == 0
    assert "FollowTheMoney files cannot be read or written here" in done.stderr
    assert "libicu-dev" in done.stderr
    assert not (clone / ".venv/.installed-requirements-formats.txt").exists()


@pytest.mark.parametrize(
    ("given", "passed"),
    [
        ([], ["run", "app.py", "--server.port", "8501", "--"]),
        (["PORT=9000"], ["run", "app.py", "--server.port", "9000", "--"]),
        (
            ["DATA=my $folder"],
            ["run", "app.py", "--server.port", "8501", "--", "--data", "my $folder"],
        ),
    ],
)
def test_make_run_passes_port_and_data_on(clone: Path, given: list[str], passed: list[str]) -> None:
    script(clone / ".venv/bin/python", "exit 0")
    script(clone / ".venv/bin/streamlit", "printf '%s\\n' \"$@\" > asked")
    given = [one.replace("$", "$$") for one in given]
    # This may itself run under make, whose choices must not leak in.
    ours = {"PORT", "DATA", "MAKEFLAGS", "MFLAGS", "MAKELEVEL", "MAKEOVERRIDES"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    subprocess.run(
        ["make", "run", *given], cwd=clone, env=environment, check=True, capture_output=True
    )
    assert (clone / "asked").read_text().splitlines() == passed


def test_a_browser_named_by_hand_wins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path / "chrome", "exit 0")
    monkeypatch.setenv("LONGARM_BROWSER", str(tmp_path / "chrome"))
    assert browser.find_browser() == str(tmp_path / "chrome")


def test_no_browser_says_how_to_get_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LONGARM_BROWSER", "/nowhere/chrome")
    assert browser.main([]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "apt-get install -y --no-install-recommends chromium" in said.err
