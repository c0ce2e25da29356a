"""Why articles were joined, in words a reader can check: shared names, numbers, days, wording and copied text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import combinations

from rashomon.stories.frequencies import open_frequencies
from rashomon.stories.leads import measure_support
from rashomon.stories.likeness import find_clashes, have_other_places
from rashomon.stories.profiles import Profile

_MOST_NAMES = 6
_MOST_NUMBERS = 4
_MOST_WORDS = 6
_NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def explain_story(profiles: Sequence[Profile], copies: Sequence[int], likeness: Sequence[float]) -> tuple[str, ...]:
    """Return the reasons for a story, empty for an article alone.

    ``copies`` are the sizes of its groups of copies, ``likeness`` the likeness of its pairs.
    """
    if len(profiles) < 2:  # noqa: PLR2004 - an article alone was joined with nothing
        return ()
    found = [
        _list("shared names", _shared_names(profiles), _MOST_NAMES),
        _list("shared numbers", _shared([profile.numbers for profile in profiles]), _MOST_NUMBERS),
        _describe_days(profiles),
        _describe_leads(profiles),
    ]
    if not found[0]:
        found[0] = _list("shared words", _shared_words(profiles), _MOST_WORDS)
    languages = sorted({profile.language for profile in profiles if profile.language})
    if len(languages) > 1:
        found.append(
            f"in {len(languages)} languages ({', '.join(languages)}), joined by names, numbers and dates alone"
        )
    found += [f"{number} articles share text" for number in copies]
    if likeness:
        found.append(f"likeness of pairs {min(likeness):.2f} to {max(likeness):.2f}")
    return tuple(reason for reason in found if reason)


def _describe_leads(profiles: Sequence[Profile]) -> str:
    """Return how much of the names of the openings stands in the other articles, and where openings differ."""
    pairs = [(a.opening, b.opening) for a, b in combinations(profiles, 2) if a.language == b.language]
    if not pairs:
        return ""
    least = min(max(measure_support(a.names, b.all_words), measure_support(b.names, a.all_words)) for a, b in pairs)
    count = sum(bool(find_clashes(a, b)) for a, b in pairs)
    places = sum(have_other_places(a, b) for a, b in pairs)
    differing = [f"{count} of {len(pairs)} pairs count something differently"] if count else []
    differing += [f"{places} of {len(pairs)} pairs name other places"] if places else []
    return "; ".join([f"names of the openings borne out to {least:.0%} or more", *differing])


def _shared(maps: Sequence[Mapping[str, str]]) -> list[str]:
    """Return what two maps or more hold, as first written: what most hold first, then what stands first in them."""
    counts: Counter[str] = Counter()
    ranks: Counter[str] = Counter()
    written: dict[str, str] = {}
    for held in maps:
        counts.update(held.keys())
        for rank, (key, shown) in enumerate(held.items()):
            ranks[key] += rank
            written[key] = min(written.get(key, shown), shown)
    kept = sorted((-count, ranks[key] / count, key) for key, count in counts.items() if count > 1)
    return [written[key] for _, _, key in kept]


def _shared_names(profiles: Sequence[Profile]) -> list[str]:
    """Return the names that two articles or more share; across languages, by skeleton, in each spelling."""
    names = _join_neighbours(_shared([profile.names for profile in profiles])[: 2 * _MOST_NAMES], profiles)
    spellings: dict[str, dict[str, str]] = {}
    for profile in profiles:
        for skeleton, shown in profile.skeletons.items():
            found = spellings.setdefault(skeleton, {})
            found[profile.language] = min(shown, found.get(profile.language, shown))
    across = [" = ".join(sorted(set(found.values()))) for _, found in sorted(spellings.items()) if len(found) > 1]
    return [shown for shown in across if " = " in shown][: _MOST_NAMES // 2] + names


def _join_neighbours(names: Sequence[str], profiles: Sequence[Profile]) -> list[str]:
    """Return ``names`` with two put together that stand side by side in two articles or more ("Tarn Hollow")."""
    joined: list[str] = []
    used: set[str] = set()
    for name in names:
        if name in used:
            continue
        for other in names:
            for full in (f"{name} {other}", f"{other} {name}"):
                if other != name and not used & {name, other} and sum(full in p.text for p in profiles) > 1:
                    used |= {name, other}
                    joined.append(full)
        if name not in used:
            joined.append(name)
    return joined


def _shared_words(profiles: Sequence[Profile]) -> list[str]:
    """Return the rarest words that two articles or more share."""
    rarity = open_frequencies().rarity
    counts = Counter(word for profile in profiles for word in profile.weights)
    return [word for _, _, word in sorted((-n, -rarity(word), word) for word, n in counts.items() if n > 1)]


def _list(label: str, values: Sequence[str], most: int) -> str:
    """Return ``label: a, b, c``, or nothing where there are no values."""
    return f"{label}: {', '.join(values[:most])}" if values else ""


def _describe_days(profiles: Sequence[Profile]) -> str:
    """Return how far apart the stated days lie, or nothing where fewer than two articles state one."""
    days = sorted(profile.day for profile in profiles if profile.day is not None)
    if len(days) < 2:  # noqa: PLR2004 - one day lies apart from nothing
        return ""
    apart = (days[-1] - days[0]).days
    if apart == 0:
        return f"dated the same day: {days[0].isoformat()}"
    number = _NUMBER_WORDS[apart] if apart < len(_NUMBER_WORDS) else str(apart)
    return f"dates {number} day{'s' if apart > 1 else ''} apart"
