"""The reference is checked like code: a command, option, error or door without its words fails the build."""

from __future__ import annotations

import inspect
import re

import click
import pytest

import rashomon
from rashomon import errors
from rashomon.app.cli import COMMANDS
from rashomon.app.cli import rashomon as command_line
from running import ROOT

REFERENCE = ROOT / "docs" / "reference"
CLI = (REFERENCE / "cli.md").read_text("utf-8")
ERRORS = (REFERENCE / "errors.md").read_text("utf-8")
PYTHON = (REFERENCE / "python.md").read_text("utf-8")
OPTION = re.compile(r"(?<![\w-])--?[a-z][a-z-]*")


def section(name: str) -> str:
    """Return the section of the reference about one command."""
    found = re.search(rf"^## rashomon {name}\n(.*?)(?=^## |\Z)", CLI, re.MULTILINE | re.DOTALL)
    assert found, f"docs/reference/cli.md has no section on rashomon {name}"
    return found[1]


def load_command(name: str) -> click.Command:
    """Return the command as click knows it."""
    command = command_line.get_command(click.Context(command_line), name)
    assert command is not None
    return command


def options_of(command: click.Command) -> set[str]:
    """Return every way to write an option of ``command``."""
    return {word for param in command.params if isinstance(param, click.Option) for word in param.opts}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_reference(name: str) -> None:
    """An option that nobody can read about does not exist."""
    documented = set(re.findall(r"^\| `(--[a-z-]+)", section(name), re.MULTILINE))
    assert documented == options_of(load_command(name))


@pytest.mark.parametrize("name", COMMANDS)
def test_the_usage_line_names_every_option_and_argument(name: str) -> None:
    """The first line of a command's section can be typed as it stands."""
    usage = section(name).split("```")[1]
    command = load_command(name)
    assert set(OPTION.findall(usage)) == options_of(command)
    required = [p.metavar for p in command.params if isinstance(p, click.Argument) and p.required]
    assert all(metavar and metavar in usage for metavar in required)


def test_the_reference_has_no_command_that_does_not_exist() -> None:
    """What the reference promises can be typed."""
    assert re.findall(r"^## rashomon (.+)$", CLI, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_command_says_of_itself(name: str) -> None:
    """The list is written apart from the commands, so that --help need not load them; the two must agree."""
    command = load_command(name)
    assert COMMANDS[name][1] == command.short_help
    assert command.name == name


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_explains_itself(name: str) -> None:
    """No option stands in --help without a word."""
    for param in load_command(name).params:
        if isinstance(param, click.Option):
            assert param.help, param.opts


def test_every_error_is_in_the_reference_with_its_exit_code() -> None:
    """Each class of the tree has its row, and no row names a class that is gone."""
    rows = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", ERRORS, re.MULTILINE))
    classes = {
        name: str(value.exit_code)
        for name, value in vars(errors).items()
        if inspect.isclass(value) and issubclass(value, errors.RashomonError)
    }
    assert rows == classes


def test_every_exit_code_is_in_the_reference() -> None:
    """A script that branches on exit codes finds each of them."""
    codes = set(map(int, re.findall(r"^\| (\d+) \|", CLI, re.MULTILINE)))
    assert codes == {0, 1, 2, 3, 4, 130, 141}


@pytest.mark.parametrize("name", rashomon.__all__)
def test_every_door_in_python_is_in_the_reference(name: str) -> None:
    """Each public name has its heading, with the parameters that the code has."""
    heading = re.search(rf"^## `rashomon\.{name}\b(.*)`$", PYTHON, re.MULTILINE)
    assert heading, name
    value = getattr(rashomon, name)
    if callable(value):
        for parameter in inspect.signature(value).parameters:
            assert parameter in heading[1]
