"""Who a source is: pronouns, role nouns, houses and acronyms resolved over the article, or left open."""

from __future__ import annotations

import pytest

from annotate.written import write
from rashomon.annotate.attributions.lexicon import load_lexicon
from rashomon.annotate.attributions.reports import Report
from rashomon.annotate.attributions.speakers import name_speakers
from rashomon.annotate.mentions import find_mentions
from rashomon.datamodel import Span


def _ask(text: str, language: str = "en") -> str | None:
    """Return the speaker of the source between [ and ]; what follows it is its content."""
    start, end = text.index("["), text.index("]") - 1
    document = write(text.replace("[", "").replace("]", ""), language)
    paragraph = max(i for i, one in enumerate(document.paragraphs) if one.start <= start)
    source = Span(start=start, end=end)
    content = Span(start=end, end=len(document.text))
    report = Report(source=(source,), cue=(), content=(content,), stance="quotes", layer="speech", paragraph=paragraph)
    lexicon = load_lexicon(language)
    assert lexicon is not None
    return name_speakers(document, lexicon, [report], find_mentions(document))[0]


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Ruth Lindqvist met Peter Marlow. [She] said it was over.", "Ruth Lindqvist"),
        ("Ruth Lindqvist met Peter Marlow. [He] said it was over.", "Peter Marlow"),
        ("Mr. Arvo Kest met Mrs. Ilse Brandt. [She] said it was over.", "Ilse Brandt"),
        ("Peter Marlow met John Crane. [He] said it was over.", "Peter Marlow"),
        ("Crews worked with Peter Marlow and John Crane. [He] said it was over.", None),
        ("Peter Marlow came late. He was tired. [He] said it was over.", "Peter Marlow"),
        ("Peter Marlow came late. A farmer met the crew. [He] said it was over.", None),
        ("“Peter Marlow is right.” [He] said it was over.", None),
        ("Peter Marlow left.\nThe road closed.\nIt rained.\n[He] said it was over.", None),
    ],
)
def test_he_and_she_name_a_person_of_their_sex_who_is_near_and_leads_or_nobody(text: str, speaker: str | None) -> None:
    """A pronoun means the only person who fits; of two the one who leads the sentence; else it stays open."""
    assert _ask(text) == speaker


def test_pronouns_of_the_article_tell_the_sex_of_a_name_that_no_list_has() -> None:
    """A person whom the article calls "she" is not meant by "he"."""
    text = "Tove Lindqvist said she was ill.\nTove Lindqvist met Peter Marlow. [{}] said it was over."
    assert _ask(text.format("She")) == "Tove Lindqvist"
    assert _ask(text.format("He")) == "Peter Marlow"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Prime Minister Ana Dorn came.\nIt rained.\n[The prime minister] said no.", "Ana Dorn"),
        ("Ana Dorn, the minister of health, came.\nIt rained.\n[The minister] said no.", "Ana Dorn"),
        ("The head of the service, Ana Dorn, came.\nIt rained.\n[The head] said no.", "Ana Dorn"),
        ("Sen. Ana Dorn came.\nIt rained.\n[The senator] said no.", "Ana Dorn"),
        ("Ana Dorn is the mayor of Osk.\nIt rained.\n[The mayor] said no.", "Ana Dorn"),
        ("Former minister Ana Dorn came.\nIt rained.\n[The minister] said no.", "minister"),
        ("Campaign manager Ana Dorn came.\nIt rained.\n[The campaign] said no.", "campaign"),
        ("Mayor Ana Dorn met Mayor Ivo Crane.\n[The mayor] said no.", "mayor"),
        ("Mayor Ana Dorn came.\nMayor Ivo Crane left.\nIt rained.\nDorn sat.\n[The mayor] said no.", "Ana Dorn"),
        ("Mayor Ana Dorn came.\n[A mayor] said no.", "mayor"),
        ("Spokesman Ivo Crane came.\n[Officials] said no.", "Officials"),
        ("Ana Dorn, the minister said, was ill.\n[The minister] said no.", "minister"),
    ],
)
def test_a_role_gets_the_name_that_alone_bears_it(text: str, speaker: str) -> None:
    """A definite role is resolved by title, apposition or "is"; one that two bear, or nobody, keeps its words."""
    assert _ask(text) == speaker


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The National Grid Union (NGU) met.\nIt rained.\n[The NGU] said no.", "National Grid Union"),
        ("The National Grid Union met.\n[The union] said no.", "National Grid Union"),
        ("Vossen Ltd built it.\n[The company] said no.", "Vossen Ltd"),
        ("Vossen Ltd and Marle Inc built it.\n[The company] said no.", "company"),
        ("The National Grid Union met Vossen Ltd.\n[The company] said no.", "Vossen Ltd"),
    ],
)
def test_a_house_gets_its_full_name_where_one_only_can_be_meant(text: str, speaker: str) -> None:
    """An acronym and a noun for an organization stand for the only one that fits."""
    assert _ask(text) == speaker


def test_without_anybody_named_a_pronoun_stays_open() -> None:
    """No name, no speaker."""
    assert _ask("[She] said it was over.") is None
    assert _ask("[Они] сказали нет.", "ru") is None
    assert _ask("[Elle] a dit non.", "fr") is None
