"""Stories, and the order that every other order follows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rashomon.datamodel import Article, Completeness, Segment, Span, StatedDate, make_id
from rashomon.pipeline import annotate, group, read
from rashomon.pipeline.grouping import order_articles
from running import ROOT

CAPTURES = ROOT / "tests" / "promises" / "captures"


def make_article(text: str, *, date: str | None = None, publisher: str | None = None) -> Article:
    """Return an article that states no more than what is given."""
    whole = Span(start=0, end=len(text))
    return Article(
        id=make_id("article", text, publisher),
        capture_id=make_id("capture", text, publisher),
        role="main",
        text=text,
        segments=(Segment(span=whole, rendering_span=whole),),
        completeness=Completeness(),
        date_published=StatedDate(value=date, where="byline") if date else None,
        publisher=publisher,
    )


def test_articles_stand_by_stated_time_and_undated_ones_last() -> None:
    """In one time zone for all, a date without a time counting as its midnight."""
    dates = [
        "2029-06",
        "2029-06-08",
        "2029-06-08T23:30:00+09:00",
        "2029-06-08T15:00:00",
        "2029-06-09T01:00:00+09:00",
        None,
    ]
    articles = [make_article(f"Text {number}.", date=date) for number, date in enumerate(dates)]
    ordered = order_articles(articles[::-1])
    assert [a.date_published.value if a.date_published else None for a in ordered] == dates


@given(st.permutations([make_article(f"Words of account {number}.") for number in range(6)]))
def test_the_order_given_does_not_matter(articles: list[Article]) -> None:
    """Undated articles stand by the digest of their text."""
    assert order_articles(articles) == order_articles(sorted(articles, key=lambda article: article.text))


@given(st.permutations(["Alpha Post", "Beta Mail", "Gamma Sun"]))
def test_the_names_of_publishers_do_not_decide_the_order(names: list[str]) -> None:
    """Not as a field, and not where an article names itself or another."""
    articles = [make_article(f"Account {n}, {name} was told.", publisher=name) for n, name in enumerate(names)]
    numbers = [article.text.split(",")[0] for article in order_articles(articles)]
    plain = [make_article(f"Account {n},  was told.") for n in range(len(names))]
    assert numbers == [article.text.split(",")[0] for article in order_articles(plain)]


def test_group_puts_every_article_in_exactly_one_story() -> None:
    """Related ones together, unrelated ones alone, each once, in any order, annotated or not."""
    articles = [article for path in sorted(CAPTURES.iterdir()) for article in read(path).articles]
    stories = group(articles)
    grouped = [article for story in stories for article in story.articles]
    assert sorted(grouped) == sorted(article.id for article in articles)
    assert max(len(story.articles) for story in stories) >= 3
    assert group([*map(annotate, articles[::-1]), *articles]) == stories
    assert group([]) == ()
