"""The client against a server that is polite, hostile, slow or broken."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import time
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fetching.local_server import (
    NAMES,
    PAGE,
    REACH,
    Answer,
    QuickClock,
    answer,
    counts_as_public,
    make_client,
    packed,
    redirect,
    serving,
)
from rashomon.fetching import OUTCOMES, Settings
from rashomon.fetching.addresses import Reach


def test_a_page_is_fetched_as_it_was_sent() -> None:
    """Request and response are kept byte for byte, with the address that answered."""
    with serving({"/a": answer()}) as server:
        got = make_client(contact="desk@rashomon.example").fetch(server.url("/a"))
        assert got.outcome == "fetched", got
        assert server.asked == ["/robots.txt", "/.well-known/tdmrep.json", "/a"]
        page = got.exchanges[-1]
        assert page.response == answer()
        assert page.request == server.requests[-1]
        assert page.body == PAGE
        assert page.address == server.host
        assert b"desk@rashomon.example" in page.request
        assert b"Host: public.example:" in page.request


def test_rules_are_read_once_and_pauses_are_kept() -> None:
    """One robots.txt for an origin; our pause before each request but the first; theirs where it is longer."""
    robots = answer(b"User-agent: *\nCrawl-delay: 7\n", kind="text/plain")
    with serving({"/robots.txt": robots, "/a": answer(), "/b": answer()}) as server:
        clock = QuickClock()
        client = make_client(clock=clock)
        assert [client.fetch(server.url(path)).outcome for path in ("/a", "/b")] == ["fetched"] * 2
        assert server.asked.count("/robots.txt") == 1
        assert [round(pause) for pause in clock.slept] == [1, 7, 7]


def test_a_pause_that_would_take_for_ever_is_cut() -> None:
    """A Crawl-delay of a day does not stop a run; the cap is kept instead."""
    robots = answer(b"User-agent: *\nCrawl-delay: 86400\n", kind="text/plain")
    with serving({"/robots.txt": robots, "/a": answer()}) as server:
        clock = QuickClock()
        make_client(clock=clock, patience=20.0).fetch(server.url("/a"))
        assert max(clock.slept) <= 20


@pytest.mark.parametrize(
    ("robots", "outcome"),
    [
        (answer(b"User-agent: *\nDisallow: /a", kind="text/plain"), "refused by robots"),
        (answer(b"User-agent: otherbot\nDisallow: /", kind="text/plain"), "fetched"),
        (answer(b"gone", "410 Gone"), "fetched"),
        (answer(b"no", "403 Forbidden"), "fetched"),
        (answer(b"no", "429 Too Many Requests"), "refused by robots"),
        (answer(b"down", "500 Internal Server Error"), "refused by robots"),
        (answer(b"down", "503 Service Unavailable"), "refused by robots"),
        (redirect("/rules.txt"), "refused by robots"),
        (redirect("/robots.txt"), "fetched"),
        (redirect("http://127.0.0.1/robots.txt"), "refused by robots"),
        (answer(b"User-agent: *\nDisallow: /a\n" + b"#" * 600_000, kind="text/plain"), "refused by robots"),
        (b"", "broken answer"),
    ],
)
def test_robots_are_honoured(robots: bytes, outcome: str) -> None:
    """4xx allows, 5xx and an unreachable file forbid, redirects are followed, and long files are read up to the cap."""
    rules = answer(b"User-agent: *\nDisallow: /a", kind="text/plain")
    with serving({"/robots.txt": robots, "/rules.txt": rules, "/a": answer()}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == outcome, got
        assert ("/a" in server.asked) is (outcome == "fetched")
        assert bool(got.hint) is got.failed


RESERVED = {
    "file": {"/.well-known/tdmrep.json": answer(json.dumps([{"location": "/", "tdm-reservation": 1}]).encode())},
    "header": {"/a": answer(tdm_reservation="1", tdm_policy="https://public.example/policy")},
    "meta": {"/a": answer(b'<meta name="tdm-reservation" content="1">' + PAGE)},
    "packed meta": {"/a": packed(b'<meta name="tdm-reservation" content="1">' + PAGE)},
    "noai": {"/a": answer(X_Robots_Tag="noai")},
}


@pytest.mark.parametrize("place", RESERVED)
def test_reserved_pages_are_not_kept(place: str) -> None:
    """Where the reservation is known before, nobody asks for the page; else its body is dropped, and why is noted."""
    with serving({"/a": answer(), **RESERVED[place]}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "reserved", got
        assert ("/a" in server.asked) is (place != "file")
        assert not any(PAGE in exchange.response + exchange.body for exchange in got.exchanges)
        assert any("tdm-reservation 1" in note or "noai" in note for note in got.notes)
        allowed = make_client(allow_reserved=True).fetch(server.url("/a"))
        assert allowed.outcome == "fetched"
        assert "kept under --allow-reserved" in allowed.notes


def test_what_is_about_search_listings_is_noted_and_no_reservation() -> None:
    """The word noindex says how a page is listed, not whether it is read."""
    with serving({"/a": answer(X_Robots_Tag="noindex, noimageai")}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "fetched"
        assert "X-Robots-Tag: noindex, noimageai" in got.notes


def test_a_broken_reservation_file_states_nothing() -> None:
    """And the notes say so."""
    with serving({"/a": answer(), "/.well-known/tdmrep.json": answer(b"<html>welcome</html>")}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "fetched"
        assert any("not readable" in note for note in got.notes)


def test_a_redirect_is_followed_and_its_target_asked_for_leave() -> None:
    """Another origin has rules of its own."""
    closed = answer(b"User-agent: *\nDisallow: /", kind="text/plain")
    with serving({"/b": answer()}) as open_site, serving({"/robots.txt": closed, "/b": answer()}) as closed_site:
        routes = {"/open": redirect(open_site.url("/b", "other.example")), "/closed": redirect(closed_site.url("/b"))}
        with serving(routes) as server:
            client = make_client()
            led = client.fetch(server.url("/open"))
            assert led.outcome == "redirected", led
            assert led.final_url == open_site.url("/b", "other.example")
            assert client.fetch(server.url("/closed")).outcome == "refused by robots"
        assert closed_site.asked == ["/robots.txt"]


@pytest.mark.parametrize("target", [
    "http://127.0.0.1:{port}/secret", "http://inner.example:{port}/secret", "http://[::1]:{port}/secret",
    "http://[::ffff:127.0.0.1]:{port}/secret", "//127.0.0.1:{port}/secret", "http://169.254.169.254/latest/meta-data",
])  # fmt: skip
def test_a_redirect_into_this_machine_is_refused(target: str) -> None:
    """By number, by a name that resolves to it, in IPv6: the inner server is never reached."""
    with serving({"/secret": answer()}, host="127.0.0.1") as inner:
        with serving({"/a": redirect(target.format(port=inner.port))}) as server:
            got = make_client().fetch(server.url("/a"))
            assert got.outcome == "private address", got
            assert "--allow-private" in (got.hint or "")
        assert not inner.requests


@pytest.mark.parametrize("target", [
    "http://2130706433/", "http://0x7f.1/", "file:///etc/hosts", "ftp://public.example/", "javascript:alert(1)",
    "http://user:word@public.example/", "http://[", "data:text/html,x",
])  # fmt: skip
def test_a_redirect_to_what_is_no_page_is_refused(target: str) -> None:
    """Each address is checked as the first one was."""
    with serving({"/a": redirect(target)}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "not an address", got


def test_a_name_that_changes_is_checked_at_each_connection() -> None:
    """DNS rebinding: a later look-up leads inside, and no socket is opened to a number that was not checked."""
    answers = iter(["127.0.0.2", "127.0.0.2", "127.0.0.1"])
    reach = Reach(resolve=lambda *_: (next(answers),), is_public=counts_as_public)
    with serving({"/a": answer()}) as server:
        got = make_client(reach).fetch(server.url("/a", "changing.example"))
        assert got.outcome == "private address", got
        assert server.asked == ["/robots.txt", "/.well-known/tdmrep.json"]


def test_each_connection_takes_one_look_up() -> None:
    """Nobody looks the name up again between check and connection."""
    looked: list[str] = []

    def look(host: str, port: int, seconds: float) -> tuple[str, ...]:
        del port, seconds
        looked.append(host)
        return (NAMES[host],)

    with serving({"/a": answer()}) as server:
        got = make_client(Reach(resolve=look, is_public=counts_as_public)).fetch(server.url("/a"))
        assert got.outcome == "fetched"
        assert len(looked) == len(server.requests) == 3


def test_redirects_come_to_an_end() -> None:
    """A circle and an endless chain are told apart, and both end."""
    chain: dict[str, Answer] = {f"/{n}": redirect(f"/{n + 1}") for n in range(20)}
    with serving({**chain, "/x": redirect("/y"), "/y": redirect("/x")}) as server:
        circle, endless = make_client().fetch(server.url("/x")), make_client().fetch(server.url("/0"))
        assert (circle.outcome, endless.outcome) == ("too many redirects",) * 2
        assert "itself" in str(circle.reason)
        assert server.asked[-1] == "/5"


def drip(pieces: int, pause: float, start: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n") -> Answer:
    """Send ``start``, then a letter at a time."""

    def send(line: socket.socket) -> None:
        line.sendall(start)
        for _ in range(pieces):
            line.sendall(b"x")
            time.sleep(pause)

    return send


@pytest.mark.parametrize(
    "start", [b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", b"HTTP/1.1 200 OK\r\nX: ", b""]
)
def test_a_server_that_drips_is_left(start: bytes) -> None:
    """A letter now and then, in body or headers, does not hold a run beyond the time for one address."""
    with serving({"/a": drip(1_000, 0.02, start)}) as server:
        began = time.monotonic()
        got = make_client(seconds=0.4).fetch(server.url("/a"))
        assert got.outcome == "timed out", got
        assert time.monotonic() - began < 3


def endless(start: bytes, piece: bytes) -> Answer:
    """Send ``start``, then ``piece`` without end."""

    def send(line: socket.socket) -> None:
        line.sendall(start)
        while True:
            line.sendall(piece)

    return send


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
FLOODS: dict[str, Answer] = {
    "long body": answer(b"x" * 300_000),
    "endless body": endless(HEAD + b"\r\n", b"x" * 4_096),
    "endless chunks": endless(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n" * 100),
    "gzip bomb": answer(gzip.compress(b"\0" * 50_000_000), Content_Encoding="gzip"),
    "endless early hints": endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 50),
}


@pytest.mark.parametrize("flood", FLOODS)
def test_floods_are_cut_at_the_cap(flood: str) -> None:
    """By length as sent and as unpacked, whatever the headers promise."""
    with serving({"/a": FLOODS[flood]}) as server:
        got = make_client(max_bytes=100_000).fetch(server.url("/a"))
        assert got.outcome == "too large", got
        assert got.sha256 is None
        page = got.exchanges[-1]
        assert len(page.response) < 500_000
        assert len(page.body) <= 100_000
        assert page.truncated == ("length" if page.status else "")


def test_endless_headers_end() -> None:
    """A head without end is a broken answer, not a full memory."""
    with serving({"/a": endless(b"HTTP/1.1 200 OK\r\n", b"X: " + b"y" * 4_000 + b"\r\n")}) as server:
        assert make_client().fetch(server.url("/a")).outcome == "broken answer"


BROKEN = {
    "content-length too long": answer(Content_Length="100000"),
    "content-length is no number": answer(Content_Length="many"),
    "two content-lengths": HEAD + b"Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde",
    "broken chunk": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\nzz\r\nabc\r\n",
    "chunks that end early": HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabc",
    "no HTTP": b"SSH-2.0-OpenSSH_9.9\r\n",
    "nothing": b"",
    "truncated gzip": answer(gzip.compress(PAGE * 20)[:-20], Content_Encoding="gzip"),
    "no gzip at all": answer(PAGE, Content_Encoding="gzip"),
    "a coding nobody asked for": answer(PAGE, Content_Encoding="br"),
    "binary noise": bytes(range(256)) * 4,
}


@pytest.mark.parametrize("fault", BROKEN)
def test_broken_answers_are_told(fault: str) -> None:
    """Each is counted as broken, with a cure; what came is kept and marked as cut, where it may be kept."""
    with serving({"/a": BROKEN[fault]}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "broken answer", got
        assert got.hint
        page = got.exchanges[-1]
        assert bool(page.truncated) is page.kept


@pytest.mark.parametrize(("reply", "body"), [
    (packed(), PAGE),
    (HEAD + b"Transfer-Encoding: chunked\r\n\r\n5\r\nabcde\r\n0\r\n\r\n", b"abcde"),
    (answer(PAGE + b"surplus", Content_Length=str(len(PAGE))), PAGE),
    (b"HTTP/1.1 103 Early Hints\r\nLink: </x.css>\r\n\r\n" + answer(), PAGE),
    (b"HTTP/1.0 200 OK\r\n\r\nold", b"old"),
    (answer(b"", "204 No Content"), b""),
    (answer(b'{"version": "https://jsonfeed.org/version/1.1"}', kind="application/feed+json"), None),
    (answer(b"<rss/>", kind="application/rss+xml; charset=utf-8"), None),
    (answer("текст".encode("utf-16"), kind="text/plain"), None),
])  # fmt: skip
def test_lawful_answers_of_all_kinds_are_read(reply: bytes, body: bytes | None) -> None:
    """Packed, in chunks, with hints before or bytes behind them, of old servers, empty, feeds."""
    with serving({"/a": reply}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "fetched", got
        assert body is None or got.exchanges[-1].body == body
        assert got.exchanges[-1].response.startswith(b"HTTP/1.")
        assert b"103" not in got.exchanges[-1].response[:12]
        assert b"surplus" not in got.exchanges[-1].response


@pytest.mark.parametrize("reply", [
    answer(b"\x89PNG\r\n\x1a\n", kind="image/png"), answer(b"%PDF-1.7", kind="application/pdf"),
    answer(b"PK\x03\x04", kind="application/octet-stream"), answer(b"\x7fELF\x02\x01\x01\x00\x00", kind=""),
    answer(b"\x00\x00\x00\x18ftyp", kind="text/html"),
])  # fmt: skip
def test_what_is_no_text_is_not_kept(reply: bytes) -> None:
    """By its stated type before its body is read, else by what it is."""
    with serving({"/a": reply}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "not text", got
        assert not got.exchanges[-1].kept
        assert got.exchanges[-1].response == b"" or not got.exchanges[-1].kept


@pytest.mark.parametrize(
    "status", ["404 Not Found", "401 Unauthorized", "500 Internal Server Error", "304 Not Modified"]
)
def test_an_error_page_is_kept_and_counted_as_one(status: str) -> None:
    """However much it looks like an article."""
    with serving({"/a": answer(PAGE, status)}) as server:
        got = make_client().fetch(server.url("/a"))
        assert got.outcome == "HTTP error", got
        assert got.status == int(status[:3])
        assert got.sha256 is None


def in_turn(*replies: bytes) -> Answer:
    """Answer with each of ``replies`` in turn, then with the last one."""
    left = list(replies)

    def send(line: socket.socket) -> None:
        line.sendall(left.pop(0) if len(left) > 1 else left[0])

    return send


@pytest.mark.parametrize(("later", "asked", "outcome"), [
    ("5", 2, "fetched"), ("Thu, 14 Mar 2030 09:00:30 GMT", 2, "fetched"),
    ("Thu, 14 Mar 2030 08:00:00 GMT", 2, "fetched"),
    ("9999", 1, "HTTP error"), ("", 1, "HTTP error"), ("soon", 1, "HTTP error"), ("-1", 1, "HTTP error"),
])  # fmt: skip
def test_a_busy_server_is_asked_again_when_it_says(later: str, asked: int, outcome: str) -> None:
    """After its Retry-After, in seconds or as a date, if that is not beyond our patience; else not at all."""
    busy = answer(b"busy", "503 Service Unavailable", Retry_After=later)
    with serving({"/a": in_turn(busy, answer())}) as server:
        got = make_client().fetch(server.url("/a"))
        assert (got.outcome, server.asked.count("/a")) == (outcome, asked), got


def test_a_server_that_stays_busy_is_left() -> None:
    """Three times are enough."""
    with serving({"/a": answer(b"busy", "429 Too Many Requests", Retry_After="1")}) as server:
        assert make_client().fetch(server.url("/a")).outcome == "HTTP error"
        assert server.asked.count("/a") == 3


def test_cookies_are_neither_kept_nor_sent() -> None:
    """Each request comes from nobody in particular."""
    with serving({"/a": answer(Set_Cookie="id=7; Path=/"), "/b": answer()}) as server:
        client = make_client()
        client.fetch(server.url("/a"))
        client.fetch(server.url("/b"))
        assert not any(b"cookie" in request.lower() for request in server.requests)


def test_proxies_of_the_environment_are_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """A proxy would look the name up itself, and so undo the check of addresses."""
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving({"/a": answer()}) as server:
        assert make_client().fetch(server.url("/a")).outcome == "fetched"


def test_nobody_at_the_address_is_unreachable() -> None:
    """A refused connection has its own outcome."""
    with serving({}) as server:
        url = server.url("/a")
    got = make_client().fetch(url)
    assert got.outcome == "unreachable", got


def test_tls_asks_for_the_name_and_checks_the_certificate() -> None:
    """The pinned number is for the socket alone: the greeting names the host, and an unproved one is refused."""
    greetings: list[bytes] = []
    with socket.create_server(("127.0.0.2", 0)) as listener:
        listener.settimeout(5)
        got = _greet(listener, lambda url: make_client(seconds=5.0).fetch(url), greetings)
    assert got == "unreachable"
    assert b"public.example" in greetings[0]
    context = make_client()._line.context  # noqa: SLF001 - no public way shows it
    assert context.check_hostname
    assert context.verify_mode is ssl.CERT_REQUIRED


def _greet(listener: socket.socket, fetch: Callable[[str], object], greetings: list[bytes]) -> str:
    import threading  # noqa: PLC0415 - for this test alone

    def take() -> None:
        line, _ = listener.accept()
        with line:
            greetings.append(line.recv(4_096))

    taker = threading.Thread(target=take, daemon=True)
    taker.start()
    got = fetch(f"https://public.example:{listener.getsockname()[1]}/a")
    taker.join(5)
    return str(getattr(got, "outcome", ""))


def test_this_machine_is_reached_only_when_asked_for() -> None:
    """--allow-private opens it, and nothing else does."""
    with serving({"/a": answer()}, host="127.0.0.1") as server:
        url = server.url("/a", "127.0.0.1")
        assert make_client(Reach()).fetch(url).outcome == "private address"
        assert make_client(Reach(allow_private=True)).fetch(url).outcome == "fetched"
    assert not REACH.allow_private
    assert "rashomon/" in Settings().user_agent


PIECES = st.sampled_from([
    b"HTTP/1.1 ", b"200 OK", b"302 Found", b"103 Early Hints", b"\r\n", b"\n", b": ", b"Content-Length", b"7", b"-1",
    b"9" * 5_000, b"Transfer-Encoding: chunked", b"Content-Encoding: gzip", b"Content-Encoding: deflate", b"Location: ",
    b"Location: http://\xff\xfe/", b"Content-Type: text/html", b"Content-Type: \xc3\x28", b"X-Robots-Tag: noai",
    b"tdm-reservation: 0", b"Retry-After: Thu, 99 Mar", b"<meta name=robots content=",
    b"\x1f\x8b\x08\x00", b"0\r\n\r\n",
])  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(PIECES, PIECES, st.binary(max_size=12)), max_size=14), st.booleans())
def test_any_answer_ends_in_an_outcome(pieces: list[bytes], starts: bool) -> None:  # noqa: FBT001 - hypothesis gives it
    """Whatever bytes a server sends, also as its rules, nothing is raised and the address is counted."""
    reply = (b"HTTP/1.1 200 OK\r\n" if starts else b"") + b"".join(pieces)
    with serving({"/a": reply, "/robots.txt": answer(b""), "/b": answer()}) as server:
        got = make_client(seconds=5.0).fetch(server.url("/a"))
        assert got.outcome in {"fetched", "redirected", *OUTCOMES.values()}
        server.routes.update({"/robots.txt": reply, "/.well-known/tdmrep.json": reply})
        assert make_client(seconds=5.0).fetch(server.url("/b")).outcome in {"fetched", *OUTCOMES.values()}
