"""What the accounts call the same person, organization or place."""

from __future__ import annotations

from dataclasses import replace

from compare.accounts import HashingEncoder, Written, make_account, make_story
from rashomon.compare import compare_story
from rashomon.datamodel import AnnotatedArticle, MentionType, Naming


def _account(name: str, text: str, *names: tuple[str, MentionType]) -> AnnotatedArticle:
    return make_account(Written(name=name, text=text, names=names))


def _namings(*accounts: AnnotatedArticle) -> tuple[Naming, ...]:
    return compare_story(make_story(accounts), accounts, HashingEncoder()).namings


def _labels(naming: Naming) -> list[tuple[str, str]]:
    return [(use.article_id[-1], use.label) for use in naming.names]


def test_a_surname_is_joined_to_the_full_name() -> None:
    """Kolm in one account is Jana Kolm of the other, with every place where each stands."""
    a = _account("A", "Jana Kolm spoke. Then Jana Kolm left.", ("Jana Kolm", "person"))
    b = _account("B", "Kolm spoke first.", ("Kolm", "person"))
    (naming,) = _namings(a, b)
    assert naming.entity == "Jana Kolm"
    assert naming.reasons == ("same surname",)
    assert _labels(naming) == [("A", "Jana Kolm"), ("B", "Kolm")]
    assert [len(use.spans) for use in naming.names] == [2, 1]


def test_an_ambiguous_surname_joins_nobody() -> None:
    """Where two people of the story share a surname, the surname alone is neither of them."""
    a = _account("A", "Jana Kolm and Piers Kolm spoke.", ("Jana Kolm", "person"), ("Piers Kolm", "person"))
    b = _account("B", "Kolm spoke first.", ("Kolm", "person"))
    assert _namings(a, b) == ()


def test_initials_are_joined_to_the_long_name() -> None:
    """WEU is the Waterworks Engineers' Union."""
    a = _account("A", "The Waterworks Engineers' Union met.", ("Waterworks Engineers' Union", "organization"))
    b = _account("B", "The WEU met.", ("WEU", "organization"))
    (naming,) = _namings(a, b)
    assert naming.reasons == ("initials of the longer name",)


def test_two_scripts_are_joined_by_sound() -> None:
    """A name in Cyrillic and in Latin letters is one name."""
    a = _account("A", "Виктор Семенов заявил.", ("Виктор Семенов", "person"))
    b = _account("B", "Viktor Semenov spoke.", ("Viktor Semenov", "person"))
    (naming,) = _namings(a, b)
    assert _labels(naming) == [("A", "Виктор Семенов"), ("B", "Viktor Semenov")]


def test_one_place_under_two_names_is_joined_by_the_gazetteer() -> None:
    """Two labels of one GeoNames entry are one place, and come before names that all accounts share."""
    a = _account("A", "In Artyomovsk and Kessin.", ("Artyomovsk", "place"), ("Kessin", "place"))
    b = _account("B", "In Bakhmut and Kessin.", ("Bakhmut", "place"), ("Kessin", "place"))
    a, b = (
        replace(
            value,
            entities=tuple(
                replace(entity, geonames_id=1 if entity.name != "Kessin" else None) for entity in value.entities
            ),
        )
        for value in (a, b)
    )
    first, second = _namings(a, b)
    assert _labels(first) == [("A", "Artyomovsk"), ("B", "Bakhmut")]
    assert first.reasons == ("same place in the gazetteer",)
    assert second.entity == "Kessin"


def test_a_person_is_no_place() -> None:
    """Names that are spelled the same but name a person and a place stay apart."""
    a = _account("A", "Washington spoke.", ("Washington", "person"))
    b = _account("B", "In Washington it rained.", ("Washington", "place"))
    assert _namings(a, b) == ()


def test_short_names_are_not_joined_by_likeness() -> None:
    """Mali and Bali differ by a letter and are two places."""
    a = _account("A", "In Mali it rained.", ("Mali", "place"))
    b = _account("B", "In Bali it rained.", ("Bali", "place"))
    assert _namings(a, b) == ()


def test_a_name_of_one_account_alone_is_left_out() -> None:
    """An entity that one account names by one label is no naming."""
    a = _account("A", "Jana Kolm spoke.", ("Jana Kolm", "person"))
    b = _account("B", "It rained.")
    assert _namings(a, b) == ()


def test_a_description_beside_a_name_is_a_label() -> None:
    """An apposition, "HydroVel, the operator,", makes "the operator" a label in that account, wherever it stands."""
    a = _account("A", "HydroVel, the operator, was fined. The operator said nothing.", ("HydroVel", "organization"))
    b = _account("B", "HydroVel paid. The operator of the crane fled.", ("HydroVel", "organization"))
    (naming,) = _namings(a, b)
    assert _labels(naming) == [("A", "HydroVel"), ("A", "the operator"), ("A", "The operator"), ("B", "HydroVel")]


def test_a_list_is_no_apposition() -> None:
    """A list, "HydroVel, the union and Kolm", describes nobody."""
    a = _account("A", "HydroVel, the union and Kolm met. The union left.", ("HydroVel", "organization"))
    b = _account("B", "HydroVel met.", ("HydroVel", "organization"))
    (naming,) = _namings(a, b)
    assert _labels(naming) == [("A", "HydroVel"), ("B", "HydroVel")]


def test_names_that_differ_come_before_those_that_do_not() -> None:
    """A longer and a shorter label come before a label that all accounts share."""
    a = _account("A", "Alder met Jana Kolm.", ("Alder", "organization"), ("Jana Kolm", "person"))
    b = _account("B", "Alder met Kolm.", ("Alder", "organization"), ("Kolm", "person"))
    assert [naming.entity for naming in _namings(a, b)] == ["Jana Kolm", "Alder"]
