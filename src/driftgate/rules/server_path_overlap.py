"""The rule `server-path-overlap`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from driftgate.finding import Severity, Source
from driftgate.pointer import escape
from driftgate.rule import Mismatch, rule
from driftgate.server import server_path, servers_of
from driftgate.subject import Draft

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(on=Draft, severity=Severity.ERROR, source=Source.DOCUMENT)
def server_path_overlap(draft: Draft) -> Iterator[Mismatch]:
    """
    The path of a server is repeated at the start of the paths.

    ## Why it matters
    A client joins server and path literally: every request goes to `/v1.0/v1.0/…` and gets a 404. Mocks disagree on
    which of the two they serve.

    ## Example
    The server is `https://api.example.com/v1.0`, and the paths start with `/v1.0/`.

    ## To settle it
    Take the prefix off one of them, upstream or in an overlay.

    ## Source
    OpenAPI Specification 3.0.3, Paths Object: the path is appended to the expanded URL of the Server Object.
    """
    tree = draft.contract.tree
    paths = [path for path in tree.get("paths") or {} if path.startswith("/")]
    for pointer, server in servers_of(tree):
        base = server_path(server)
        overlapping = [path for path in paths if path == base or path.startswith(base + "/")]
        if base and overlapping:
            yield Mismatch(
                f"{len(overlapping)} of {len(paths)} paths repeat the {base} that the server already ends in",
                f"base path {base}",
                "the prefix once",
                document_pointer=f"{pointer}/url",
                value=f"{base}{overlapping[0]}",
            )
    for path in paths:
        item = tree["paths"][path]
        for pointer, server in servers_of(item if isinstance(item, dict) else {}, f"/paths/{escape(path)}"):
            base = server_path(server)
            if base and path.startswith(base + "/"):
                yield Mismatch(
                    f"the path repeats the {base} that its server already ends in",
                    f"base path {base}",
                    "the prefix once",
                    document_pointer=f"{pointer}/url",
                )
