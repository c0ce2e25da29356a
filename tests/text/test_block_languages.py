"""Where languages mix, a block has a language of its own only on plain evidence."""

from __future__ import annotations

import pytest

from rashomon.text.block_languages import find_block_languages

EN = "The harbour board said on Monday that the old slipway would be closed before winter, and that nobody had asked."
FR = "Le conseil du port a dit lundi que la vieille cale serait fermée avant l'hiver, et que personne n'a rien demandé."
UK = "Рада порту повідомила в понеділок, що старий сліп закриють до зими і що ніхто про це її не питав."
RU = (
    "Совет порта сообщил в понедельник, что старый слип закроют до зимы и что никто его об этом не спрашивал, мы ждали."
)
EL = "Το συμβούλιο του λιμανιού είπε τη Δευτέρα ότι η παλιά γλίστρα θα κλείσει πριν από τον χειμώνα."

FOREIGN = [("en", FR, "fr"), ("fr", EN, "en"), ("uk", RU, "ru"), ("ru", UK, "uk"), ("en", EL, "el"), ("el", EN, "en")]
ALIKE = [
    ("en", "Home News Sport Weather Culture Opinion Podcasts Newsletters Archive Subscribe"),
    ("en", "Étienne Marchand, Zoé Lefèvre, Łukasz Wrona, Søren Dahl, Åsa Björk, Iñaki Etxeberria, João Prado, Müge Öz"),
    ("en", "Before: main → A ← B ← C feature-login → (same as main) After: main → A ← B ← C, o, e, a"),
    ("en", "“C'est fini”, he said of the slipway, and the board of the harbour was of the same mind on Monday night."),
    ("uk", "Заголовок: порт, пристань, гавань, причал, док, баржа, катер, човен, маяк, буй, канат, якор, трап"),
    ("en", "Bonjour"),
]


@pytest.mark.parametrize(("main", "text", "language"), FOREIGN)
def test_a_paragraph_in_another_language_is_told(main: str, text: str, language: str) -> None:
    """A paragraph that is plainly in another language than the article carries that language."""
    assert find_block_languages([text], main) == (language,)


@pytest.mark.parametrize(("language", "text"), [("en", EN), ("fr", FR), ("uk", UK), ("ru", RU), ("el", EL), *ALIKE])
def test_a_block_of_the_article_has_no_language_of_its_own(language: str, text: str) -> None:
    """The article's own paragraphs, menus, rows of names, code, and a foreign phrase in a sentence are left alone."""
    assert find_block_languages([text], language) == (None,)


def test_each_block_is_told_by_itself() -> None:
    """In a bilingual page the blocks of the second language are told, each in its place."""
    assert find_block_languages([EN, FR, "", EN, FR], "en") == (None, "fr", None, None, "fr")


def test_nothing_is_told_apart_from_an_unknown_language() -> None:
    """Where the article's language is unknown, no block is said to differ from it."""
    assert find_block_languages([EN, FR], None) == (None, None)


def test_ten_thousand_blocks_take_no_longer_each() -> None:
    """A page of many short lines is read to its end: one answer a block."""
    assert len(find_block_languages(["a b c d e f g h"] * 10_000, "en")) == 10_000
