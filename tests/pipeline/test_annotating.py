"""One article or many, text or value: the same annotation."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

import pytest

from rashomon.errors import CaptureEmpty
from rashomon.pipeline import annotate, annotate_many, annotate_reading, read
from running import ROOT

CAPTURES = ROOT / "tests" / "promises" / "captures"
READINGS = sorted(CAPTURES.iterdir())


def test_text_is_annotated_letter_for_letter() -> None:
    """A string is an article's body, of which nothing else is stated."""
    text = "“Nobody was hurt,” said harbour master Ana Brell.\r\n\r\nAt least 14 lorries were turned back."
    annotated = annotate(text)
    assert annotated.article.text == text
    assert annotated.article.headline is None
    assert annotated.article.in_language == "en"
    assert any(attribution.speaker == "Ana Brell" for attribution in annotated.attributions)
    assert [quantity.low for quantity in annotated.quantities] == [14]


def test_an_annotated_article_is_returned_as_it_is() -> None:
    """No work is done twice."""
    annotated = annotate("The ferry ran aground, the coastguard said.")
    assert annotate(annotated) is annotated


@pytest.mark.parametrize("text", ["", " \n\t"])
def test_there_must_be_text(text: str) -> None:
    """White space is no article."""
    with pytest.raises(CaptureEmpty):
        annotate(text)


def test_an_endless_article_is_annotated_to_a_cap_and_says_so() -> None:
    """A cap on time: three megabytes hang nothing, and what was left out is told."""
    text = "The ferry ran aground, the coastguard said.\n" * 70_000
    started = time.process_time()
    annotated = annotate(text)
    assert time.process_time() - started < 20
    assert annotated.article.text == text
    assert 0 < annotated.sentences[-1].end <= 100_000
    assert any("of 3,080,000 code points" in note for note in annotated.notes)


def test_many_come_in_order_and_as_they_are_asked_for() -> None:
    """With the built-in map nothing is annotated before its turn."""
    taken: list[str] = []

    def texts() -> Iterator[str]:
        for text in ("One ferry ran aground.", "Two ferries sailed on."):
            taken.append(text)
            yield text

    assert next(annotate_many(texts())).article.text == "One ferry ran aground."
    assert taken == ["One ferry ran aground."]


def test_a_process_pool_gives_the_same_values() -> None:
    """``engine`` is anything with the signature of map."""
    articles = [article for path in READINGS[:2] for article in read(path).articles]
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        spread = list(annotate_many(articles, engine=pool.map))
    assert spread == list(annotate_many(articles))


def test_the_json_of_a_reading_has_each_article_with_its_layers() -> None:
    """The same object as ``articles`` gives, each article with what was found in it."""
    reading = read(CAPTURES / "coast-courier.txt")
    plain, annotated = reading.to_dict(), annotate_reading(reading)
    assert {key: value for key, value in annotated.items() if key != "articles"} == {
        key: value for key, value in plain.items() if key != "articles"
    }
    for bare, full in zip(plain["articles"], annotated["articles"], strict=True):
        assert full == bare | {key: full[key] for key in full.keys() - bare.keys()}
