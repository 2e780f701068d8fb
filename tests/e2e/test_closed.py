"""The server talks to this machine alone."""

from __future__ import annotations

import http.client
from urllib.parse import urlsplit

import pytest


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
