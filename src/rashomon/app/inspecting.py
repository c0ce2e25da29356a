"""The command ``doctor``."""

from __future__ import annotations

import click

from rashomon.app.terminal import json_option, print_json, print_line

_HASH = 16


@click.command(short_help="Check this installation: versions, package data, a trial run.")
@json_option
def doctor(*, as_json: bool) -> None:
    """Check this installation: versions, package data with their SHA-256, and a trial run. Exits with 1 on a fault."""
    from rashomon.pipeline.inspection import inspect_package, raise_for_faults  # noqa: PLC0415 - loads everything

    inspection = inspect_package()
    if as_json:
        print_json(inspection.to_dict())
    else:
        for name, version in inspection.versions:
            print_line(f"{name:<20} {version}")
        for file in inspection.data:
            state = {None: "", True: "  as installed", False: "  ALTERED"}[file.recorded]
            print_line(f"{file.sha256[:_HASH]}  {file.size:>11,} bytes  {file.path}{state}")
        for check in inspection.checks:
            print_line(f"{'fault' if check.fault else 'ok':<6}{check.name}{': ' if check.fault else ''}{check.fault}")
    raise_for_faults(inspection)
