"""Encoders and heads, inference only; weights are package data."""
