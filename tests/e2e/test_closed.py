"""The server talks to this machine alone."""

from __future__ import annotations

import http.client
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

LISTENS = "0A"
TABLES = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]


def status_of(address: str, method: str, path: str, **headers: str) -> tuple[int, dict[str, str]]:
    """Status and headers of an answer, when asked under these headers."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=10)
    try:
        line.request(method, path, headers=headers)
        answer = line.getresponse()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}
    finally:
        line.close()


def knock(address: str, host: str, origin: str) -> int:
    """Status of a websocket handshake under a host name and an origin."""
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=10)
    try:
        line.putrequest("GET", "/_stcore/stream", skip_host=True)
        for name, value in {
            "Host": host,
            "Origin": origin,
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version": "13",
        }.items():
            line.putheader(name, value)
        line.endheaders()
        return line.getresponse().status
    finally:
        line.close()


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_the_machine_itself_may_connect(app_url: str, name: str) -> None:
    port = urlsplit(app_url).port
    assert knock(app_url, f"{name}:{port}", f"http://{name}:{port}") == 101


def test_another_name_or_origin_may_not(app_url: str) -> None:
    port = urlsplit(app_url).port
    assert knock(app_url, "example.com", f"http://127.0.0.1:{port}") in {400, 403}
    assert knock(app_url, f"127.0.0.1:{port}", "http://example.com") in {400, 403}


@pytest.mark.parametrize("path", ["/", "/_stcore/health", "/_stcore/host-config"])
def test_no_other_page_may_read_an_answer(app_url: str, path: str) -> None:
    status, headers = status_of(app_url, "GET", path, Origin="http://example.com")
    assert status == 200
    assert [name for name in headers if name.startswith("access-control-allow")] == []


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_no_other_page_may_send_or_take_away_a_file(app_url: str, method: str) -> None:
    status, _ = status_of(
        app_url, method, "/_stcore/upload_file/session/file", Origin="http://example.com"
    )
    assert status == 403


@pytest.mark.skipif(not TABLES[0].exists(), reason="the system does not list its sockets")
def test_it_listens_on_the_loopback_alone(app_url: str) -> None:
    port = f"{urlsplit(app_url).port:04X}"
    rows = [line.split() for one in TABLES if one.exists() for line in one.read_text().splitlines()]
    places = {row[1] for row in rows if row[3] == LISTENS and row[1].endswith(f":{port}")}
    assert places == {f"{socket.inet_aton('127.0.0.1')[::-1].hex().upper()}:{port}"}


def test_another_address_of_this_machine_is_not_answered(app_url: str) -> None:
    with socket.socket() as line:
        line.settimeout(5)
        assert line.connect_ex(("127.0.0.2", urlsplit(app_url).port)) != 0


def test_it_works_without_a_network_and_writes_to_no_file(root: Path, tmp_path: Path) -> None:
    apart = ["unshare", "--net", "--map-root-user"]
    if shutil.which("unshare") is None or subprocess.run([*apart, "true"], check=False).returncode:
        pytest.skip("this system lets nobody make a network namespace")
    folder = tmp_path / "data"
    shutil.copytree(root / "data", folder)
    before = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")}
    ran = subprocess.run(
        [*apart, sys.executable, "-m", "tests.e2e.away", str(folder)],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        capture_output=True,
        text=True,
        timeout=150,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.startswith("drawn ")
    after = {path: (path.read_bytes(), path.stat().st_mtime_ns) for path in folder.rglob("*.*")}
    assert after == before
    assert list(tmp_path.iterdir()) == [folder]
