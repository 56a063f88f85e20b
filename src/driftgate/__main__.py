"""`python -m driftgate`."""

from __future__ import annotations

import sys

from driftgate.cli.app import main

if __name__ == "__main__":
    sys.exit(main())
