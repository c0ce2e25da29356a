"""Which articles share text, and which report the same event."""
