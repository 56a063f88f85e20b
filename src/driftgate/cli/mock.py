"""`driftgate mock`: serve the contract, on loopback."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from driftgate.cli.contract import ContractOption, QuietOption, SpecOption, chosen_folder, load
from driftgate.cli.door import aside
from driftgate.errors import ConfigError
from driftgate.visible import visible

if TYPE_CHECKING:
    import logging

PORT = 8080


def mock(
    contract: ContractOption = None,
    spec: SpecOption = None,
    port: Annotated[int, typer.Option("--port", metavar="N", min=0, max=65535, help="0 takes a free one.")] = PORT,
    host: Annotated[str, typer.Option("--host", metavar="ADDRESS", help="Where to listen.")] = "127.0.0.1",
    allow_remote: Annotated[
        bool, typer.Option("--allow-remote", help="Listen on an address that others can reach.")
    ] = False,
    seed: Annotated[int, typer.Option("--seed", metavar="N", help="Decides every value that is drawn.")] = 0,
    items: Annotated[int, typer.Option("--items", metavar="N", min=0, help="Records in each collection.")] = 346,
    page_size: Annotated[
        int, typer.Option("--page-size", metavar="N", min=1, help="Records on a page where nothing else says.")
    ] = 100,
    token: Annotated[
        list[str] | None,
        typer.Option("--token", metavar="TOKEN", help="Take only this bearer token; repeatable. Default: any."),
    ] = None,
    strict_auth: Annotated[
        bool, typer.Option("--strict-auth", help="Take only named tokens and those of the token endpoint.")
    ] = False,
    account: Annotated[
        list[str] | None,
        typer.Option("--account", metavar="KEY:SECRET", help="Trade only these for tokens; repeatable. Default: any."),
    ] = None,
    token_lifetime: Annotated[
        float, typer.Option("--token-lifetime", metavar="SECONDS", min=0, help="Of an issued token.")
    ] = 3600,
    requests_per_minute: Annotated[
        int | None, typer.Option("--requests-per-minute", metavar="N", min=1, help="Answer 429 beyond.")
    ] = None,
    inject: Annotated[
        list[str] | None,
        typer.Option("--inject", metavar="RULE[:POINTER][=VALUE][@RATE]", help="Break the contract so; repeatable."),
    ] = None,
    inject_file: Annotated[
        Path | None,
        typer.Option("--inject-file", metavar="FILE", help="Injections: one a line, or [[inject]] in TOML."),
    ] = None,
    quiet: QuietOption = False,
) -> int:
    """
    Serve the contract: conforming answers, pages, authentication, every documented error, and drift on request.

    \b
    driftgate mock --port 8080
    curl -H 'Authorization: Bearer any' -H 'Prefer: code=429' \\
        http://127.0.0.1:8080/pets
    driftgate mock --inject 'string-typed-boolean:/items/*/tame@0.01'
    """
    import logging

    from driftgate.mock import application, serve
    from driftgate.mock.server import check_host

    check_host(host, allow_remote=allow_remote)
    accounts = _accounts(account or ())
    loaded = load(chosen_folder(contract, spec), spec)
    _say_notices(logging.getLogger("driftgate.mock"))
    app = application(
        loaded,
        injections=[*(inject or ()), *([inject_file] if inject_file is not None else [])],
        seed=seed,
        items=items,
        page_size=page_size,
        tokens=token or (),
        strict_auth=strict_auth,
        accounts=accounts,
        token_lifetime_s=token_lifetime,
        requests_per_minute=requests_per_minute,
    )

    def ready(base_url: str) -> None:
        if not quiet:
            aside(f"Serving {visible(loaded.document.title or loaded.document.name)} on {base_url}")
            for operation in loaded.operations[:20]:
                aside(f"  {visible(operation.name)}")
            if len(loaded.operations) > 20:
                aside(f"  … and {len(loaded.operations) - 20} more")
            aside("Stop with Ctrl-C.")

    try:
        serve(app, host=host, port=port, allow_remote=allow_remote, ready=ready)
    except KeyboardInterrupt:
        return 0
    return 0


def _say_notices(log: logging.Logger) -> None:
    """Send what the mock cannot do as the document says to standard error, at once and also while serving."""
    import logging

    said = logging.StreamHandler(sys.stderr)
    said.setFormatter(logging.Formatter("driftgate: %(message)s"))
    log.handlers = [said]
    log.propagate = False


def _accounts(pairs: list[str] | tuple[()]) -> dict[str, str]:
    accounts = {}
    for pair in pairs:
        key, colon, secret = pair.partition(":")
        if not key or not colon or not secret:
            raise ConfigError("--account: write KEY:SECRET, as in --account demo:s3cret.")
        accounts[key] = secret
    return accounts
