"""Same-event grouping, copies, and the reasons for each; a miss is better than a wrong merge."""

from rashomon.stories.grouping import group_articles

__all__ = ["group_articles"]
