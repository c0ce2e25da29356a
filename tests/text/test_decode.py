"""Bytes become text letter for letter, whatever their encoding."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rashomon.text.decode import decode, find_wide

RUSSIAN = "Порт закрыл старый слип, сообщила секретарь совета."


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\ufeff")))
def test_utf8_is_decoded_exactly(text: str) -> None:
    """Whatever text was written as UTF-8 comes back with every code point in its place."""
    assert decode(text.encode("utf-8")).text == text


@given(st.binary(max_size=200))
def test_no_bytes_raise(payload: bytes) -> None:
    """Any bytes at all give a text and an encoding that Python knows."""
    decoded = decode(payload)
    assert "".encode(decoded.encoding) == b""


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"])
def test_wide_text_and_marks_are_known(encoding: str) -> None:
    """UTF-8, UTF-16 and UTF-32 are read with and without a byte order mark, which is not part of the text."""
    text = "The council met. " * 5
    assert decode(text.encode(encoding)).text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866"])
def test_cyrillic_is_told_apart(encoding: str) -> None:
    """A Russian text without a declaration is read in the right one of the Cyrillic encodings."""
    decoded = decode(RUSSIAN.encode(encoding))
    assert decoded.text == RUSSIAN
    assert "encoding guessed" in decoded.flags


def test_valid_utf8_beats_a_wrong_declaration() -> None:
    """A page that says latin-1 and is UTF-8 is read as UTF-8."""
    assert decode("naïve".encode(), declared="iso-8859-1").text == "naïve"


def test_a_declared_encoding_is_used_where_utf8_fails() -> None:
    """A declared encoding decides among the many that fit any bytes."""
    assert decode("žluťoučký kůň".encode("cp1250"), declared="windows-1250").text == "žluťoučký kůň"


def test_an_unknown_declaration_is_no_error() -> None:
    """A charset nobody knows is passed over."""
    assert decode("café".encode("cp1252"), declared="x-klingon").text == "café"


def test_lines_in_two_encodings_are_both_read_and_flagged() -> None:
    """A Windows-1252 line among UTF-8 lines keeps its letters, and the mixture is said."""
    decoded = decode("“one”\n".encode() + "café\n".encode("cp1252"))
    assert decoded.text == "“one”\ncafé\n"
    assert "mixed encodings" in decoded.flags


def test_broken_utf8_keeps_all_else() -> None:
    """One broken character becomes U+FFFD; the text around it stays."""
    decoded = decode("“one” and “two”".encode()[:-1])
    assert decoded.text.startswith("“one” and “two")
    assert "undecodable bytes" in decoded.flags


def test_mojibake_is_kept_and_flagged() -> None:
    """Mojibake is part of the capture: it stays as it is, and is said."""
    text = "It’s “here” — now".encode().decode("cp1252", "replace").replace("\ufffd", "?")
    decoded = decode(text.encode())
    assert decoded.text == text
    assert "mojibake" in decoded.flags


def test_stray_nul_bytes_are_no_utf16() -> None:
    """A few NUL bytes in a text do not make it UTF-16; they are flagged."""
    payload = b"The coun\x00cil met. Nobody spoke."
    assert find_wide(payload) is None
    assert "NUL characters" in decode(payload).flags
