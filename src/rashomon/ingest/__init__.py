"""Captures to articles: bytes in any encoding become a rendering, labelled blocks, and the articles among them."""

from rashomon.ingest.loading import MAX_BYTES, load
from rashomon.ingest.reading import read_capture

__all__ = ["MAX_BYTES", "load", "read_capture"]
