"""What the fork server imports last: it reads a text and a page, so that every worker has all parsers and weights.

Loading them takes half a second and 200 MiB: each worker would pay that out of the time and memory of its first
capture, and under a low cap fail it.
"""

from __future__ import annotations

import contextlib
import os

from rashomon.ingest import load, read_capture

_CAPTURES = (
    ("text/plain", "Harbour reopens\n\nThe council said on Monday that ferries would leave again from the old quay."),
    ("text/html", "<html><body><h1>Harbour reopens</h1><p>Ferries leave again, the council said.</p></body></html>"),
)

# Workers share the cores among themselves; a pool of threads in each would only make them wait for one another.
for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")
for _type, _text in _CAPTURES:
    with contextlib.suppress(Exception):  # a worker that reads a real capture says what is wrong, and where
        read_capture(load(_text.encode(), content_type=_type, origin="warm"))
