"""Words that papers, stations and agencies carry in their names."""

from __future__ import annotations

import re

from rashomon.ingest.wordlists import open_words
from rashomon.text.fold import words

_ELISION = re.compile(r"(?<!\w)[ldLD]['’]")


def names_outlet(text: str) -> bool:
    """Tell whether ``text`` holds a word that papers, stations or agencies carry in their names."""
    known = open_words("outlets")
    bare = _ELISION.sub("", text)
    return any(word in known or any(part in known for part in word.split("-")) for word in words(bare))
