"""The house rules that no single module can keep by itself."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

IMPORT_WITHOUT_STREAMLIT = """
import importlib, pkgutil, sys

class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("streamlit", "ui", "app"):
            raise ImportError(f"graph reached for {name}")

sys.meta_path.insert(0, Blocked())
import graph
names = [found.name for found in pkgutil.walk_packages(graph.__path__, "graph.")]
for name in names:
    if not name.endswith("__main__"):
        importlib.import_module(name)
print(len(names))
"""


def test_graph_is_a_library_without_streamlit(root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_WITHOUT_STREAMLIT],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= len(list((root / "graph").rglob("*.py"))) - 1


@pytest.mark.parametrize(
    ("file", "line", "allowed"),
    [
        ("graph/anything.py", "import streamlit\n", False),
        ("graph/exports/anything.py", "from ui import state\n", False),
        ("graph/layouts/anything.py", "import app\n", False),
        ("graph/anything.py", "import networkx\n", True),
        ("ui/anything.py", "import streamlit\n", True),
    ],
)
def test_the_linter_keeps_the_direction_of_imports(
    root: Path, file: str, line: str, allowed: bool
) -> None:
    command = [sys.executable, "-m", "ruff", "check", "--select", "TID251", "--no-cache"]
    done = subprocess.run(
        [*command, "--stdin-filename", file, "-"],
        cwd=root,
        input=line,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) is allowed, done.stdout + done.stderr


def test_the_entry_point_only_composes(root: Path) -> None:
    assert len((root / "app.py").read_text(encoding="utf-8").splitlines()) <= 80


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-formats.txt"]
)
def test_every_requirement_is_pinned(root: Path, name: str) -> None:
    lines = (root / name).read_text(encoding="utf-8").split("\n")
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [
        line for line in wanted if not re.fullmatch(r"[\w.-]+(\[[\w,-]+\])?==[\w.]+", line)
    ] == []


def imported(folder: Path) -> set[str]:
    """Top names of what the Python files of a folder import."""
    names: set[str] = set()
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names.update(alias.name.split(".")[0] for alias in node.names)
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names.add(node.module.split(".")[0])
    return names


def test_what_the_app_imports_is_pinned(root: Path) -> None:
    pinned = {
        re.split(r"[\[=]", line)[0].lower().replace("_", "-")
        for line in (root / "requirements.txt").read_text(encoding="utf-8").split()
    }
    distributions = packages_distributions()
    outside = (imported(root / "graph") | imported(root / "ui")) - set(sys.stdlib_module_names)
    # Spark's client and its transport are pinned in requirements-spark.txt, and not installed here.
    of_spark = {"pyspark", "grpc"}
    missing = [
        name
        for name in sorted(outside - {"graph", "ui"} - of_spark)
        if not {one.lower().replace("_", "-") for one in distributions.get(name, [])} & pinned
    ]
    assert missing == []


def test_every_requirement_has_its_reason(root: Path) -> None:
    reasons = (root / "docs" / "ARCHITECTURE.md").read_text(encoding="utf-8")
    files = sorted(root.glob("requirements*.txt"))
    names = re.findall(
        r"^([\w.-]+)(?:\[.*\])?==", "\n".join(path.read_text() for path in files), re.M
    )
    assert [name for name in names if f"`{name}`" not in reasons] == []


def test_streamlit_stays_closed(root: Path) -> None:
    config = tomllib.loads((root / ".streamlit" / "config.toml").read_text(encoding="utf-8"))
    server, client = config["server"], config["client"]
    assert server["address"] == "127.0.0.1"
    assert sorted(server["allowedHosts"]) == ["127.0.0.1", "localhost"]
    assert server["enableCORS"] and server["enableXsrfProtection"]
    assert server["maxUploadSize"] == 1024
    assert config["browser"]["gatherUsageStats"] is False
    assert client["showErrorDetails"] == "none"
    assert client["toolbarMode"] == "viewer"
