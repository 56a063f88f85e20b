"""
Measure inference: against the truth of published documents, and on recordings that are made here.

Documents: response schemas were reduced to bare objects, examples kept; what is inferred is compared with what the vendor wrote.
Recordings: bodies drawn from many small worlds (`inference_worlds`), learned from 50 exchanges, judged on further clean ones and on
single random edits. Prints Markdown; `--write` puts it into `docs/inference.md`.

The documents are not part of the repository: DRIFTGATE_CORPUS names a folder with `inference/` and `specs/`.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from inference_measures.documents import DOCUMENTS_NOTE, documents_table
from inference_measures.figures import TRAFFIC_HEADING, section
from inference_measures.recordings import RECORDINGS_NOTE, recordings_table
from inference_measures.speed import speed_table

INTRODUCTION = """# What inference gets right

Written by `scripts/measure_inference.py --write`; the counts are from one run of it.
"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--seeds", type=int, default=4, help="runs of every world")
    parser.add_argument(
        "--write", type=Path, nargs="?", const=Path("docs/inference.md"), help="write the page instead of printing it"
    )
    options = parser.parse_args(arguments)
    parts = [INTRODUCTION]
    corpus = os.environ.get("DRIFTGATE_CORPUS")
    if corpus:
        parts += ["## Documents\n", *documents_table(Path(corpus)), ""]
        parts += [DOCUMENTS_NOTE]
    parts += ["## Recordings\n", *recordings_table(options.seeds), "", RECORDINGS_NOTE, "## Speed\n", *speed_table()]
    text = "\n".join(parts) + "\n"
    if options.write is None:
        print(text, end="")
    else:
        before = options.write.read_text("utf-8") if options.write.is_file() else ""
        kept = section(before, TRAFFIC_HEADING)  # written by another script
        options.write.write_text(f"{text}\n{kept}" if kept else text, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
