"""Who says what: the case files, and what holds for every text."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.annotate.attributions import find_reports, to_attributions
from rashomon.annotate.document import make_document
from rashomon.annotate.mentions import find_mentions
from rashomon.datamodel import Article, Attribution, Completeness, Spans

_CASES = Path(__file__).parent.parent / "cases" / "attributions"


@dataclass(frozen=True)
class _Case:
    language: str
    text: str
    expected: tuple[str, ...]


def _cases() -> list[_Case]:
    found: list[_Case] = []
    for path in sorted(_CASES.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n\n"):
            lines = [line for line in block.splitlines() if not line.startswith("#")]
            text = "\n".join(line for line in lines if not line.startswith(("=", "!")))
            if text:
                expected = tuple(line[1:].strip() for line in lines if line.startswith("="))
                found.append(_Case(path.stem, text, expected))
    return found


def _article(text: str, language: str) -> Article:
    return Article(
        id="article-1", capture_id="c", role="main", text=text, segments=(), completeness=Completeness(),
        in_language=language,
    )  # fmt: skip


def _find(text: str, language: str) -> tuple[Attribution, ...]:
    """Return what the rules find alone."""
    document = make_document(_article(text, language))
    return to_attributions(document, find_reports(document, read=False), *find_mentions(document))


def _words(text: str, spans: Spans) -> str:
    return " ... ".join(span.slice(text) for span in spans).replace("\n", "¶") or "-"


def _line(text: str, one: Attribution) -> str:
    parts = (_words(text, one.source), _words(text, one.cue), _words(text, one.content))
    return f"{' | '.join(parts)} | {one.form} {one.stance}"


@pytest.mark.parametrize("case", _cases(), ids=lambda case: f"{case.language}: {case.text[:40]}")
def test_case_gives_exactly_the_statements_that_it_lists(case: _Case) -> None:
    """Each case file lists every statement of its text, and no other is found."""
    found = [_line(case.text, one) for one in _find(case.text, case.language)]
    assert sorted(found) == sorted(case.expected)


def test_inner_statement_names_the_outer_one_as_its_parent() -> None:
    """A statement within another's content carries its id."""
    outer, inner = _find("The mayor said the foreman told the crew that the siren was broken.", "en")
    assert inner.parent == outer.id
    assert outer.parent is None


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Prime Minister Odell Harrane arrived. “We will not leave,” Harrane said.", "Odell Harrane"),
        ("Odell Harrane spoke on Monday. “We will not leave,” he said.", "Odell Harrane"),
        ("The company said the gate was open.", "company"),
        ("“It is over,” she said.", None),
    ],
)
def test_speaker_is_the_fullest_name_or_none(text: str, speaker: str | None) -> None:
    """A surname or pronoun gets the fullest name; one that cannot be resolved gets none."""
    assert _find(text, "en")[-1].speaker == speaker


def test_pronoun_between_two_people_stays_unresolved() -> None:
    """Where two women are in sight and neither leads, "she" names nobody."""
    text = "Crews spoke with Ruth Lindqvist and Anna Crane. The talks lasted an hour. “It is over,” she said."
    assert _find(text, "en")[-1].speaker is None


def test_role_that_one_person_bears_gets_the_name() -> None:
    """A bare role noun is resolved where the article gives it to one person."""
    text = "Governor Ruth Lindqvist said the road was safe.\nThe road reopened. The governor said it was dry."
    assert [one.speaker for one in _find(text, "en")] == ["Ruth Lindqvist", "Ruth Lindqvist"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Ruth Lindqvist said the road was safe.", "named"),
        ("The ministry said the road was safe.", "role"),
        ("A source said the road was safe.", "unnamed"),
        ("It is understood that the road is safe.", "unnamed"),
    ],
)
def test_source_kind_tells_named_from_role_and_unnamed(text: str, kind: str) -> None:
    """The kind of source follows from its words."""
    assert _find(text, "en")[0].source_kind == kind


def test_spans_point_at_the_letters_as_captured() -> None:
    """Soft hyphens, zero-width characters, no-break spaces and CRLF leave every span at its letters."""
    text = "Police\u00a0sa\u00adid the ga\u200bte was shut.\r\n“We le\u00adft,” To\u200blle said.\r\n"
    first, second = _find(text, "en")
    assert _words(text, first.cue) == "sa\u00adid"
    assert _words(text, first.content) == "the ga\u200bte was shut"
    assert _words(text, second.source) == "To\u200blle"


def test_language_without_rules_gives_none() -> None:
    """A language that has no lexicon gives no attribution rather than a wrong one."""
    assert _find("Der Minister sagte, es sei vorbei.", "de") == ()


_PIECES = st.sampled_from(
    ["“", "”", "'", '"', "«", "»", " said ", "he ", "that ", "The mayor", ", ", ". ", "\n", "according to ", "— ",
     "сказал", " что ", "a-t-il dit", "selon ", "denied ", "and ", "(", ")", "é", "\u200b", "told ", "Smith", "?", ":"],
)  # fmt: skip


@given(text=st.lists(_PIECES, max_size=60).map("".join), language=st.sampled_from(["en", "fr", "ru", "uk", ""]))
def test_any_text_gives_sound_spans(text: str, language: str) -> None:
    """Whatever the text: spans lie in it, content is never blank, ids are unique, parents exist, two runs agree."""
    found = _find(text, language)
    ids = [one.id for one in found]
    assert len(set(ids)) == len(ids)
    for one in found:
        assert all(span.end <= len(text) for span in (*one.source, *one.cue, *one.content))
        assert any(span.slice(text).strip() for span in one.content)
        assert one.parent is None or one.parent in ids
    assert found == _find(text, language)
