"""What an article holds: attributions, mentions, quantities, times, hedges, claims."""
