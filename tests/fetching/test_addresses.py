"""Which addresses a person may have meant, and which machines may be reached."""

from __future__ import annotations

import ipaddress
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.errors import AddressPrivate, AddressUnusable, FetchTimedOut, FetchUnreachable, RashomonError
from rashomon.fetching import addresses
from rashomon.fetching.addresses import Reach, is_public, origin_of, parse_address

INNER = (
    "127.0.0.1", "127.8.9.1", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    str(ipaddress.IPv4Address(0)), "169.254.169.254",
    "100.64.0.1", "100.127.255.255", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.0.0.8", "192.88.99.1", "::", "::1", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1",
    "2002:7f00:1::", "64:ff9b::127.0.0.1", "64:ff9b:1::a00:1", "2001:db8::1", "3fff::1", "2001:0:7f00:1::",
    "100::1", "5f00::1", "no number", "",
)  # fmt: skip
OUTER = ("1.1.1.1", "93.184.216.34", "100.63.255.255", "100.128.0.0", "172.15.0.1", "2606:4700::1111", "::ffff:1.1.1.1")


@pytest.mark.parametrize("number", INNER)
def test_inner_addresses_are_not_public(number: str) -> None:
    """Private, loopback, link-local, multicast, reserved, shared and embedding addresses are refused."""
    assert not is_public(number)


@pytest.mark.parametrize("number", OUTER)
def test_outer_addresses_are_public(number: str) -> None:
    """The addresses right beside the refused blocks are not refused with them."""
    assert is_public(number)


@given(st.ip_addresses(v=4))
def test_an_address_is_as_public_as_the_one_inside_it(number: ipaddress.IPv4Address) -> None:
    """No IPv6 form of an IPv4 address opens a door that the IPv4 form keeps shut."""
    high, low = int(number) >> 16, int(number) & 0xFFFF
    forms = (f"::ffff:{number}", f"64:ff9b::{number}", f"2002:{high:x}:{low:x}::1")
    assert {is_public(form) for form in forms} == {is_public(str(number))}


@given(st.ip_addresses())
def test_nothing_is_public_that_the_standard_library_calls_private(
    number: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    """Our own list only adds to the library's."""
    if is_public(str(number)):
        inner = (number.is_loopback, number.is_link_local, number.is_multicast, number.is_unspecified)
        assert not any(inner)
        assert number.version == 6 or not number.is_private


@pytest.mark.parametrize("text", [
    "http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/",
    "http://017700000001/", "http://127.0.0.1./", "http://1.2.3.4.5/", "http://256.256.256.256/", "http://0x/",
    "ftp://public.example/", "file:///etc/hosts", "javascript:alert(1)", "data:text/html,x", "gopher://public.example/",
    "public.example", "//public.example/", "", "http://", "http:///x", "https://user@public.example/",
    "https://user:word@public.example/", "http://public.example:0/", "http://public.example:99999/",
    "http://a b/", "http://a%2eb/", "http://exa mple.com/", "http://[::1/", "http://public.example\\@inner.example/",
    "http://①②⑦.⓪.⓪.①/", "http://" + "a" * 300 + ".example/", "http://public.example/" + "a" * 3_000,
])  # fmt: skip
def test_what_is_no_address_of_a_page_is_refused(text: str) -> None:
    """Other schemes, credentials, odd numbers and broken hosts end before any look-up, with a cure."""
    with pytest.raises(AddressUnusable) as caught:
        parse_address(text)
    assert caught.value.hint
    assert "word@" not in str(caught.value)


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (" HTTP://Public.Example/a b?q=é#part ", "http://public.example/a%20b?q=%C3%A9"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("http://[::1]:8080/x", "http://[::1]:8080/x"),
        ("http://127.0.0.1/", "http://127.0.0.1/"),
    ],
)
def test_an_address_is_taken_as_browsers_take_it(text: str, meant: str) -> None:
    """Spaces around it, capitals, fragments and other scripts are no faults."""
    assert str(parse_address(text)) == meant


@given(st.text(max_size=60).map(lambda tail: f"http://{tail}"))
def test_any_text_is_an_address_or_is_refused(text: str) -> None:
    """No input ends in another error, and what passes has a host and no credentials."""
    try:
        url = parse_address(text)
    except AddressUnusable:
        return
    assert url.scheme == "http"
    assert url.host
    assert not url.userinfo
    assert parse_address(str(url)) == url


def test_the_default_port_makes_no_other_origin() -> None:
    """One robots.txt holds for both ways to write it."""
    assert origin_of(parse_address("HTTP://a.example:80/x")) == origin_of(parse_address("http://a.example/y"))
    assert origin_of(parse_address("http://a.example:8080/")) != origin_of(parse_address("http://a.example/"))


def test_one_inner_address_among_outer_ones_is_refused() -> None:
    """A name that points to both is no name of a public page."""
    reach = Reach(resolve=lambda *_: ("1.1.1.1", "10.0.0.1"))
    with pytest.raises(AddressPrivate, match=r"10\.0\.0\.1"):
        reach.choose("mixed.example", 80, 1.0)
    assert Reach(resolve=lambda *_: ("10.0.0.1",), allow_private=True).choose("x.example", 80, 1.0) == ("10.0.0.1",)


def test_a_look_up_that_hangs_is_left_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """The system's look-up cannot be stopped, so nobody waits for it beyond the time there is."""
    gate = threading.Event()

    def hang(*_: object, **__: object) -> list[object]:
        gate.wait(5)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    with pytest.raises(FetchTimedOut):
        addresses.look_up("slow.example", 80, 0.05)
    gate.set()


@pytest.mark.parametrize("host", ["x" * 64 + ".example", "name.invalid"])
def test_a_name_that_nobody_has_is_unreachable(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown name, and one that no name can be, are told with a cure."""
    if host.endswith(".invalid"):
        monkeypatch.setattr(socket, "getaddrinfo", _fail)
    with pytest.raises(FetchUnreachable) as caught:
        addresses.look_up(host, 80, 2.0)
    assert isinstance(caught.value, RashomonError)
    assert caught.value.hint


def _fail(*_: object, **__: object) -> None:
    raise OSError("no such name")
