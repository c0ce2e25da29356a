"""robots.txt by RFC 9309."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.fetching.patterns import matches, normalize_path
from rashomon.fetching.robots import parse_robots

FILE = """
User-agent: otherbot
Disallow: /

User-agent: Rashomon
User-agent: thirdbot  # two names, one group
Allow: /news/open
Disallow: /news/
Crawl-delay: 2.5

User-agent: *
Disallow: /

User-agent: RASHOMON/2.0
Disallow: /late$
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True), ("/news/today", False), ("/news/open/today", True), ("/late", False), ("/later", True),
        ("/robots.txt", True), ("/.well-known/tdmrep.json", True),
    ],
)  # fmt: skip
def test_our_groups_are_joined_and_the_longest_rule_wins(path: str, *, allowed: bool) -> None:
    """Groups that name us count together; the group of everybody counts only where none does."""
    assert parse_robots(FILE, "rashomon").allows(path) is allowed


def test_the_delay_is_read() -> None:
    """Crawl-delay is no part of the RFC, and sites state it."""
    assert parse_robots(FILE, "rashomon").delay == 2.5
    assert parse_robots("User-agent: *\nCrawl-delay: soon\nCrawl-delay: nan", "rashomon").delay is None


@pytest.mark.parametrize(
    ("rules", "path", "allowed"),
    [
        ("Allow: /p\nDisallow: /", "/page", True),
        ("Allow: /folder\nDisallow: /folder", "/folder/page", True),
        ("Allow: /page\nDisallow: /*.htm", "/page.htm", False),
        ("Allow: /$\nDisallow: /", "/", True),
        ("Allow: /$\nDisallow: /", "/page.htm", False),
        ("Disallow: /*/private/*.html$", "/a/private/b.html", False),
        ("Disallow: /*/private/*.html$", "/a/private/b.html?x", True),
        ("Disallow: /caf%C3%A9", "/café", False),
        ("Disallow: /café", "/caf%c3%a9", False),
        ("Disallow: /%7Ename", "/~name", False),
        ("Disallow: /a%2Fb", "/a/b", True),
        ("Disallow:", "/anything", True),
        ("Disallow: page", "/page", True),
        ("Disallow: /search?q=", "/search?q=ferry", False),
        ("Disallow: *", "/x", False),
    ],
)
def test_rules_fit_as_the_rfc_says(rules: str, path: str, *, allowed: bool) -> None:
    """Longest match, Allow on a tie, wildcards, ends, escapes and letters outside ASCII."""
    assert parse_robots(f"User-agent: *\n{rules}", "rashomon").allows(path) is allowed


@pytest.mark.parametrize("text", ["", "<html>no robots here</html>", "Disallow: /", "User-agent: rash\nDisallow: /"])
def test_what_names_nobody_forbids_nothing(text: str) -> None:
    """A page in place of the file, rules before any group, and a part of our name are not about us."""
    assert parse_robots(text, "rashomon").allows("/page")


@given(st.text(alphabet="/ab*$%2Fé", max_size=8), st.text(alphabet="/ab2Fé", max_size=12))
def test_patterns_fit_as_a_regular_expression_would(pattern: str, path: str) -> None:
    """The matcher without regular expressions gives what the slow one gives."""
    wanted, given_path = normalize_path(f"/{pattern}"), normalize_path(f"/{path}")
    body = wanted.removesuffix("$") if wanted.endswith("$") else wanted
    expression = ".*".join(map(re.escape, body.split("*"))) + (r"\Z" if wanted.endswith("$") else "")
    assert matches(wanted, given_path) is bool(re.match(expression, given_path))


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    """No robots.txt ends in an error, and normal forms are stable."""
    assert parse_robots(text, "rashomon").allows("/robots.txt")
    assert normalize_path(normalize_path(text)) == normalize_path(text)


@pytest.mark.parametrize(
    "text",
    [
        "User-agent: *\nDisallow: /" + "a*" * 200_000 + "b",
        "".join(f"user-agent:a{n}\n" for n in range(15_000)) + "".join(f"allow:/{n}\n" for n in range(25_000)),
        "User-agent: *\n" + "Disallow: /*a*a*b\n" * 25_000,
    ],
)
def test_a_hostile_file_is_read_in_time(text: str) -> None:
    """Wildcards without end, and thousands of agents before thousands of rules, cost no more than their letters."""
    started = time.perf_counter()
    parse_robots(text[: 500 * 1024], "rashomon").allows("/" + "a" * 2_000)
    assert time.perf_counter() - started < 2
