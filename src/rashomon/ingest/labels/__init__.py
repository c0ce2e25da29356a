"""What every block of a capture is: boosted trees over what the rules see, with the rules' own word among it."""
