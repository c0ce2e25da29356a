"""The command ``rashomon``: its groups of commands, its exit codes, and how it ends when it is cut short.

Only click is imported here; each command's module is loaded when the command is called, so ``--help`` is quick.
"""

from __future__ import annotations

import difflib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.metadata import version
from typing import Final

import click

from rashomon.app.printable import make_printable
from rashomon.errors import RashomonError

COMMANDS: Final = {
    "compare": ("comparing", "Lay the accounts of one event side by side, every line verbatim."),
    "stories": ("comparing", "Show which articles report the same event."),
    "articles": ("reading", "Show the articles found in captures."),
    "annotate": ("reading", "Show who says what in the articles of captures."),
    "who-said": ("saying", "Find who is quoted on something, every line verbatim."),
    "verify": ("checking", "Prove every line of a report against its captures."),
    "check-quotes": ("checking", "Check each quotation of a draft against captures."),
    "fetch": ("fetching", "Fetch pages politely into a WARC file; the only command that uses a network."),
    "doctor": ("inspecting", "Check this installation: versions, package data, a trial run."),
}
"""Each command with the module that holds it and the line that ``--help`` shows."""

INTERRUPTED: Final = 130
READER_GONE: Final = 141
_COMPLETION: Final = "_RASHOMON_COMPLETE"


class LazyCommands(click.Group):
    """Commands that are loaded when called, with a proposal for a mistyped name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of a working day."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command ``cmd_name``, loading its module now."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"rashomon.app.{COMMANDS[cmd_name][0]}")
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command to run; an unknown one ends with the nearest name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = difflib.get_close_matches(args[0], COMMANDS, n=1)
            cure = f"did you mean “rashomon {near[0]}”?" if near else "“rashomon --help” lists the commands."
            ctx.fail(f"there is no command “{args[0]}”; {cure}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands without loading them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


def _show_version(ctx: click.Context, _param: click.Parameter, value: bool) -> None:  # noqa: FBT001 - click calls it
    if value and not ctx.resilient_parsing:
        click.echo(f"rashomon {version('rashomon')}")
        ctx.exit()


@click.group(cls=LazyCommands, name="rashomon", context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=_show_version, help="Show the version."
)
def rashomon() -> None:
    """Read several reports of one event and lay them side by side, every line a verbatim span of a capture.

    Captures are text, markdown or HTML files, alone or in folders, crawls, archives, feeds and mails; "-" reads
    standard input. Only fetch uses a network.

    Exit codes: 0 done, 1 an error, 2 wrong usage, 3 no shared event, 4 verification failed.
    """


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit with its code; messages go to standard error."""
    if _COMPLETION in os.environ:
        rashomon.main(prog_name="rashomon")  # click answers the shell and exits
    sys.exit(run(arguments))


def run(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code: 0, the error's own, 2 for usage, 130 interrupted, 141 reader gone."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        # Not click's own `main`: it ends a broken pipe with 1, which is the code of an error.
        with rashomon.make_context("rashomon", given) as context:
            rashomon.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as fault:
        fault.show()
        return fault.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("rashomon: interrupted", err=True)
        return INTERRUPTED
    except RashomonError as fault:
        click.echo(make_printable(f"rashomon: {fault}").encode("utf-8", "backslashreplace"), err=True)
        return fault.exit_code
    except BrokenPipeError:
        _forget_output()
        return READER_GONE
    return 0


def _forget_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush meets no closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
