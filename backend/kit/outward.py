"""Asking an address that a person typed in: https alone, no machine of a private network, no redirect, little and soon.

The name is looked up here, every address that it has is judged, and the connection goes to one that was judged: who
answers cannot be another than who was looked at. Hosts that an installation names may be private, and a name of this
machine among them may speak http.
"""

import asyncio
import ipaddress
import socket
import ssl
from collections.abc import AsyncIterable, Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import httpcore

LONGEST_SECONDS = 6.0
LARGEST_ANSWER = 256 * 1024
LONGEST_ADDRESS = 500

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class Fault(StrEnum):
    """Why nothing was heard."""

    ADDRESS = "address"
    NAME = "name"
    PRIVATE = "private"
    UNREACHED = "unreached"
    CERTIFICATE = "certificate"
    SLOW = "slow"
    BIG = "big"


class NotAsked(Exception):
    """Nothing was heard from outside; `fault` says of what sort, the text says it in one plain sentence."""

    def __init__(self, fault: Fault, sentence: str) -> None:
        super().__init__(sentence)
        self.fault = fault
        self.sentence = sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An answer; the names of its headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Outward:
    """The way out. `private_hosts` are the names that may lie in a private network."""

    private_hosts: frozenset[str] = frozenset()

    async def ask(
        self, method: str, address: str, *, headers: Mapping[str, str] | None = None, body: bytes = b""
    ) -> Heard:
        """Ask once, and hear what comes within a few seconds. Raises `NotAsked`."""
        self.check(address)
        host = urlsplit(address).hostname or ""
        try:
            async with (
                asyncio.timeout(LONGEST_SECONDS),
                httpcore.AsyncConnectionPool(
                    ssl_context=_certificates(), network_backend=_Judging(self), max_connections=1
                ) as pool,
                pool.stream(
                    method,
                    address,
                    headers=[*(headers or {}).items(), ("Host", urlsplit(address).netloc)],
                    content=body or None,
                ) as answer,
            ):
                heard = await _all_of(answer.aiter_stream(), host=host)
        except TimeoutError as late:
            raise NotAsked(
                Fault.SLOW, f"{host} did not answer within {LONGEST_SECONDS:.0f} seconds."
            ) from late
        except httpcore.ConnectError as error:
            if isinstance(error.__cause__, ssl.SSLError) or "certificate" in str(error).lower():
                words = f"{host} shows no certificate that we can trust: {_short(error)}."
                raise NotAsked(Fault.CERTIFICATE, words) from error
            raise NotAsked(Fault.UNREACHED, f"{host} can’t be reached: {_short(error)}.") from error
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException, OSError) as error:
            raise NotAsked(Fault.UNREACHED, f"{host} broke the line off: {_short(error)}.") from error
        found = {name.decode("latin-1").lower(): value.decode("latin-1") for name, value in answer.headers}
        return Heard(status=answer.status, headers=found, body=heard)

    def check(self, address: str) -> None:
        """Refuse an address that is never asked, before its name is looked up. Raises `NotAsked`."""
        try:
            parts = urlsplit(address)
            host, _ = (parts.hostname or "").lower(), parts.port
        except ValueError:
            raise NotAsked(Fault.ADDRESS, "That is not an address of the web.") from None
        if not host or len(address) > LONGEST_ADDRESS or not address.isascii() or not address.isprintable():
            raise NotAsked(Fault.ADDRESS, "That is not an address of the web.")
        if parts.username is not None or parts.fragment or " " in address:
            raise NotAsked(Fault.ADDRESS, "The address must hold no name, no password and no # part.")
        here = host in self.private_hosts and host in {"127.0.0.1", "localhost", "::1"}
        if parts.scheme != "https" and not (parts.scheme == "http" and here):
            raise NotAsked(Fault.ADDRESS, "The address must begin with https://.")


class _Judging(httpcore.AsyncNetworkBackend):
    """Connects to addresses that were judged, and to no other."""

    def __init__(self, outward: Outward) -> None:
        self._outward = outward
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        addresses = await _looked_up(host, port)
        if host.lower() not in self._outward.private_hosts:
            check_public(host, addresses)
        trouble: Exception | None = None
        for address in addresses[:4]:
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except httpcore.ConnectError as error:
                trouble = error
        raise trouble or httpcore.ConnectError("no address")

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's own signature
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        raise NotAsked(Fault.ADDRESS, "That is not an address of the web.")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


def check_public(host: str, addresses: Collection[str]) -> None:
    """Refuse a name of which any address lies in a private, local or reserved network. Raises `NotAsked`."""
    if not all(_is_public(address) for address in addresses):
        raise NotAsked(
            Fault.PRIVATE,
            f"{host} lies in a private network, which this installation does not allow. Whoever runs it can allow "
            "that name.",
        )


def _is_public(address: str) -> bool:
    found = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(found, ipaddress.IPv6Address):
        # an address of the old kind within one of the new kind is judged as what it leads to
        if found.ipv4_mapped is not None:
            found = found.ipv4_mapped
        elif found.sixtofour is not None or found.teredo is not None or found in _NAT64:
            return False
    return found.is_global and not found.is_multicast


async def _looked_up(host: str, port: int) -> list[str]:
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise NotAsked(Fault.NAME, f"There is no machine of the name {host}.") from None
    return list(dict.fromkeys(str(each[4][0]) for each in found))


async def _all_of(stream: AsyncIterable[bytes], *, host: str) -> bytes:
    parts: list[bytes] = []
    size = 0
    async for part in stream:
        parts.append(part)
        size += len(part)
        if size > LARGEST_ANSWER:
            raise NotAsked(Fault.BIG, f"{host} answered with more than {LARGEST_ANSWER // 1024} KB.")
    return b"".join(parts)


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:160].rstrip(".") or type(error).__name__


@cache
def _certificates() -> ssl.SSLContext:
    return ssl.create_default_context()
