"""A mail message as text: the part that people read, and what the headers state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any, Final, cast

from rashomon.datamodel import StatedDate
from rashomon.ingest.facts import Facts
from rashomon.ingest.records import Markup, read_date
from rashomon.text.decode import decode

MAIL: Final = "message/rfc822"
_FULL_TEXT = 50
"""From how many words on the plain part of a message is taken for its text, not for a note that there is HTML."""

_WORD = re.compile(r"\w+")
_TAG = re.compile(r"<style\b.*?</style>|<script\b.*?</script>|<[^<>]*>", re.DOTALL | re.IGNORECASE)
_SHARE = 0.5
_LONGEST_HEADER = 4_000


class _Policy(policy.EmailPolicy):
    """Python's own policy with headers cut to a length that people write: its parser takes time by the square of it."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Return name and value of a header."""
        name, value = super().header_source_parse(sourcelines)
        return name, value[:_LONGEST_HEADER]


POLICY: Final = cast("policy.EmailPolicy[EmailMessage]", _Policy())
"""How messages are parsed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailText:
    """The text of a message, what it is written in, how it was decoded, and the facts of its headers."""

    text: str = field(repr=False)
    markup: Markup
    encoding: str
    flags: tuple[str, ...]
    facts: Facts


def read_mail(payload: bytes) -> MailText:
    """Return the text of the message in ``payload``, empty where it has none.

    The plain part is taken where it says as much as the HTML part: at least 50 words and half as many as that.
    """
    message = message_from_bytes(payload, policy=POLICY)
    plain, html = _read_part(message, "plain"), _read_part(message, "html")
    markup: Markup = "text/plain"
    text, encoding, flags = plain
    if html[0].strip():
        words, of_html = len(_WORD.findall(text)), len(_WORD.findall(_TAG.sub(" ", html[0])))
        if words < _FULL_TEXT or words < of_html * _SHARE:
            markup, (text, encoding, flags) = "text/html", html
    return MailText(text=text, markup=markup, encoding=encoding, flags=flags, facts=_read_headers(message))


def _read_part(message: EmailMessage, kind: str) -> tuple[str, str, tuple[str, ...]]:
    try:
        part = message.get_body(preferencelist=(kind,))
        payload = part.get_payload(decode=True) if part is not None else None
    except (KeyError, AttributeError, LookupError, ValueError, AssertionError):  # a broken multipart
        return "", "utf-8", ()
    if part is None or not isinstance(payload, bytes):
        return "", "utf-8", ()
    decoded = decode(payload, declared=part.get_content_charset())
    return decoded.text, decoded.encoding, decoded.flags


def _read_headers(message: EmailMessage) -> Facts:
    sender = _header(message, "From")
    names = [" ".join(name.split()) for name, _ in getaddresses([sender])] if sender else []
    stated = _header(message, "Date")
    date = read_date(stated) if stated else None
    return Facts(
        headline=_header(message, "Subject"),
        authors=tuple(dict.fromkeys(name for name in names if name and "@" not in name)),
        date_published=StatedDate(value=date, where="mail header") if date else None,
        in_language=_header(message, "Content-Language"),
        url=(_header(message, "Archived-At") or "").strip("<> ") or None,
    )


def _header(message: EmailMessage, name: str) -> str | None:
    try:
        value: Any = message.get(name)
    except Exception:  # noqa: BLE001 - the standard library's header parser trips over broken headers in many ways
        return None
    return " ".join(str(value).split()) or None if value is not None else None
