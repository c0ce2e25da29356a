"""The command ``rashomon fetch``, against a server on this machine."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import jsonschema
import pytest

from fetching.local_server import PAGE, answer, serving
from rashomon.datamodel import Capture, Skipped
from rashomon.ingest.doors import open_captures
from rashomon.views import load_schema
from running import ROOT, run_cli

QUICK = ("--delay", "0", "--allow-private")


def test_pages_are_fetched_and_summed_up(tmp_path: Path) -> None:
    """A line for each page, each failure with its cure, a sum that adds up, and exit code 1 for the failure."""
    with serving({"/a": answer()}, host="127.0.0.1") as server:
        (tmp_path / "list.txt").write_text(f"# two\n{server.url('/a', '127.0.0.1')}\n", "utf-8")
        given = (server.url("/a", "127.0.0.1"), server.url("/gone", "127.0.0.1"))
        got = run_cli("fetch", *given, "--from", "list.txt", *QUICK, folder=tmp_path)
    assert got.code == 1
    assert got.text.count("\n") == 2
    assert "“404 Not Found” (FetchRefused). Try: " in got.err
    assert "3 addresses: 1 fetched, 1 named twice, 1 HTTP error (crawl.warc.gz)" in got.err
    assert (tmp_path / "crawl.warc.gz").exists()


def test_json_has_one_object_for_each_address(tmp_path: Path) -> None:
    """Held by its schema, whatever became of the address."""
    schema = load_schema("fetch")
    jsonschema.Draft202012Validator.check_schema(schema)
    with serving({"/a": answer()}, host="127.0.0.1") as server:
        given = [server.url(path, "127.0.0.1") for path in ("/a", "/gone")] + ["ftp://x.example/"]
        lines = "\n".join([*given, given[0]]).encode()
        got = run_cli("fetch", "--from", "-", "--json", *QUICK, folder=tmp_path, stdin=lines)
    values = [json.loads(line) for line in got.text.splitlines()]
    for value in values:
        jsonschema.Draft202012Validator(schema).validate(value)
    assert sorted(value["outcome"] for value in values) == ["HTTP error", "fetched", "not an address", "repeated"]


def test_this_machine_is_refused_unless_asked_for(tmp_path: Path) -> None:
    """The message names the option that allows it."""
    with serving({"/a": answer()}, host="127.0.0.1") as server:
        got = run_cli("fetch", server.url("/a", "localhost"), "--delay", "0", folder=tmp_path)
        assert not server.requests
    assert got.code == 1
    assert "--allow-private" in got.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("https://a.example/", "--output", "crawl.html"),
        ("--seconds", "0", "https://a.example/"),
        ("--contact", "desk\r\nHost: x", "https://a.example/"),
        ("--contact", "Über", "https://a.example/"),
    ],
)
def test_wrong_usage_ends_with_two(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """Before anything is asked for or written."""
    assert run_cli("fetch", *arguments, folder=tmp_path).code == 2
    assert not list(tmp_path.iterdir())


def test_a_list_that_is_not_there_is_named(tmp_path: Path) -> None:
    """With exit code 1."""
    got = run_cli("fetch", "--from", "gone.txt", folder=tmp_path)
    assert (got.code, "gone.txt" in got.err) == (1, True)


def test_what_was_fetched_can_be_read(tmp_path: Path) -> None:
    """The pages in the file are captures with their addresses; robots.txt and what stood beside them are not."""
    robots = answer(b"User-agent: *\nAllow: /\n", kind="text/plain")
    with serving({"/a": answer(), "/robots.txt": robots}, host="127.0.0.1") as server:
        url = server.url("/a", "127.0.0.1")
        assert run_cli("fetch", url, *QUICK, folder=tmp_path).code == 0
    read = list(open_captures(tmp_path / "crawl.warc.gz", origin="crawl.warc.gz"))
    (capture,) = (result for result in read if isinstance(result, Capture))
    assert (capture.payload, capture.target_uri) == (PAGE, url)
    assert [result.error for result in read if isinstance(result, Skipped)] == ["NotPage"]


def test_only_this_package_opens_a_socket() -> None:
    """No other module imports what can; import-linter cannot hold single modules of the standard library."""
    never = {"httpx", "httpcore", "socket", "ssl", "urllib.request", "http.client", "ftplib", "smtplib", "urllib3"}
    for path in sorted((ROOT / "src" / "rashomon").rglob("*.py")):
        if path.parent.name == "fetching":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = {alias.name for alias in node.names} if isinstance(node, ast.Import) else set()
            if isinstance(node, ast.ImportFrom) and node.module:
                names = {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
            assert not names & never, path
