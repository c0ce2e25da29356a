"""Run twice, anywhere, unplugged: the same bytes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from running import EXAMPLES, ROOT

CAPTURES = ROOT / "tests" / "promises" / "captures"
MAIN = "from rashomon.app.cli import main; main()"
# Asking whether IPv6 exists (urllib3 does, when trafilatura imports it) opens a socket and reaches nobody.
NO_NETWORK = """
import os, sys
def refuse(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        sys.stderr.write(f"the network was used: {event} {args}")
        os._exit(99)
sys.addaudithook(refuse)
"""


def run_cold(
    *arguments: str, folder: Path, seed: str = "0", before: tuple[str, ...] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run the command line in a process of its own, with a seed for the order of sets and dicts."""
    command = [*before, sys.executable, "-c", MAIN, *arguments]
    environment = os.environ | {"PYTHONHASHSEED": seed, "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)


def test_two_runs_give_identical_json_and_html(tmp_path: Path) -> None:
    """In two folders, with two hash seeds and time zones, the captures given in another order."""
    results = []
    for seed, name in (("0", "first"), ("1", "second")):
        folder = tmp_path / name
        shutil.copytree(EXAMPLES / "election", folder)
        names = sorted(path.name for path in folder.iterdir())
        names = names if seed == "0" else names[::-1]
        done = run_cold("compare", "--json", "--html", "out.html", *names, folder=folder, seed=seed)
        assert done.returncode == 0, done.stderr
        results.append((done.stdout, (folder / "out.html").read_bytes()))
    assert results[0] == results[1]
    assert str(tmp_path).encode() not in results[0][0] + results[0][1]


def test_absolute_paths_leave_no_trace_of_the_machine(tmp_path: Path) -> None:
    """Where the captures lie on a disk is nobody's business."""
    page = tmp_path / "out.html"
    captures = [str(CAPTURES / name) for name in ("coast-courier.txt", "island-post.md")]
    done = run_cold("compare", "--json", "--html", str(page), *captures, str(tmp_path / "missing.txt"), folder=tmp_path)
    assert done.returncode == 0, done.stderr
    for output in (done.stdout, page.read_bytes()):
        assert str(CAPTURES).encode() not in output
        assert str(tmp_path).encode() not in output


def test_no_command_uses_a_network(tmp_path: Path) -> None:
    """Everything works where a connection, a datagram or a name look-up ends the process."""
    shutil.copytree(CAPTURES, tmp_path, dirs_exist_ok=True)
    (tmp_path / "draft.md").write_text("“She is stable,” said Pell Ostrava.\n", "utf-8")
    names = ("coast-courier.txt", "island-post.md")
    commands = [
        ("compare", "--html", "out.html", *names),
        ("verify", "out.html"),
        ("check-quotes", "draft.md", "--against", *names),
        ("stories", *names),
        ("articles", "strait-herald.html"),
        ("annotate", "strait-herald.html"),
        ("doctor",),
    ]
    script = f"from rashomon.app.cli import run; sys.exit(any([run(arguments) for arguments in {commands!r}]))"
    done = subprocess.run(
        [sys.executable, "-c", NO_NETWORK + script], cwd=tmp_path, capture_output=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr


def test_it_works_in_a_network_namespace_without_links(tmp_path: Path) -> None:
    """The network is unplugged by the kernel, where the kernel lets us."""
    unshare = ("unshare", "-rn") if os.geteuid() else ("unshare", "-n")
    if not shutil.which("unshare") or subprocess.run([*unshare, "true"], capture_output=True, check=False).returncode:
        pytest.skip("this system does not let the test make a network namespace")
    names = [str(CAPTURES / name) for name in ("coast-courier.txt", "strait-herald.html")]
    done = run_cold("compare", *names, folder=tmp_path, before=unshare)
    assert done.returncode == 0, done.stderr
    assert b"verified" in done.stdout
