"""
Measure inference on recorded traffic of real APIs, given as recordings.

    measure_recordings.py --api GitHub a.ndjson b.json openapi.json --api Crossref cassettes/*.yaml

An OpenAPI document among them gives the path templates, nothing else; without one, paths are templated by what they share.

Of every operation and status with 60 different exchanges or more, 50 drawn at random are learned, of those with 20 or
more the half; the rest is judged as it is, then each clean one with one random edit. Prints Markdown, `--why` with what
raised alarms; `--write` puts the table into `docs/inference.md`.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from inference_measures.figures import TRAFFIC_HEADING, with_section
from inference_measures.traffic import traffic_table

NOTE = """Recordings that others made and published with their clients' tests; they were looked at while the rules were made. Every
operation and status with 60 different exchanges or more was learned from 50 drawn at random, those with 20 or more from half of
them, all of an API together; the rest was judged as it is, and then each clean one with one random edit, as above. Paths were
templated by what they have in common, or as the API's document has them. Some alarms are right (an address that is `…`, a name that is
42, another host: recordings edited by hand, or made against another server); most are what few exchanges cannot show, a null or a
number beyond all before it. The rule that bodies left out in turn must not break what the others teach was made while looking at
these recordings.
"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument(
        "--api", nargs="+", action="append", required=True, metavar=("LABEL", "RECORDING"), help="one API's recordings"
    )
    parser.add_argument("--seeds", type=int, default=2, help="draws of what is learned")
    parser.add_argument("--why", action="store_true", help="list what raised alarms")
    parser.add_argument("--write", type=Path, nargs="?", const=Path("docs/inference.md"), help="the page to amend")
    options = parser.parse_args(arguments)
    apis = {label: sources for label, *sources in options.api}
    table, why = traffic_table(apis, options.seeds)
    text = "\n".join([*table, "", f"{options.seeds} draws of what is learned.", "", NOTE])
    if options.write is None:
        print(text, end="")
    else:
        options.write.write_text(with_section(options.write.read_text("utf-8"), TRAFFIC_HEADING, text), "utf-8")
    if options.why:
        for key, count in why.most_common():
            print(count, *key, sep="\t")
    return 0


if __name__ == "__main__":
    sys.exit(main())
