"""What accounts of one story agree on, dispute and call things, and whether quotations stand in them."""

from rashomon.compare.quotes import check_quote, is_scare_quote
from rashomon.compare.story import COMPARER, StoryComparison, compare_story

__all__ = ["COMPARER", "StoryComparison", "check_quote", "compare_story", "is_scare_quote"]
