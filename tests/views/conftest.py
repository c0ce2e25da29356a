"""A comparison built by hand: three accounts and a copy, one cut, one right to left, one that shares no event."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from rashomon.datamodel import (
    AnnotatedArticle,
    Article,
    Attribution,
    Block,
    Capture,
    Claim,
    Comparison,
    Completeness,
    Figure,
    Finding,
    FindingKind,
    Hedge,
    Manifest,
    NameUse,
    Naming,
    NumberSeries,
    Quantity,
    Reading,
    Rendering,
    Segment,
    Skipped,
    Span,
    Stance,
    StatedDate,
    Story,
    make_excerpt,
    make_id,
)

HARBOUR = (
    "At least 14 people died when the ferry Alma struck the pier at Port Sorrel, the coast guard said.\n\n"
    "“The pilot had no lights to steer by,” said Mira Tann, who leads the seamen’s union. She called it neglect.\n\n"
    "The pier was closed <script>alert('x')</script> & fenced at noon 🚢. It may reopen on Friday."
)
GAZETTE = (
    "Nine passengers lost their lives at the Sorrel pier.\n\n"
    "The harbour office denied that the lights were out. \u202eevil\u202c \x1b[31mred\x1b[0m text stays harmless.\n\n"
    "A vigil is planned"
)
NAHAR = "قالت الشرطة إن 14 شخصا لقوا حتفهم عند رصيف سوريل.\r\n\r\nوكانت الأضواء مطفأة، بحسب ميرا تان."
OTHER = "The town library of Elm Ford opens on Sundays from May, its director said."


@dataclass
class Builder:
    """Collects the parts of one account; spans are found by their words."""

    text: str
    publisher: str | None
    path: str
    date: str | None = None
    completeness: Completeness = field(default_factory=Completeness)
    language: str = "en"
    chrome: str = "Subscribe for 2 crowns a week & save\n\n"
    claims: list[Claim] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    hedges: list[Hedge] = field(default_factory=list)

    @property
    def capture(self) -> Capture:
        """The bytes: chrome and text."""
        return Capture(payload=(self.chrome + self.text).encode(), content_type="text/plain", origin=self.path)

    @property
    def id(self) -> str:
        """The id of the article."""
        return make_id("article", self.capture.id, 0)

    def at(self, words: str) -> Span:
        """Return where the words first stand."""
        start = self.text.index(words)
        return Span(start=start, end=start + len(words))

    def attribute(self, source: str, cue: str, content: str, speaker: str | None = None) -> str:
        """Add an attribution and return its id."""
        value = Attribution(
            id=make_id("attribution", self.id, source, content),
            source=(self.at(source),) if source else (),
            cue=(self.at(cue),),
            content=(self.at(content),),
            form="indirect",
            source_kind="named",
            speaker=speaker,
        )
        self.attributions.append(value)
        return value.id

    def claim(self, *words: str, stance: Stance = "asserts", attribution: str | None = None) -> str:
        """Add a claim and return its id."""
        spans = tuple(self.at(part) for part in words)
        value = Claim(
            id=make_id("claim", self.id, *words),
            article_id=self.id,
            spans=spans,
            stance=stance,
            attribution=attribution,
        )
        self.claims.append(value)
        return value.id

    def article(self) -> AnnotatedArticle:
        """Return the annotated article."""
        shift = len(self.chrome)
        whole = Span(start=0, end=len(self.text))
        article = Article(
            id=self.id,
            capture_id=self.capture.id,
            role="main",
            text=self.text,
            segments=(Segment(span=whole, rendering_span=whole.shift(shift)),),
            completeness=self.completeness,
            publisher=self.publisher,
            date_published=StatedDate(value=self.date, where="byline") if self.date else None,
            in_language=self.language,
        )
        return AnnotatedArticle(
            article=article,
            attributions=tuple(self.attributions),
            claims=tuple(self.claims),
            hedges=tuple(self.hedges),
        )

    def reading(self) -> Reading:
        """Return the reading of the capture."""
        shift = len(self.chrome)
        return Reading(
            capture=self.capture,
            rendering=Rendering(
                capture_id=self.capture.id, text=self.chrome + self.text, renderer="rashomon-text/1", encoding="utf-8"
            ),
            articles=(self.article().article,),
            blocks=(
                Block(span=Span(start=0, end=shift - 2), label="plug", reason="asks to subscribe"),
                Block(span=Span(start=shift, end=shift + len(self.text)), label="body"),
            ),
        )


def _finding(kind: FindingKind, builders: dict[str, Builder], claims: list[str], **more: Any) -> Finding:  # noqa: ANN401 - fields of a finding
    owners = {claim.id: (builder, claim) for builder in builders.values() for claim in builder.claims}
    evidence = tuple(
        make_excerpt(owners[c][0].id, owners[c][0].text, span) for c in claims for span in owners[c][1].spans
    )
    return Finding(
        id=make_id("finding", kind, *claims),
        kind=kind,
        story_id="story-1",
        claims=tuple(claims),
        evidence=evidence,
        score=0.8,
        **more,
    )


def _accounts() -> dict[str, Builder]:
    cut = Completeness(value="cut", reason="ends without a full stop")
    return {
        "A": Builder(HARBOUR, "The Harbour Times", "harbour.txt", "2031-05-02T08:00", Completeness(value="complete")),
        "B": Builder(GAZETTE, "Sorrel Gazette <b>", "news/gazette one.txt", "2031-05-02", cut),
        "C": Builder(NAHAR, "النهار", "nahar.txt", None, Completeness(), "ar"),
        "D": Builder(HARBOUR, None, "repost.txt", None, Completeness(), chrome="Reposted\n\n"),
        "E": Builder(OTHER, "Elm Ford Echo", "echo.txt"),
    }


def _fill(accounts: dict[str, Builder]) -> dict[str, str]:
    a, b, c, d = (accounts[letter] for letter in "ABCD")
    guard = a.attribute("the coast guard", "said", "At least 14 people died when the ferry Alma struck the pier")
    tann = a.attribute("Mira Tann", "said Mira", "“The pilot had no lights to steer by,”")
    she = a.attribute("She", "called", "neglect", speaker="Mira Tann")
    police = c.attribute("الشرطة", "قالت", "14 شخصا لقوا حتفهم عند رصيف سوريل")
    a.hedges.append(Hedge(cue=a.at("may"), scope=a.at("It may reopen on Friday"), kind="hedge"))
    return {
        "a14": a.claim(
            "At least 14 people died when the ferry Alma struck the pier", stance="quotes", attribution=guard
        ),
        "alights": a.claim("“The pilot had no lights to steer by,”", stance="quotes", attribution=tann),
        "aneglect": a.claim("She called it", "neglect", stance="quotes", attribution=she),
        "aclosed": a.claim("The pier was closed <script>alert('x')</script> & fenced at noon 🚢"),
        "amay": a.claim("It may reopen on Friday", stance="hedges"),
        "b9": b.claim("Nine passengers lost their lives at the Sorrel pier"),
        "blights": b.claim("The harbour office denied that the lights were out", stance="denies"),
        "bevil": b.claim("\u202eevil\u202c \x1b[31mred\x1b[0m text stays harmless"),
        "c14": c.claim("14 شخصا لقوا حتفهم عند رصيف سوريل", stance="quotes", attribution=police),
        "clights": c.claim("وكانت الأضواء مطفأة"),
        "d14": d.claim("At least 14 people died when the ferry Alma struck the pier"),
    }


@pytest.fixture(scope="session")
def make_comparison() -> Callable[..., Comparison]:
    """Return a builder of the sample comparison; ``rename`` replaces publishers by letter."""

    def make(rename: dict[str, str] | None = None) -> Comparison:
        accounts = _accounts()
        for letter, name in (rename or {}).items():
            accounts[letter].publisher = name
        k = _fill(accounts)
        a, b, c, d = (accounts[letter] for letter in "ABCD")
        findings = (
            _finding("agreed", accounts, [k["a14"], k["c14"], k["d14"]], independent_texts=2, reasons=("same number",)),
            _finding("agreed", accounts, [k["alights"], k["clights"]], independent_texts=2),
            _finding("disputed", accounts, [k["a14"], k["b9"]], sides=((k["a14"],), (k["b9"],)), dispute="number"),
            _finding(
                "disputed", accounts, [k["clights"], k["blights"]], sides=((k["clights"],), (k["blights"],)),
                dispute="denial",
            ),
            _finding(
                "disputed", accounts, [k["b9"], k["c14"]], sides=((k["b9"],), (k["c14"],)), dispute="number",
                update=True,
            ),
            *(_finding("unmatched", accounts, [k[name]]) for name in ("aneglect", "aclosed", "amay", "bevil")),
        )  # fmt: skip
        figures = (
            _figure(a, k["a14"], "At least 14 people", Quantity(span=a.at("14"), low=14, high=14, bound="at_least")),
            _figure(b, k["b9"], "Nine passengers", Quantity(span=b.at("Nine"), low=9, high=9)),
            _figure(c, k["c14"], "14 شخصا", Quantity(span=c.at("14"), low=14, high=16, as_of="2031-05-02")),
        )
        return Comparison(
            manifest=Manifest(rashomon="0.1.0", parts=(("encoder", "sha256:ab"),), settings=(("threshold", "0.5"),)),
            readings=tuple(builder.reading() for builder in accounts.values()),
            articles=tuple(builder.article() for builder in accounts.values()),
            stories=(
                Story(id="story-1", articles=(a.id, b.id, c.id, d.id), copies=((a.id, d.id),), reasons=("sorrel",)),
            ),
            findings=findings,
            namings=(
                Naming(
                    entity="Sorrel pier", type="place", story_id="story-1",
                    names=(
                        NameUse(article_id=a.id, label="the pier", spans=(a.at("the pier"),)),
                        NameUse(article_id=b.id, label="Sorrel pier", spans=(b.at("Sorrel pier"),)),
                        NameUse(article_id=c.id, label="رصيف سوريل", spans=(c.at("رصيف سوريل"),)),
                    ),
                ),
            ),
            numbers=(
                NumberSeries(
                    id="numbers-1", story_id="story-1", counted="death", unit=None, relation="conflict", figures=figures
                ),
            ),
            skipped=(Skipped(path="broken.bin", error="CaptureBinary", reason="the bytes are no text"),),
        )  # fmt: skip

    return make


def _figure(builder: Builder, claim: str, words: str, quantity: Quantity) -> Figure:
    excerpt = make_excerpt(builder.id, builder.text, builder.at(words))
    return Figure(claim_id=claim, article_id=builder.id, quantity=quantity, excerpt=excerpt)


@pytest.fixture
def comparison(make_comparison: Callable[..., Comparison]) -> Comparison:
    """The sample comparison."""
    return make_comparison()


@pytest.fixture
def digest() -> Callable[[str], str]:
    """A digest of text, for byte-for-byte comparisons."""
    return lambda text: hashlib.sha256(text.encode()).hexdigest()
