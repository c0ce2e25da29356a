"""What accounts of one story agree on, dispute and call things."""
