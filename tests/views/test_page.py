"""The page is one file that needs nothing, shows every letter safely and in neutral order, and reads back."""

from __future__ import annotations

import re
from collections.abc import Callable
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise

import pytest

from rashomon.datamodel import Comparison
from rashomon.views import read_evidence, to_html
from rashomon.views.annotated import annotate_account
from rashomon.views.arrangement import arrange

FORBIDDEN = re.compile(
    r"\b(false|omit\w*|bias\w*|confirmed by|trust\w*|credib\w*|leaning|truth\w*|confidence)\b", re.IGNORECASE
)


class _Outline(HTMLParser):
    """The elements of a page and the text outside elements that carry a span."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.stack: list[tuple[str, bool]] = []
        self.loose = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        if tag not in {"meta", "br", "line", "circle", "path"}:
            self.stack.append((tag, "data-start" in values))

    def handle_endtag(self, tag: str) -> None:
        if self.stack and self.stack[-1][0] == tag:
            self.stack.pop()

    def handle_data(self, data: str) -> None:
        if not any(proved for _, proved in self.stack):
            self.loose += data


@pytest.fixture
def page(comparison: Comparison) -> str:
    """The page of the sample comparison."""
    return to_html(comparison)


@pytest.fixture
def outline(page: str) -> _Outline:
    """The page's elements."""
    parser = _Outline()
    parser.feed(page)
    parser.close()
    return parser


def test_the_page_is_well_nested(outline: _Outline) -> None:
    """Every element that is opened is closed in order."""
    assert outline.stack == []


def test_the_page_fetches_and_runs_nothing(outline: _Outline) -> None:
    """No script, no outside asset, no inline style or handler; the policy forbids all but the page's own style."""
    policy = next(v["content"] for t, v in outline.tags if v.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    for tag, values in outline.tags:
        assert tag not in {"script", "link", "img", "iframe", "object", "embed", "form", "base"}
        assert not any(name.startswith("on") or name in {"style", "src"} for name in values)
        assert (values.get("href") or "#").startswith("#")


def test_hostile_text_stays_text(page: str) -> None:
    """A script in a capture is shown as letters; an escape and an override are pictures."""
    assert "<script" not in page
    assert "&lt;script&gt;alert" in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_landmarks_headings_and_skip_link(outline: _Outline) -> None:
    """A screen reader finds one main, a navigation, a header, one h1, and the skip link leads to main."""
    tags = [tag for tag, _ in outline.tags]
    assert (tags.count("main"), tags.count("h1"), tags.count("header"), tags.count("footer")) == (1, 1, 1, 1)
    assert "nav" in tags
    levels = [int(tag[1]) for tag in tags if re.fullmatch(r"h[1-6]", tag)]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [values["id"] for _, values in outline.tags if "id" in values]
    assert len(ids) == len(set(ids))
    assert {(v.get("href") or "#")[1:] for t, v in outline.tags if t == "a"} <= set(ids)


def test_every_captured_sentence_carries_its_place(comparison: Comparison, outline: _Outline) -> None:
    """Outside the elements that carry a span there is no sentence of any capture."""
    for annotated in comparison.articles:
        for sentence in re.split(r"[\n.!?”]+", annotated.article.text):
            words = sentence.strip()
            assert len(words) < 16 or words not in outline.loose


def test_the_annotated_runs_are_the_text(comparison: Comparison) -> None:
    """Put together, the runs of an account are its text, letter for letter."""
    story = arrange(comparison).stories[0]
    for account in story.accounts:
        runs = [run for paragraph in annotate_account(account, story) for run in paragraph.runs]
        assert "".join(account.slice(run.span) for run in runs) == account.article.text


def test_every_wording_of_other_accounts_is_reached_from_the_text(page: str) -> None:
    """A mark in the text leads to the numbered point, and a drawer beside it holds the other wordings."""
    assert 'href="#s1-disputed-1"' in page
    assert 'id="s1-disputed-1"' in page
    assert "conflicts with B" in page
    assert "also in C and D" in page


def test_same_comparison_same_letters(make_comparison: Callable[..., Comparison]) -> None:
    """Two runs give the same page."""
    assert to_html(make_comparison()) == to_html(make_comparison())


def test_swapped_publishers_change_names_only(make_comparison: Callable[..., Comparison]) -> None:
    """The page is the same up to the names, and its digest, when publishers are swapped."""

    def strip(text: str) -> str:
        return re.sub(r'(rashomon-digest" content=")[0-9a-f]*', r"\1", text)

    one = strip(to_html(make_comparison({"A": "Alpha Post", "B": "Omega Post"})))
    other = strip(to_html(make_comparison({"A": "Omega Post", "B": "Alpha Post"})))
    assert one == other.replace("Omega Post", "§§").replace("Alpha Post", "Omega Post").replace("§§", "Alpha Post")


def test_the_interface_passes_no_judgement() -> None:
    """No template, style or word list of the views holds a word that judges."""
    folder = resources.files("rashomon.views")
    files = [*(folder / "templates").iterdir(), folder / "wording.py", folder / "terminal.py"]
    assert len(files) > 8
    for file in files:
        assert not FORBIDDEN.search(re.sub(r"\b(True|False)\b", "", file.read_text("utf-8"))), file.name


def test_required_words_are_used() -> None:
    """The words that people should read are in the templates."""
    folder = resources.files("rashomon.views") / "templates"
    text = "".join(file.read_text("utf-8") for file in folder.iterdir())
    for words in ("not found in the captured text", "label used"):
        assert words.casefold() in text.casefold()


def test_cut_stretches_are_shown_with_their_reason(page: str) -> None:
    """What no account holds is printed in the custody section, with its label and reason."""
    assert "asks to subscribe" in page
    assert "Subscribe for 2 crowns a week &amp; save" in page
    assert "Reposted" in page


def test_the_page_proves_itself(page: str) -> None:
    """The page read back declares as many lines as it holds and is as written."""
    evidence = read_evidence(page.encode())
    assert evidence.declared == len(evidence.lines)
    assert evidence.intact is True
