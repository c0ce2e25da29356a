"""Scores of one run over a pack against its gold: each function returns counts, so that packs add up."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, product

from quality.packs import Gold, Pack, Projection, make_projection, text_letters, visible_letters
from rashomon.compare.quotes import check_quote
from rashomon.datamodel import (
    AnnotatedArticle,
    Attribution,
    Claim,
    Comparison,
    Finding,
    Reading,
    Span,
    Spans,
    overlap,
)
from rashomon.errors import BrokenEvidence
from rashomon.text.fold import fold, words

Counts = Counter[str]
_HALF = 0.5


def length(spans: Spans) -> int:
    """Return how many code points ``spans`` cover."""
    return sum(len(span) for span in spans)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One comparison of a whole pack, with its articles and projections by file name."""

    pack: Pack
    comparison: Comparison
    readings: dict[str, Reading]
    annotated: dict[str, AnnotatedArticle]
    projections: dict[str, Projection]

    @property
    def event_files(self) -> list[str]:
        """The captures of the event, without the distractors."""
        return [capture["file"] for capture in self.pack.gold["captures"] if capture["role"] == "event"]

    def project(self, member: Gold) -> Spans:
        """Return where a gold member stands in its article's text."""
        projection = self.projections.get(member["file"])
        return projection.project(member["span"]) if projection else ()

    def in_body(self, member: Gold) -> bool:
        """Tell whether the gold counts the member's place as body (not title, caption or blurb)."""
        start, end = member["span"]
        return any(a <= start and end <= b for a, b in self.pack.capture(member["file"])["body"])

    def file_of(self, claim: Claim) -> str | None:
        """Return the file whose main article holds the claim."""
        return next((f for f, a in self.annotated.items() if a.article.id == claim.article_id), None)


def make_run(pack: Pack, comparison: Comparison) -> Run:
    """Return the comparison with what scoring needs to find its way; main articles only."""
    readings = {str(reading.capture.origin).rsplit("/", maxsplit=1)[-1]: reading for reading in comparison.readings}
    by_id = {article.article.id: article for article in comparison.articles}
    annotated = {f: by_id[r.main.id] for f, r in readings.items() if r.main and r.main.id in by_id}
    projections = {f: make_projection(r, r.main) for f, r in readings.items() if r.main}
    return Run(pack=pack, comparison=comparison, readings=readings, annotated=annotated, projections=projections)


def score_body(run: Run) -> Counts:
    """Count letters of the main article's text that are gold body; optional parts neither reward nor punish."""
    counts: Counts = Counter()
    for capture in run.pack.gold["captures"]:
        file = capture["file"]
        projection = run.projections.get(file)
        source = (run.pack.folder / file).read_text("utf-8")
        places = visible_letters(source)[1] if file.endswith(".html") else text_letters(source)[1]
        gold = {p for p in places for a, b in capture["body"] if a <= p < b}
        free = {p for p in places for o in capture["optional"] if o["span"][0] <= p < o["span"][1]} - gold
        if projection is None:
            counts["body_missed"] += len(gold)
            continue
        if projection.is_html:
            kept = {p for p in places if projection.project((p, p + 1))}
            stray = len(text_letters(projection.article.text)[0]) - sum(
                len(projection.project((p, p + 1))) for p in places
            )
        else:
            kept = {p for p in places if projection.article.from_rendering(Span(start=p, end=p + 1))}
            stray = 0
        counts["body_hit"] += len(kept & gold)
        counts["body_missed"] += len(gold - kept)
        counts["body_extra"] += len(kept - gold - free) + max(0, stray)
    return counts


def score_flags(run: Run) -> Counts:
    """Count right and wrong flags: cut, second story, no stated date, copies of another capture."""
    counts: Counts = Counter()
    copies = {a for story in run.comparison.stories for group in story.copies for a in group}
    for capture in run.pack.gold["captures"]:
        reading = run.readings.get(capture["file"])
        main = reading.main if reading else None
        said = {
            "cut": bool(main and main.completeness.value == "cut"),
            "second_story": bool(reading and any(a.role != "main" for a in reading.articles)),
            "no_date": bool(main and main.date_published is None),
            "syndicated": bool(main and main.id in copies and main.origin_notes),
        }
        gold = {
            "cut": "truncated" in capture["flags"],
            "second_story": capture["second_story"] is not None,
            "no_date": "no_date" in capture["flags"],
            "syndicated": any(flag.startswith("syndicated_from") for flag in capture["flags"]),
        }
        for flag, value in said.items():
            key = {(True, True): "hit", (False, True): "missed", (True, False): "extra"}.get((value, gold[flag]))
            if key:
                counts[f"{flag}_{key}"] += 1
    return counts


def _same_source(found: Attribution, gold: Gold, run: Run, file: str) -> bool:
    if gold["source"] is None:
        return not found.source
    place = run.projections[file].project(gold["source"])
    shared = overlap(found.source, place)
    if shared and shared >= _HALF * min(length(found.source), length(place)):
        return True
    entity = set(words(gold["source_entity"] or "")) - {"the", "a", "of"}
    return bool(found.speaker) and len(entity & set(words(found.speaker or ""))) >= max(1, len(entity) * _HALF)


def score_attributions(run: Run) -> Counts:
    """Count attributions whose content overlaps by half (Dice) and whose source is right, in all and by language."""
    counts: Counts = Counter()
    for file in run.event_files:
        capture = run.pack.capture(file)
        article = run.annotated.get(file)
        left = [a for a in (article.attributions if article else ()) if a.layer == "speech"]
        for gold in capture["attributions"]:
            content = run.projections[file].project_all(gold["content"]) if file in run.projections else ()
            hit = next((a for a in left if _overlaps(a.content, content) and _same_source(a, gold, run, file)), None)
            if hit:
                left.remove(hit)
                wanted = {"asserted": "quotes", "hedged": "hedges", "denied": "denies"}[gold["certainty"]]
                counts["certainty_hit" if hit.stance == wanted else "certainty_missed"] += 1
            key = "hit" if hit else "missed"
            counts[f"attribution_{key}"] += 1
            counts[f"attribution_{capture['language']}_{key}"] += 1
            if gold["nested_in"] is not None:
                counts[f"nested_{'hit' if hit and hit.parent else 'missed'}"] += 1
        counts["attribution_extra"] += len(left)
        counts[f"attribution_{capture['language']}_extra"] += len(left)
    return counts


def _overlaps(left: Spans, right: Spans) -> bool:
    shared = overlap(left, right)
    return shared > 0 and 2 * shared >= _HALF * (length(left) + length(right))


def _carries(claim: Claim, place: Spans) -> bool:
    """Tell whether a claim is evidence for a gold member: they share half of the shorter."""
    shared = overlap(claim.spans, place)
    return shared > 0 and shared >= _HALF * min(length(claim.spans), length(place))


def _joined(run: Run) -> Iterator[tuple[Claim, Claim]]:
    """Yield every pair of claims of different captures that a finding holds together."""
    claims = {claim.id: claim for claim in run.comparison.claims}
    seen = set()
    for finding in run.comparison.findings:
        if finding.kind == "unmatched":
            continue
        for a, b in combinations(sorted(finding.claims), 2):
            if claims[a].article_id != claims[b].article_id and (a, b) not in seen:
                seen.add((a, b))
                yield claims[a], claims[b]


def score_points(run: Run) -> Counts:
    """Count gold pairs of members that one finding holds together, and joined pairs that share no gold point."""
    counts: Counts = Counter()
    joined = [(run.file_of(a), a, run.file_of(b), b) for a, b in _joined(run)]
    carried: dict[str, set[str]] = {}
    pairs_with: list[tuple[Claim, Claim]] = [(a, b) for _, a, _, b in joined]
    for point in run.pack.gold["points"]:
        members = [(m["file"], run.project(m)) for m in point["members"] if run.in_body(m)]
        for claim in run.comparison.claims:
            file = run.file_of(claim)
            if any(f == file and _carries(claim, place) for f, place in members):
                carried.setdefault(claim.id, set()).add(point["id"])
        for (file_a, place_a), (file_b, place_b) in combinations(members, 2):
            if file_a == file_b:
                continue
            languages = {run.pack.capture(f)["language"] for f in (file_a, file_b)}
            kind = "point" if languages == {"en"} else "point_foreign"
            hit = any(
                (fa == file_a and fb == file_b and _carries(a, place_a) and _carries(b, place_b))
                or (fa == file_b and fb == file_a and _carries(a, place_b) and _carries(b, place_a))
                for fa, a, fb, b in joined
            )
            counts[f"{kind}_{'hit' if hit else 'missed'}"] += 1
    for a, b in pairs_with:
        if a.id in carried and b.id in carried:
            counts["merge_right" if carried[a.id] & carried[b.id] else "merge_false"] += 1
    return counts


def _matches(run: Run, finding: Finding, group: Gold) -> bool:
    claims = {claim.id: claim for claim in run.comparison.claims}
    sides = [[(m["file"], run.project(m)) for m in members] for members in group["sides"].values()]
    left, right = ([(run.file_of(claims[c]), claims[c]) for c in side] for side in finding.sides)

    def touches(claim_side: list[tuple[str | None, Claim]], gold_side: list[tuple[str, Spans]]) -> bool:
        return any(file == f and _carries(claim, place) for (file, claim), (f, place) in product(claim_side, gold_side))

    return any(
        (touches(left, a) and touches(right, b)) or (touches(left, b) and touches(right, a))
        for a, b in combinations(sides, 2)
    )


def score_conflicts(run: Run) -> Counts:
    """Count gold conflicts found by kind, and disputes reported that no gold group bears out; soft groups are free."""
    counts: Counts = Counter()
    disputes = [f for f in run.comparison.findings if f.kind == "disputed"]
    groups = run.pack.gold["conflict_groups"]
    for group in groups:
        if group["soft"]:
            continue
        hit = any(_matches(run, finding, group) for finding in disputes)
        counts[f"conflict_{'hit' if hit else 'missed'}"] += 1
        counts[f"conflict_{group['type']}_{'hit' if hit else 'missed'}"] += 1
    for finding in disputes:
        if finding.update:
            continue
        matched = [g for g in groups if _matches(run, finding, g)]
        if not matched:
            counts["dispute_false"] += 1
        elif any(not g["soft"] for g in matched):
            counts["dispute_right"] += 1
    return counts


def _bare(label: str) -> str:
    return re.sub(r"^(?:the|a|an|le|la|les|l) ", "", " ".join(words(label)))


def score_namings(run: Run) -> Counts:
    """Count pairs of gold labels of two captures that one naming holds together."""
    counts: Counts = Counter()
    files = {a.article.id: file for file, a in run.annotated.items()}
    found = [{(files.get(n.article_id), _bare(n.label)) for n in naming.names} for naming in run.comparison.namings]
    for naming in run.pack.gold["naming"]:
        uses = [(file, _bare(v)) for file, variants in naming["variants"].items() for v in variants]
        for a, b in combinations(uses, 2):
            if a[0] != b[0]:
                counts[f"naming_{'hit' if any(a in use and b in use for use in found) else 'missed'}"] += 1
    return counts


def score_quotes(run: Run) -> Counts:
    """Count quotes of one capture that check-quotes judges right against another capture's verbatim instance.

    Verbatim and partial instances must come out verbatim, altered ones must not; paraphrases are no quotations.
    """
    counts: Counts = Counter()
    for quote in run.pack.gold["quotes"]:
        verbatim = [i for i in quote["instances"] if i["relation"] == "verbatim" and i["file"] in run.annotated]
        for held, tried in product(verbatim, quote["instances"]):
            same_language = len({run.pack.capture(i["file"])["language"] for i in (held, tried)}) == 1
            if held["file"] == tried["file"] or tried["relation"] == "paraphrase" or not same_language:
                continue
            exact = (tried.get("clean") or tried["quote"]).strip(" ,.“”\"«»‘’'")
            checked = check_quote(exact, Span(start=0, end=len(exact)), None, [run.annotated[held["file"]]])
            right = (checked.verdict == "verbatim") == (tried["relation"] != "altered")
            counts[f"quote_{'hit' if right else 'missed'}"] += 1
    return counts


def score_stories(run: Run) -> Counts:
    """Count pairs of event captures in one story, and captures joined that report different events."""
    counts: Counts = Counter()
    main_of = {a.article.id: file for file, a in run.annotated.items()}
    roles = {capture["file"]: capture["role"] for capture in run.pack.gold["captures"]}
    together = {frozenset(p) for story in run.comparison.stories for p in combinations(story.articles, 2)}
    files = {frozenset(main_of.get(a, "second story") for a in pair) for pair in together}
    for a, b in combinations(run.event_files, 2):
        counts[f"story_{'hit' if frozenset((a, b)) in files else 'missed'}"] += 1
    counts["story_wrong"] += sum(any(roles.get(f) != "event" for f in pair) for pair in files)
    return counts


def score_excerpts(run: Run) -> Counts:
    """Count excerpts that stand in the article's text to the letter."""
    counts: Counts = Counter()
    texts = {a.article.id: a.article.text for a in run.comparison.articles}
    excerpts = [e for f in run.comparison.findings for e in f.evidence]
    excerpts += [figure.excerpt for series in run.comparison.numbers for figure in series.figures]
    for excerpt in excerpts:
        try:
            excerpt.check(texts[excerpt.article_id])
        except BrokenEvidence:
            counts["excerpt_broken"] += 1
        else:
            counts["excerpt_verbatim"] += 1
    return counts


def find_publishers(run: Run) -> Counts:
    """Count publishers read as the gold names them (folded words equal, or one holding the other)."""
    counts: Counts = Counter()
    for capture in run.pack.gold["captures"]:
        reading = run.readings.get(capture["file"])
        said = fold((reading.main.publisher or "") if reading and reading.main else "")
        gold = fold(capture["outlet"])
        counts[f"publisher_{'hit' if said and (said in gold or gold in said) else 'missed'}"] += 1
    return counts


SCORERS = (
    score_body,
    score_flags,
    find_publishers,
    score_attributions,
    score_points,
    score_conflicts,
    score_namings,
    score_quotes,
    score_stories,
    score_excerpts,
)
