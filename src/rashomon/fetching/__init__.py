"""The one door that touches a network: polite, capped, and keeping what it got as it was sent.

Nothing else in Rashomon opens a socket; an import contract holds that. Reading what was fetched is another step.
"""

from rashomon.fetching.client import Client
from rashomon.fetching.lists import read_addresses
from rashomon.fetching.records import CrawlFile
from rashomon.fetching.results import OUTCOMES, Fetched, Outcome, summarize
from rashomon.fetching.running import fetch_all
from rashomon.fetching.settings import Settings

__all__ = [
    "OUTCOMES", "Client", "CrawlFile", "Fetched", "Outcome", "Settings", "fetch_all", "read_addresses", "summarize",
]  # fmt: skip
