"""Who said what: found by words and by speaker, grouped, proved, and nothing left out in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from rashomon.datamodel import Capture, Saying, Sayings
from rashomon.errors import RashomonError
from rashomon.pipeline import who_said

COURRIER = """Les sirènes n'ont pas retenti à Val-d'Orge
Le Courrier de l'Orge, 12 mars 2031

Aucune des neuf sirènes de la vallée n'a retenti mercredi, selon des habitants de trois villages.

« L'eau avait une voix cette nuit-là », a déclaré Bruno Sautier, qui tient l'auberge du pont. Il a ajouté qu'il avait \
appelé la salle de contrôle trois fois.

La porte-parole de l'exploitant, Dorothée Aumont, a démenti que l'alarme ait été coupée. « Les sirènes étaient en état \
de marche », a affirmé Dorothée Aumont.

Les maires de la vallée craignent que les sirènes ne soient jamais réparées.
"""
GAZETTE = """L'auberge du pont rouvre
La Gazette d'Osque, 14 mars 2031

L'auberge du pont rouvrira samedi, a annoncé Bruno Sautier. Les habitants du village attendent ce jour depuis la crue.

« La cave est sèche et les chambres sont prêtes », a déclaré Bruno Sautier, qui a perdu ses deux chiens cette nuit-là.
"""
TALBOTE = """Sirenen blieben stumm
Talbote, 12. März 2031

Keine der neun Sirenen im Tal hat am Mittwoch geheult, sagten die Bewohner von drei Dörfern, die wir befragt haben.

„Das Wasser hatte in dieser Nacht eine Stimme“, sagte Bruno Sauter, der das Gasthaus an der Brücke führt.
"""


def capture(name: str, text: str) -> Capture:
    """Return a text as a capture."""
    return Capture(payload=text.encode(), content_type="text/plain", origin=name)


@pytest.fixture
def captures() -> list[Capture]:
    """Two French captures about one innkeeper, and a German one."""
    return [capture("courrier.txt", COURRIER), capture("gazette.txt", GAZETTE), capture("talbote.txt", TALBOTE)]


def said(sayings: Sayings) -> list[tuple[str | None, str]]:
    """Return speaker and first words said."""
    return [(saying.attribution.speaker, saying.content[0].exact) for saying in sayings.sayings]


def find(sayings: Sayings, words: str) -> Saying:
    """Return the one saying with ``words`` in its content."""
    (found,) = (saying for saying in sayings.sayings if words in saying.content[0].exact)
    return found


def test_words_are_found_in_what_is_said(captures: list[Capture]) -> None:
    """Folded: nobody types the accents; and each excerpt is verbatim where it stands."""
    sayings = who_said("SIRENES", captures)
    assert len(sayings.sayings) == 2
    texts = {value.article.id: value.article.text for value in sayings.articles}
    for saying in sayings.sayings:
        for excerpt in saying.excerpts:
            excerpt.check(texts[saying.article_id])
    assert find(sayings, "en état").matched == ("content",)
    assert find(sayings, "en état").attribution.speaker == "Dorothée Aumont"
    assert find(sayings, "Aucune").publisher == "Le Courrier de l'Orge"


def test_all_words_must_occur_and_a_phrase_in_its_order(captures: list[Capture]) -> None:
    """Each word more finds less."""
    assert len(who_said("sirenes marche", captures).sayings) == 1
    assert len(who_said('"neuf sirenes"', captures).sayings) == 1
    assert len(who_said('"sirenes neuf"', captures).sayings) == 0


def test_a_denial_is_told_from_what_is_said(captures: list[Capture]) -> None:
    """The stance comes with the saying."""
    assert find(who_said("alarme", captures), "coupée").attribution.stance == "denies"


def test_a_name_finds_what_its_bearer_says(captures: list[Capture]) -> None:
    """Words are looked for in the source too, and it is told where they stand."""
    sayings = who_said("Sautier", captures)
    assert len(sayings.sayings) >= 3
    assert {saying.matched for saying in sayings.sayings} == {("source",)}
    joint = who_said("Sautier cave", captures)
    assert [saying.matched for saying in joint.sayings] == [("content", "source")]


def test_a_speaker_narrows_the_words_to_what_is_said(captures: list[Capture]) -> None:
    """With a speaker, "" is anything, and a word in the speaker's name does not count as said."""
    everything = who_said("", captures, speaker="sautier")
    assert len(everything.sayings) == len(who_said("Sautier", captures).sayings)
    assert len(who_said("cave", captures, speaker="sautier").sayings) == 1
    assert len(who_said("Sautier", captures, speaker="sautier").sayings) == 0
    assert len(who_said("sirenes", captures, speaker="sautier").sayings) == 0


def test_one_full_name_is_one_speaker_over_articles_and_a_role_is_not(captures: list[Capture]) -> None:
    """Another article's "the mayor" is somebody else; sayings of one speaker stand together."""
    keys = [saying.key for saying in who_said("", captures, speaker="Bruno Sautier").sayings]
    assert len(set(keys)) == 1
    articles = {saying.article_id for saying in who_said("", captures, speaker="Bruno Sautier").sayings}
    assert len(articles) == 2
    other = COURRIER.replace("neuf sirènes", "neuf cloches").replace("Le Courrier de l'Orge", "L'Écho d'Orge")
    roles = who_said("", [*captures, capture("echo.txt", other)], speaker="habitants")
    assert len({saying.key for saying in roles.sayings}) == len({saying.article_id for saying in roles.sayings}) == 2


def test_attitudes_are_counted_and_shown_where_asked_for(captures: list[Capture]) -> None:
    """What somebody fears is not what somebody said."""
    sayings = who_said("réparées", captures)
    assert (len(sayings.sayings), sayings.attitudes) == (0, 1)
    asked = who_said("réparées", captures, attitudes=True)
    assert ([saying.attribution.layer for saying in asked.sayings], asked.attitudes) == (["attitude"], 0)


def test_a_language_without_rules_says_so_where_the_words_stand(captures: list[Capture]) -> None:
    """The article is named with its note, not passed over."""
    sayings = who_said("Sirenen", captures)
    assert not sayings.sayings
    (article,) = sayings.articles
    assert sayings.origin_of(article.article.id) == "talbote.txt"
    assert "attribution not available" in article.notes[0]


def test_what_was_searched_and_skipped_is_counted(captures: list[Capture]) -> None:
    """Every input is in one of the two counts."""
    broken = capture("broken.txt", "")
    sayings = who_said("sirenes", [*captures, broken, captures[0]])
    assert sayings.searched == 3
    assert [(value.path, value.error) for value in sayings.skipped] == [
        ("broken.txt", "CaptureEmpty"), ("courrier.txt", "Duplicate"),
    ]  # fmt: skip


def test_the_order_of_the_captures_changes_nothing(captures: list[Capture]) -> None:
    """The same input gives the same answer."""
    assert who_said("a* la", captures).to_dict() == who_said("a* la", captures[::-1]).to_dict()


@pytest.mark.parametrize("words", ["", "?!"])
def test_no_word_is_an_error_with_a_cure(words: str, tmp_path: Path) -> None:
    """It says what to name."""
    with pytest.raises(RashomonError, match="no word to look for") as caught:
        who_said(words, tmp_path)
    assert "--speaker" in caught.value.hint


def test_damaged_letters_are_found_as_they_were_meant(captures: list[Capture]) -> None:
    """One is too few to tell in a saying alone: the whole article shows it; the excerpt keeps the captured letters."""
    damaged = COURRIER.encode().decode("cp1252", "replace").replace("\ufffd", "")
    sayings = who_said("coupée", [capture("damaged.txt", damaged)])
    assert [saying.content[0].exact for saying in sayings.sayings] == ["que l'alarme ait Ã©tÃ© coupÃ©e"]
    assert said(who_said("coupée", captures))


def test_cut_captures_are_counted(captures: list[Capture]) -> None:
    """What stood in the rest was not searched."""
    cut = GAZETTE.replace("cette nuit-là.", "cette nuit-là.\n\nLa suite est réservée aux abonnés.")
    assert who_said("cave", captures).cut == 0
    assert who_said("cave", [*captures, capture("cut.txt", cut)]).cut == 1
