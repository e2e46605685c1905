"""Nothing leaves this computer while tests run: connections elsewhere raise.

An audit hook hears of every socket that Python opens, also within libraries, but not
of those of other processes.
"""

import ipaddress
import sys

# What was tried, also where the program caught the error.
tried: list[str] = []


class OutsideError(RuntimeError):
    """A connection to somewhere else was tried."""


def is_here(host: object) -> bool:
    """Tell whether a host is this computer; Unix sockets have a path for one."""
    if not isinstance(host, str | bytes) or not host:
        return True
    name = host.decode() if isinstance(host, bytes) else host
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = arguments[1]
        host = address[0] if isinstance(address, tuple) else None
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    else:
        return
    if not is_here(host):
        tried.append(f"{event} {host!r}")
        raise OutsideError(tried[-1])


def refuse_network() -> None:
    """Refuse connections elsewhere from now on, for as long as the process lives."""
    sys.addaudithook(_hook)
