"""Ports for servers of a test's own: no other test gets the same, and no connection of anybody's is lent it."""

import contextlib
import os
import socket

_FIRST, _AFTER = 20_000, 32_000
"""Below those that a kernel lends to outgoing connections, which it may do between a look at a port and its use."""

_claims: dict[int, socket.socket] = {}
"""Held until this process ends, under names that every process of the machine sees."""


def free_port() -> int:
    """A port of 127.0.0.1 on which nothing listens, this process's own from now on."""
    ports = range(_FIRST, _AFTER)
    begun = os.getpid() * 37
    for turn in range(len(ports)):
        port = ports[(begun + turn) % len(ports)]
        if port not in _claims and _is_ours(port):
            return port
    raise OSError("no port is free")


def _is_ours(port: int) -> bool:
    claim = socket.socket(socket.AF_UNIX)
    with contextlib.suppress(OSError), socket.socket() as free:
        claim.bind(f"\0probity-tests-port-{port}")
        free.bind(("127.0.0.1", port))
        _claims[port] = claim
        return True
    claim.close()
    return False
