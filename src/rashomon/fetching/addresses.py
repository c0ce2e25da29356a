"""Addresses: which a person may have meant, and which of the machines behind them may be reached."""

from __future__ import annotations

import queue
import re
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

import httpx

from rashomon.errors import AddressPrivate, AddressUnusable, FetchTimedOut, FetchUnreachable

PORTS: Final = {"http": 80, "https": 443}
_LONGEST: Final = 2_048
_LAST_PORT: Final = 65_535
_HOST: Final = re.compile(
    r"(?=.{1,253}\.?\Z)(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)*[a-z0-9_-]{1,63}\.?\Z", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"(?:\d+|0x[0-9a-f]*)\Z", re.IGNORECASE)
_NAT64: Final = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"))
_NOT_PUBLIC: Final = tuple(
    ip_network(block)
    for block in ("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "240.0.0.0/4",
                  "::/8", "100::/64", "2001::/23", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/9", "ff00::/8")
)  # fmt: skip
"""Blocks of the IANA special-purpose registries that one version or another of ``ipaddress`` counts as public."""

Resolve = Callable[[str, int, float], tuple[str, ...]]
"""Name, port, seconds → numeric addresses."""


def parse_address(text: str) -> httpx.URL:
    """Return the web address that ``text`` writes, without its fragment.

    Raises AddressUnusable where it is none that can be fetched: another scheme than http and https, a user name or
    password, a host that is no name, or a number written other than as four decimals.
    """
    shown = text if len(text) <= _LONGEST else f"{text[:80]}…"
    try:
        url = httpx.URL(text.strip()).copy_with(fragment=None)
    except (httpx.InvalidURL, ValueError, TypeError) as fault:
        raise AddressUnusable(f"this is no web address ({fault})", where=shown, hint="https://…") from fault
    if url.scheme not in PORTS or not url.raw_host:
        raise AddressUnusable("only addresses with http:// or https:// are fetched", where=shown, hint="https://…")
    if url.userinfo:
        raise AddressUnusable(
            "the address carries a user name or password, which would be kept in the records",
            where=f"{url.scheme}://…@{url.host}", hint="the address without them; save pages behind a login by hand",
        )  # fmt: skip
    if len(str(url)) > _LONGEST:
        raise AddressUnusable(f"the address is longer than {_LONGEST:,} letters", where=shown, hint="a shorter one")
    if not 0 < port_of(url) <= _LAST_PORT:
        raise AddressUnusable("there is no such port", where=shown, hint="the address without “:port”")
    _check_host(url.raw_host.decode("ascii"), shown)
    return url


def _check_host(host: str, shown: str) -> None:
    """Raise AddressUnusable where ``host`` is neither a name nor a number in its usual form."""
    if read_number(host) is not None:
        return
    if ":" in host or not _HOST.match(host):
        raise AddressUnusable("the host is no name of a machine", where=shown, hint="check the spelling")
    # As browsers do: where the last part is a number, the whole is an IPv4 address in some form. 2130706433,
    # 0x7f.1 and 0177.0.0.1 all reach 127.0.0.1, and nobody writes a public address so.
    if _NUMBER.match(host.rstrip(".").rpartition(".")[2]):
        raise AddressUnusable(
            "the host is a number in an unusual form", where=shown, hint="the name, or four decimal numbers"
        )


def port_of(url: httpx.URL) -> int:
    """Return the port that ``url`` reaches, stated or not."""
    return PORTS[url.scheme] if url.port is None else url.port


def origin_of(url: httpx.URL) -> str:
    """Return scheme, host and port as one word: what a robots.txt holds for."""
    host = url.raw_host.decode("ascii").lower()
    host = f"[{host}]" if ":" in host else host
    port = port_of(url)
    return f"{url.scheme}://{host}" if port == PORTS[url.scheme] else f"{url.scheme}://{host}:{port}"


def read_number(host: str) -> IPv4Address | IPv6Address | None:
    """Return the IP address that ``host`` writes in its usual form, or None; a zone (``%eth0``) is dropped."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        return None


def is_public(number: str) -> bool:
    """Tell whether the IP address ``number`` is public: one machine that everybody can reach.

    Private, loopback, link-local, multicast, reserved and shared (carrier) addresses are not; nor is an IPv6 address
    that stands for an IPv4 one that is not (mapped, 6to4, Teredo, NAT64).
    """
    address = read_number(number)
    if address is None:
        return False
    if isinstance(address, IPv6Address):
        inner = _embedded(address)
        if inner:
            return all(map(is_public, map(str, inner)))
        if address.is_site_local:
            return False
    if any(address.version == block.version and address in block for block in _NOT_PUBLIC):
        return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def _embedded(address: IPv6Address) -> tuple[IPv4Address, ...]:
    """Return the IPv4 addresses that ``address`` leads to, if any."""
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address.sixtofour,)
    if address.teredo:
        return address.teredo
    if any(address in block for block in _NAT64):
        return (IPv4Address(int(address) & 0xFFFF_FFFF),)
    return ()


def look_up(host: str, port: int, seconds: float) -> tuple[str, ...]:
    """Return the numeric addresses of ``host``, in the system's order.

    Raises FetchUnreachable where there are none, and FetchTimedOut after ``seconds``; the system's own look-up cannot
    be stopped, so it is left behind in a thread.
    """
    answer: queue.SimpleQueue[tuple[str, ...] | Exception] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answer.put(tuple(dict.fromkeys(str(entry[4][0]) for entry in found)))
        except (OSError, UnicodeError) as fault:
            answer.put(fault)

    threading.Thread(target=ask, daemon=True).start()
    try:
        got = answer.get(timeout=max(0.0, seconds))
    except queue.Empty:
        raise FetchTimedOut(
            "the name was not looked up in time", where=host, hint="again later, or --seconds"
        ) from None
    if isinstance(got, Exception) or not got:
        raise FetchUnreachable("no machine has this name", where=host, hint="check the spelling and the connection")
    return got


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Which machines may be reached: how names are looked up, and which numbers count as public."""

    resolve: Resolve = look_up
    is_public: Callable[[str], bool] = is_public
    allow_private: bool = False

    def choose(self, host: str, port: int, seconds: float) -> tuple[str, ...]:
        """Return the numeric addresses to connect to for ``host``; each of them was checked.

        Raises AddressPrivate where any of them is not public: a name with one inner address among its outer ones is an
        attack or a mistake. Raises what the look-up raises.
        """
        number = read_number(host)
        found = (str(number),) if number is not None else self.resolve(host, port, seconds)
        if not self.allow_private:
            for address in found:
                if not self.is_public(address):
                    named = host if address == host else f"{host} ({address})"
                    raise AddressPrivate(
                        "the address leads into a private network or this machine",
                        where=named, hint="--allow-private, if it is your own server",
                    )  # fmt: skip
        return found
