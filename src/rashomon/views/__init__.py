"""Comparison to terminal, HTML and JSON; no inference, no wording of its own about the news."""
