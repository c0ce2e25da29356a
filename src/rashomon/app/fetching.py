"""The command ``fetch``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from rashomon.app.printable import make_printable
from rashomon.app.terminal import json_option, print_json, print_line, read_input, tell
from rashomon.errors import FetchError

if TYPE_CHECKING:  # loads httpx: not for --help
    from rashomon.fetching import Fetched

_MIB: Final = 1 << 20
_HASH: Final = 12


def _check_contact(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """Return ``value``, which becomes part of a header. Raises BadParameter where no header can hold it."""
    if value is not None and not (value.isascii() and value.isprintable()):
        raise click.BadParameter("plain letters only, such as an e-mail address")
    return value


@click.command(short_help="Fetch pages politely into a WARC file; the only command that uses a network.")
@click.argument("urls", metavar="URL…", nargs=-1)
@click.option(
    "--from", "lists", metavar="FILE", multiple=True, type=click.Path(path_type=Path, allow_dash=True),
    help="Also fetch the addresses in FILE: one a line, or OPML; “-” reads standard input. May be repeated.",
)  # fmt: skip
@click.option(
    "--output", metavar="FILE", default="crawl.warc.gz", show_default=True, type=click.Path(path_type=Path),
    help="The WARC file that is appended to.",
)  # fmt: skip
@click.option(
    "--contact", metavar="WORDS", callback=_check_contact,
    help="Your address or page, for the servers' owners: part of the User-Agent.",
)  # fmt: skip
@click.option(
    "--delay", metavar="SECONDS", default=1.0, show_default=True, type=click.FloatRange(0, 3_600),
    help="The least pause between two requests to a host.",
)  # fmt: skip
@click.option(
    "--seconds", metavar="SECONDS", default=30.0, show_default=True, type=click.FloatRange(0.1, 3_600),
    help="The most time for one address, pauses aside.",
)  # fmt: skip
@click.option(
    "--max-bytes", metavar="BYTES", default=10 * _MIB, show_default=True, type=click.IntRange(1, 64 * _MIB),
    help="The most bytes for one page, as sent and unpacked.",
)  # fmt: skip
@click.option("--allow-private", is_flag=True, help="Also fetch from this machine and private networks.")
@click.option("--allow-reserved", is_flag=True, help="Also keep pages whose mining is reserved: only if you may.")
@json_option
def fetch(urls: tuple[str, ...], lists: tuple[Path, ...], output: Path, *, as_json: bool, **bounds: Any) -> None:  # noqa: ANN401 - click gives the other options, named as the settings are
    """Fetch pages into a WARC file, byte for byte, that “rashomon articles” reads.

    robots.txt and reservations of text and data mining are honoured and recorded. With --json, one object a line for
    each address. Exit code 1 where a page was not fetched.
    """
    from rashomon.fetching import Client, CrawlFile, Settings, fetch_all, summarize  # noqa: PLC0415 - loads httpx

    addresses = [*urls, *_read_lists(lists)]
    if not addresses:
        raise click.UsageError("name an address, or a list of them with --from")
    if not output.name.endswith(".gz"):
        raise click.BadParameter("the file is gzipped: name it like crawl.warc.gz", param_hint="--output")
    settings = Settings(**bounds)
    results: list[Fetched] = []
    with CrawlFile(output, settings) as file:
        if file.repaired:
            tell(
                f"rashomon: {output}: {file.repaired:,} bytes of a record that was never finished were cut off its end"
            )
        try:
            for result in fetch_all(addresses, Client(settings), file):
                results.append(result)
                _show(result, as_json=as_json)
        finally:  # also when interrupted: what was done is in the file, and the sum says so
            outcomes = [result.outcome for result in results]
            left = len(addresses) - len(outcomes)
            tell(f"rashomon: {summarize(outcomes)}{f'; {left:,} not tried' if left else ''} ({output})")
    failed = sum(result.failed for result in results)
    if failed:
        count = "1 page was" if failed == 1 else f"{failed:,} pages were"
        raise FetchError(f"{count} not fetched; the lines above say why")


def _read_lists(lists: tuple[Path, ...]) -> Iterator[str]:
    from rashomon.fetching import read_addresses  # noqa: PLC0415 - loads httpx: not for --help

    for path in lists:
        try:
            payload = read_input() if path == Path("-") else path.read_bytes()
        except OSError as fault:
            raise FetchError(
                f"the list cannot be read ({fault.strerror})", where=str(path), hint="check the path"
            ) from fault
        yield from read_addresses(payload, str(path))


def _show(result: Fetched, *, as_json: bool) -> None:
    """Print one result as soon as it is there; a refusal goes to standard error too where JSON has the output."""
    if as_json:
        print_json(result.to_dict())
    elif not result.failed:
        print_line(make_printable(_describe(result)))
    if result.failed:
        cure = f". Try: {result.hint}" if result.hint else ""
        led = f" → {result.final_url}" if result.final_url not in {None, result.url} else ""
        tell(f"rashomon: {result.url}{led}: {result.outcome}: {result.reason} ({result.error}){cure}")


def _describe(result: Fetched) -> str:
    if result.outcome == "repeated":
        return f"{result.url}  (named twice; fetched once)"
    led = f" → {result.final_url}" if result.outcome == "redirected" else ""
    digest = (result.sha256 or "")[:_HASH]
    facts = f"{result.status}; {result.content_type or 'type not stated'}; {result.size or 0:,} bytes; sha256 {digest}"
    return f"{result.url}{led}  ({facts})"
