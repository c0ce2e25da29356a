"""A run over many addresses: hosts take turns, so that no pause for one holds up the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from rashomon.errors import AddressUnusable
from rashomon.fetching.addresses import parse_address
from rashomon.fetching.client import Client
from rashomon.fetching.records import CrawlFile
from rashomon.fetching.results import Fetched


def fetch_all(addresses: Iterable[str], client: Client, file: CrawlFile) -> Iterator[Fetched]:
    """Yield what became of each address, once its records are in ``file``.

    One request at a time. The next address is the first one whose host may be asked soonest, so the order is not
    always the given one. An address given twice is fetched once.
    """
    waiting: dict[str, deque[str]] = {}
    seen: set[str] = set()
    for address in addresses:
        try:
            url = parse_address(address)
            key, host = str(url), url.host
        except AddressUnusable:
            key, host = address, ""
        if key in seen:
            yield Fetched(url=address, outcome="repeated")
            continue
        seen.add(key)
        waiting.setdefault(host, deque()).append(address)
    while waiting:
        host = min(waiting, key=client.pace.ready_at)
        address = waiting[host].popleft()
        if not waiting[host]:
            del waiting[host]
        yield file.write(client.fetch(address))
