"""Tests, and with them the program, reach nothing outside this computer."""

import socket

import pytest

from tests import offline


@pytest.mark.parametrize("host", ["192.0.2.1", "2001:db8::1", "example.org"])
def test_nothing_outside_is_connected_to(host: str) -> None:
    with pytest.raises(offline.OutsideError):
        socket.create_connection((host, 9), timeout=0.1)
    assert len(offline.tried) == 1
    offline.tried.clear()


def test_nothing_is_sent_outside() -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as one:
        with pytest.raises(offline.OutsideError):
            one.sendto(b"", ("192.0.2.1", 9))
    offline.tried.clear()


def test_this_computer_is_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        with socket.create_connection(("localhost", server.getsockname()[1])):
            pass
    assert not offline.tried
