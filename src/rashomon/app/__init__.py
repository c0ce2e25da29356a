"""Thin doors: the command line."""
