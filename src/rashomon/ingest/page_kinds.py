"""What kind of page a page says it is: an article, a login, an error, a list, a product; None where it does not say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from rashomon.ingest.html import Page
from rashomon.ingest.html_ld import Node, is_article, texts
from rashomon.text.fold import fold

_MISSING = re.compile(
    r"^(?:error |erreur |fehler |ошибка |помилка )?40[34]\b|\b(?:error|erreur|fehler|ошибка|помилка) 40[34]\b|"
    r"\b(?:page|article|story|content|url) (?:was |could |can |is |has )?(?:not|no longer|cannot)(?: be)? "
    r"(?:found|available|exist)|"
    r"^(?:404|not found|access denied|forbidden)$|"
    r"page (?:introuvable|non trouvee)|(?:seite|artikel) (?:wurde )?nicht gefunden|pagina no encontrada|"
    r"страниц\w+ не (?:найден|существ)|сторінк\w+ не (?:знайден|існу)|(?:does not|doesn.t) exist"
)
_LOGIN = re.compile(
    r"\b(?:sign in|log ?in|sign up|register|anmelden|einloggen|connexion|se connecter|connectez|iniciar sesion|"
    r"acceder)\b|\b(?:войти|вход|войдите|увійти|вхід|увійдіть)\b"
)
_TYPES = {
    "Product": "product", "QAPage": "forum", "DiscussionForumPosting": "forum", "CollectionPage": "list",
    "SearchResultsPage": "list", "ItemList": "list", "FAQPage": "questions", "ProfilePage": "profile",
    "Recipe": "recipe", "VideoObject": "video", "JobPosting": "job",
}  # fmt: skip
_OPEN_GRAPH = {"article": "article", "product": "product", "profile": "profile", "product.item": "product"}
_TITLE_WORDS, _LOGIN_SIGNS = 14, 1_500


def find_page_kind(page: Page, nodes: Sequence[Node], meta: Mapping[str, str]) -> str | None:
    """Return "not found", "login", "article", "product", "forum", "list" or another word of ``_TYPES``.

    An error page is known by its title or first heading, a login by a field for a password on a page of under 1,500
    signs or whose title asks to sign in; the others by JSON-LD and ``og:type``. None where nothing of that is there.
    """
    heads = [page.title or "", *(page.text[line.start : line.end] for line in page.lines if line.level == 1)][:2]
    short = [fold(head) for head in heads if 0 < len(head.split()) <= _TITLE_WORDS]
    if any(_MISSING.search(head) for head in short):
        return "not found"
    if page.asks_password and (len(page.text) < _LOGIN_SIGNS or any(_LOGIN.search(head) for head in short)):
        return "login"
    kinds = [kind for node in nodes if not is_article(node) for kind in texts(node.get("@type"))]
    if any(is_article(node) and "DiscussionForumPosting" not in list(texts(node.get("@type"))) for node in nodes):
        return "article"
    all_kinds = [*(kind for node in nodes for kind in texts(node.get("@type"))), *kinds]
    stated = next((_TYPES[kind] for kind in all_kinds if kind in _TYPES), None)
    return stated or _OPEN_GRAPH.get(meta.get("og:type", "").lower())
