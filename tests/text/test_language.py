"""The language of a text is told by its words, or not at all."""

from __future__ import annotations

import pytest

from rashomon.text.language import detect_language

SENTENCES = {
    "en": "The council voted on Monday to close the old slipway, and nobody spoke against it.",
    "fr": "Le conseil a voté lundi la fermeture de la vieille cale, et personne ne s'y est opposé dans la salle.",
    "de": "Der Rat hat am Montag beschlossen, die alte Slipanlage zu schließen, und niemand sprach sich dagegen aus.",
    "es": "El consejo votó el lunes a favor de cerrar la vieja rampa, y nadie se opuso en la sala.",
    "ru": "Совет в понедельник проголосовал за то, чтобы закрыть старый слип, и никто не был против этого.",
    "uk": "Рада в понеділок проголосувала за те, щоб закрити старий сліп, і ніхто не був проти цього.",
    "it": "Il consiglio ha votato lunedì per chiudere il vecchio scalo, e nessuno si è opposto nella sala.",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_is_enough(language: str, text: str) -> None:
    """One sentence tells the language."""
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "1234 5678", "OK", "— ! —"])
def test_too_little_text_gives_none(text: str) -> None:
    """Where there is next to nothing to read, no language is claimed."""
    assert detect_language(text) is None


CYRILLIC = {
    "uk": "Пані Іванна їде до Києва",
    "ru": "Мы были бы рады этому",
    "bg": "Съветът гласува в понеделник старият кей да бъде затворен преди зимата, а никой не беше против това.",
    "be": "Рада ў панядзелак прагаласавала за тое, каб закрыць стары сліп, і ніхто не быў супраць гэтага.",
    "sr": "Скупштина је у понедељак одлучила да затвори стари пристан и нико није био против те одлуке у љетњој луци.",
}


@pytest.mark.parametrize(("language", "text"), CYRILLIC.items())
def test_neighbours_in_cyrillic_are_told_apart_by_their_letters(language: str, text: str) -> None:
    """Ukrainian, Russian, Bulgarian, Belarusian and Serbian are not taken for one another."""
    assert detect_language(text) == language


def test_a_quotation_does_not_carry_the_article() -> None:
    """A Ukrainian text that quotes a Russian sentence stays Ukrainian."""
    assert detect_language(f"{SENTENCES['uk']} {SENTENCES['uk']} «Мы были против». {SENTENCES['uk']}") == "uk"


def test_a_headline_is_not_taken_for_a_small_neighbour() -> None:
    """English headlines without small words are English, and no Pidgin."""
    assert detect_language("Harbour board confirms winter closure, protests expected") == "en"


def test_one_small_word_repeated_is_no_evidence() -> None:
    """Five times "a" say nothing: other languages have that word too."""
    assert (
        detect_language("A man plays a keyboard. A rabbit is playing with a toy rabbit. A plane rides on a road.")
        == "en"
    )


def test_rare_languages_are_told_by_their_letters() -> None:
    """Where no list of small words fits, the letters' statistics decide."""
    assert detect_language("Η συμβουλή ψήφισε τη Δευτέρα να κλείσει την παλιά γλίστρα του λιμανιού") == "el"
