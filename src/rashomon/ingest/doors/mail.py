"""The door for mail (.eml): the message is a capture, and so is each attachment that can be read."""

from __future__ import annotations

import io
from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from typing import cast

from rashomon.datamodel import Skipped
from rashomon.errors import CaptureError
from rashomon.ingest.doors.protocol import Names, Opened, Result, Stated, skip
from rashomon.ingest.doors.single import make_capture
from rashomon.ingest.doors.streams import read_capped
from rashomon.ingest.mail_text import POLICY

MAIL = "message/rfc822"
_UNREAD = ("image/", "audio/", "video/", "font/")
_SIGNED = ("application/pkcs7-signature", "application/pgp-signature", "text/calendar", "text/vcard", "text/x-vcard")


def read(opened: Opened) -> Iterator[Result]:
    """Yield the message, then what its attachments hold; forwarded messages are attachments too."""
    payload = read_capped(opened.stream, opened.limits)
    yield make_capture(opened, payload, MAIL)
    message = message_from_bytes(payload, policy=POLICY)
    names = Names()
    for number, part in enumerate(_attachments(message), 1):
        kind = part.get_content_type()
        name = names.take(part.get_filename() or ("forwarded" if kind == MAIL else f"part {number}"))
        if kind.startswith(_UNREAD) or kind in _SIGNED:
            reason = f"the attachment is {kind}, not a text. Try: give a text, markdown or HTML file"
            yield Skipped(path=opened.name_member(name), error="NotText", reason=reason)
            continue
        try:
            content = _content(part)
        except (ValueError, LookupError, TypeError, AssertionError) as error:
            fault = CaptureError(f"the attachment cannot be decoded ({error})", hint="save it from the mail program")
            yield skip(opened.name_member(name), fault)
            continue
        yield from opened.open_member(io.BytesIO(content), name, Stated(content_type=kind if kind == MAIL else None))


def _attachments(message: EmailMessage) -> Iterator[EmailMessage]:
    """Yield the parts that are not the message's own text, without looking into forwarded messages."""
    try:
        body = message.get_body(preferencelist=("html", "plain"))
        other = message.get_body(preferencelist=("plain",))
    except (KeyError, AttributeError, LookupError):  # a broken multipart
        body = other = None
    waiting: list[EmailMessage] = [message]
    while waiting:
        part = waiting.pop(0)
        if part.get_content_type() == MAIL or not part.is_multipart():
            if part is not message and part is not body and part is not other:
                yield part
        else:
            waiting = [*cast("list[EmailMessage]", part.get_payload()), *waiting]


def _content(part: EmailMessage) -> bytes:
    if part.get_content_type() == MAIL:
        inner = part.get_payload()
        return bytes(cast("EmailMessage", inner[0])) if isinstance(inner, list) and inner else b""
    return cast("bytes", part.get_payload(decode=True)) or b""
