"""The commands ``verify`` and ``check-quotes``; both end with 4 where something does not hold."""

from __future__ import annotations

from pathlib import Path

import click

from rashomon.app.listing import list_checked, list_verified
from rashomon.app.terminal import (
    fail_if_nothing,
    json_option,
    open_sources,
    print_json,
    print_line,
    read_input,
    tell_skipped,
)

FAILED = 4
_PATH = click.Path(path_type=Path, allow_dash=True)


@click.command(short_help="Prove every line of a report against its captures.")
@click.argument("report", metavar="REPORT", type=_PATH)
@click.option(
    "--captures",
    "captures",
    metavar="PATH",
    multiple=True,
    type=_PATH,
    help="Look for the captures here too: a file or folder.",
)
@click.argument("more", metavar="[PATH]…", nargs=-1, type=_PATH)
@click.option("--again", is_flag=True, help="Also compare the captures once more: are the findings what they give?")
@json_option
def verify(report: Path, captures: tuple[Path, ...], more: tuple[Path, ...], *, again: bool, as_json: bool) -> None:
    """Prove every line of a report against its captures, found by their SHA-256 and read again.

    REPORT is an HTML or JSON report, or "-". Captures are looked for in --captures (several paths may follow it),
    then at the paths that the report names, from the report's folder and from the working directory. Exits with 4 and
    names each line that does not hold; with --again also the first that is not what the captures give.
    """
    from rashomon.pipeline import verify as verify_report  # noqa: PLC0415 - loads the parsers: not for --help

    source = read_input() if str(report) == "-" else report
    verification = verify_report(source, captures=[*captures, *more], again=again)
    if as_json:
        print_json(verification.to_dict())
    else:
        for line in list_verified(verification):
            print_line(line)
    if verification.problems:
        raise click.exceptions.Exit(FAILED)


@click.command("check-quotes", short_help="Check each quotation of a draft against captures.")
@click.argument("draft", metavar="DRAFT", type=_PATH)
@click.option(
    "--against",
    "captures",
    metavar="PATH",
    multiple=True,
    required=True,
    type=_PATH,
    help="Check against these: a file or folder.",
)
@click.argument("more", metavar="[CAPTURE]…", nargs=-1, type=_PATH)
@click.option("--strict", is_flag=True, help="Exit with 4 on near quotations too: one wrong letter fails.")
@json_option
def check_quotes(
    draft: Path, captures: tuple[Path, ...], more: tuple[Path, ...], *, strict: bool, as_json: bool
) -> None:
    """Check each quotation of a draft: verbatim, near, stitched, wrong source or not found.

    DRAFT is any text, markdown or HTML file, or "-". Several paths may follow --against, so that a shell may expand
    "--against captures/*". Exits with 4 where a quotation is stitched, from a wrong source or not found; with --strict
    also where it is near.
    """
    from rashomon.pipeline import check_quotes as check_draft  # noqa: PLC0415 - loads the lexicons: not for --help

    (source,) = open_sources([draft])
    checked = check_draft(source, against=[*captures, *more])
    tell_skipped(checked.skipped)
    fail_if_nothing(checked.readings, checked.skipped)
    if as_json:
        print_json(checked.to_dict())
    else:
        for line in list_checked(checked):
            print_line(line)
    if checked.failed or (strict and checked.near):
        raise click.exceptions.Exit(FAILED)
