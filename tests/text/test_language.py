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


def test_rare_languages_are_told_by_their_letters() -> None:
    """Where no list of small words fits, the letters' statistics decide."""
    assert detect_language("Η συμβουλή ψήφισε τη Δευτέρα να κλείσει την παλιά γλίστρα του λιμανιού") == "el"
