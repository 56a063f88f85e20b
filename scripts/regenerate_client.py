"""
Regenerate `generated_client/` from the effective contract.

Exit codes: 0 done, or with --check the client is fresh; 1 with --check: it is stale, the diff says where; 2 not judged:
the contract cannot be read, or the client would lack part of it. On a failure nothing on disk has changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from driftgate.cli.chore import Parser
from driftgate.cli.door import ended
from driftgate.client import check, generate, render_diff
from driftgate.client.settings import load_settings
from driftgate.contract import load_contract
from driftgate.errors import DriftgateError
from driftgate.evidence import counted
from driftgate.swap import changing


def main(arguments: list[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    command = f"scripts/regenerate_client.py --contract {options.contract} --output {options.output}"
    try:
        if options.check:
            names, tree = load_settings(options.contract), load_contract(options.contract).tree
            stale = check(tree, options.output, **names)
            sys.stdout.write(render_diff(stale))
            if stale:
                print(f"{options.output}: stale, {counted(len(stale), 'file')} to change. Run {command}")
                return 1
            print(f"{options.output}: fresh.")
            return 0
        with changing(options.contract):
            names, tree = load_settings(options.contract), load_contract(options.contract).tree
            client = generate(tree, options.output, **names)
    except DriftgateError as error:
        print(f"regenerate_client: {error}", file=sys.stderr)
        for note in getattr(error, "__notes__", ()):
            print(f"  {note}", file=sys.stderr)
        return 2
    for note in client.notes:
        print(f"note: {note}", file=sys.stderr)
    print(
        f"{options.output}: {counted(client.operations, 'operation')}, {counted(len(client.files), 'file')}, {counted(len(client.notes), 'note')}."
    )
    return 0


def _parser() -> Parser:
    parser = Parser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--contract", type=Path, default=Path("openapi"), help="the contract (default: openapi)")
    parser.add_argument(
        "--output", type=Path, default=Path("generated_client"), help="the folder to write (default: generated_client)"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit with 1 and a diff if the client is stale"
    )
    return parser


if __name__ == "__main__":
    sys.exit(ended(main, name="regenerate_client"))
