"""The reader at work: the cases that it must mostly find, and text of every sort that it must survive."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from rashomon.annotate import annotate
from rashomon.datamodel import AnnotatedArticle, Article, Attribution, Completeness, Spans

_CASES = Path(__file__).parent.parent / "cases" / "read" / "en.txt"
_FOUND, _NESTED, _OF, _OF_NESTED = 25, 7, 32, 12
"""How many statements, and nested ones, of the cases are found at least, and how many there are."""


@dataclass(frozen=True)
class _Statement:
    source: str
    content: str
    nested: bool


def _read(text: str) -> AnnotatedArticle:
    return annotate(
        Article(
            id="article-1", capture_id="c", role="main", text=text, segments=(), completeness=Completeness(),
            in_language="en",
        )
    )  # fmt: skip


def _cases() -> list[tuple[str, tuple[_Statement, ...]]]:
    found = []
    for block in _CASES.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.splitlines() if not line.startswith("#")]
        text = "\n".join(line for line in lines if line[:1] not in {"=", ">"})
        wanted = []
        for line in lines:
            if line[:1] in {"=", ">"}:
                source, _, content, _ = line[1:].strip().split(" | ")
                wanted.append(_Statement(source=source, content=content, nested=line[0] == ">"))
        if text:
            found.append((text, tuple(wanted)))
    return found


def _words(text: str) -> set[str]:
    return {word.strip(".,\"“”’'?!:;") for word in text.replace(" ... ", " ").split()} - {""}


def _say(text: str, spans: Spans) -> set[str]:
    return _words(" ".join(span.slice(text) for span in spans))


def _holds(text: str, one: Attribution, wanted: _Statement) -> bool:
    ours, theirs = _say(text, one.content), _words(wanted.content)
    return 2 * len(ours & theirs) >= max(len(ours), len(theirs)) and bool(
        _say(text, one.source) & _words(wanted.source)
    )


def test_most_statements_of_the_cases_are_found() -> None:
    """Of statements that a journalist wrote down, nearly all plain ones and most nested ones are found."""
    total = nested = found = found_nested = 0
    for text, wanted in _cases():
        attributions = _read(text).attributions
        for one in wanted:
            hit = any(_holds(text, other, one) for other in attributions)
            total, found = total + 1, found + hit
            nested, found_nested = nested + one.nested, found_nested + (hit and one.nested)
    assert (total, nested) == (_OF, _OF_NESTED)
    assert found >= _FOUND
    assert found_nested >= _NESTED


def test_scores_are_shares_and_rules_have_none() -> None:
    """A statement by the reader has a score between 0 and 1; a transcript's label, found by rule, has none."""
    read = _read("Ana Dorn said the dam was safe. She added that the gates had been tested.")
    assert read.attributions
    assert all(one.score is not None and 0 <= one.score <= 1 for one in read.attributions)
    lines = _read("DORN: We knew in March.\nREED: Who told you?\nDORN: The keeper did.")
    assert [one.speaker for one in lines.attributions if one.cue and one.score is None][:2]


def test_a_content_ends_with_its_sentence_unless_it_is_quoted() -> None:
    """What the article says next is not put into the mouth of who spoke before."""
    text = "Ana Dorn said the dam was safe. Nothing moved in the valley that night."
    (one,) = _read(text).attributions
    assert [span.slice(text) for span in one.content] == ["the dam was safe"]


def test_asking_not_to_be_named_is_no_statement() -> None:
    """A condition of the talk is not what was said in it."""
    text = "A guard, who asked not to be named because an inquiry was under way, said the gate had been open."
    assert [[span.slice(text) for span in one.content] for one in _read(text).attributions] == [
        ["the gate had been open"]
    ]


_PLAIN = "The bridge was built in 1931. It is 212 metres long and carries two lanes. Repairs began in spring.\n\n" * 4
_CAPS = (
    "TARN HOLLOW (AP) - AT LEAST 14 PEOPLE DIED WHEN A DAM BROKE, POLICE SAID MONDAY. THE OPERATOR SAID IT HAD TESTED\n"
    'THE SIRENS IN MAY. "WE HEARD NOTHING," SAID ANA DORN, WHO LIVES BELOW THE WALL.\n'
)
_INTERVIEW = (
    "Q: When did you first see the crack?\nA: In March. I told the foreman that day.\n"
    "Q: What did he say?\nA: He said it was nothing. He laughed.\n"
)


def test_an_article_that_quotes_nobody_has_no_speech() -> None:
    """Nothing is put into anybody's mouth."""
    assert [one for one in _read(_PLAIN).attributions if one.layer == "speech"] == []


def test_capitals_are_read() -> None:
    """Wire copy all in capitals still tells who said what."""
    said = {" ".join(sorted(_say(_CAPS, one.source))) for one in _read(_CAPS).attributions}
    assert {"POLICE"} & said
    assert any("DORN" in source for source in said)


def test_an_interview_gives_each_turn_its_speaker() -> None:
    """Questions and answers are statements of whoever is named before the colon."""
    turns = [one for one in _read(_INTERVIEW).attributions if one.parent is None]
    assert len(turns) >= 4
    assert {" ".join(_say(_INTERVIEW, one.source)) for one in turns} >= {"Q", "A"}


@pytest.mark.parametrize("text", ["said", ":", "“", "“”", "He said.", "said said said said", "x" * 5000, "— said he —"])
def test_scraps_do_no_harm(text: str) -> None:
    """Whatever little there is, nothing breaks, and every span holds letters."""
    for one in _read(text).attributions:
        assert all(span.slice(text).strip() for span in (*one.source, *one.cue, *one.content))
