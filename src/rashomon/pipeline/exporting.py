"""Annotations in the formats of others: W3C Web Annotations, a spaCy DocBin."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any

from rashomon.annotate import ANNOTATOR
from rashomon.datamodel import Reading
from rashomon.pipeline.annotating import annotate
from rashomon.views import SpacyFile, to_docbin, to_web_annotation


def name_generator() -> str:
    """Return program and annotator with their versions, as exports name who made them."""
    return f"rashomon {version('rashomon')}, {ANNOTATOR}"


def export_web_annotations(reading: Reading) -> tuple[dict[str, Any], ...]:
    """Return an AnnotationPage for each article of ``reading``, as ``annotate --format web-annotation`` prints it."""
    return tuple(to_web_annotation(annotate(article), generator=name_generator()) for article in reading.articles)


def export_docbin(readings: Iterable[Reading]) -> SpacyFile:
    """Return the articles of ``readings`` as one DocBin. Raises RashomonError where spaCy is not installed."""
    accounts = ((annotate(article), reading.capture.origin) for reading in readings for article in reading.articles)
    return to_docbin(accounts, generator=name_generator())
