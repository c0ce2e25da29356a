"""Bytes to Capture to Article: decoding, rendering, blocks, articles, completeness, metadata."""
