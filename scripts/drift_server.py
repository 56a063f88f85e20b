"""
A small real server of the vendored operation that drifts in one of 32 ways, or in none. It imports nothing of driftgate.

    python scripts/drift_server.py KIND         prints its port, and answers until standard input ends

Judge and drift must share no code, or the one could excuse the other.
"""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

PATH = "/v1.0/numbers/inventory"
SIZE = 120
JSON = "application/json"
DOCUMENT = Path(__file__).parent.parent / "openapi" / "openapi.json"

CONFORMANT, EMPTY = 0, 33
"""Kinds that do not drift: a server that keeps the contract, and one whose inventory is empty."""


class Answer(NamedTuple):
    status: int
    body: bytes
    media_type: str | None = JSON
    allow: str | None = None


class Asked(NamedTuple):
    number: int
    query: dict[str, str]
    is_authorised: bool


def record(number: int) -> dict[str, Any]:
    """Return one number as the vendor's page describes it, its voice flag in accord with its product."""
    product = ("Sms-Only", "Data-Only", "Sms+Data", "Sms+Data+Voice")[number % 4]
    tail = f"{number:012x}"
    return {
        "Number": f"+1801555{number:04d}",
        "Tnid": f"TNID-97729565{number:05d}",
        "OrderId": f"TNOID-ddbaad7c-38c8-4cb4-bf0d-{tail}",
        "NumberType": "mobile",
        "MessageEnabled": product != "Data-Only",
        "MessageType": "p2p" if number % 2 else "a2p",
        "Classification": "MVNO",
        "VoiceEnabled": "Voice" in product,
        "MessageRouteId": f"MRID-73af1e73-d7b3-4696-bdd9-{tail}",
        "VoiceRouteId": f"CRID-4dec6beb-3985-444b-8c06-{tail}",
        "Status": "Active",
        "OriginalDatePurchased": f"{number % 12 + 1:02d}/{number % 28 + 1:02d}/2023",
        "AssignedSubscriberId": f"TSUID-d7b3a4c1-4696-4dd9-9b40-{tail}",
        "Iccid": f"89012403971905{number:05d}",
        "Cnam": "ABC Corp",
        "QrActivationLink": f"https://api.telegent.com/qr/{number}",
        "SwapsRemaining": number % 4,
        "NextSwapResetDate": f"2025-12-{number % 28 + 1:02d}T22:09:41.56",
        "ProductType": product,
        "PortOutPin": f"{number:04d}",
    }


INVENTORY = [record(number) for number in range(SIZE)]


def envelope(status: int, **more: Any) -> Answer:
    return Answer(status, json.dumps({"StatusCode": status, "Message": "No.", **more}).encode())


def page(query: dict[str, str], inventory: list[dict[str, Any]]) -> tuple[dict[str, Any] | None, Answer | None]:
    """Return the page a query asks for, or why it is refused."""
    try:
        number, limit = int(query.get("PageNumber", "1")), int(query.get("TotalNumbersRequested", "50"))
    except ValueError:
        return None, envelope(400)
    if not (1 <= number < 2**31 and 1 <= limit < 2**31):
        return None, envelope(400)
    wanted = query.get("Filter")
    matching = [each for each in inventory if not wanted or each["Status"] == wanted]
    start = (number - 1) * limit
    body = {
        "AccountId": "AID-0b12345c-2725-45a1-bd5e-526ed1979900",
        "TotalResults": len(matching),
        "PageNumber": number,
        "PhoneNumbers": [dict(each) for each in matching[start : start + limit]],
    }
    if wanted is not None:
        body["Filter"] = wanted
    return body, None


def on_records(edit: Callable[[dict[str, Any]], None]) -> Callable[[dict[str, Any], Asked], None]:
    """Edit every second record of a page."""

    def edited(body: dict[str, Any], asked: Asked) -> None:
        for each in body["PhoneNumbers"][::2]:
            edit(each)

    return edited


def put(name: str, value: Any) -> Callable[[dict[str, Any], Asked], None]:
    return on_records(lambda each: each.update({name: value}))


def rename(body: dict[str, Any], asked: Asked) -> None:
    for each in body["PhoneNumbers"]:
        each["OrderID"] = each.pop("OrderId")


def one_in_a_hundred(body: dict[str, Any], asked: Asked) -> None:
    if asked.number % 100 == 50 and body["PhoneNumbers"]:
        body["PhoneNumbers"][0]["MessageEnabled"] = "true"


def duplicate(body: dict[str, Any], asked: Asked) -> None:
    records = body["PhoneNumbers"]
    if len(records) > 1:
        records[-1]["Tnid"] = records[0]["Tnid"]


def undercount(body: dict[str, Any], asked: Asked) -> None:
    if body["PhoneNumbers"]:
        body["TotalResults"] = len(body["PhoneNumbers"]) - 1


EDITS: dict[int, Callable[[dict[str, Any], Asked], None]] = {
    2: put("MessageEnabled", "true"),
    3: put("MessageEnabled", 1),
    4: on_records(lambda each: each.update(AssignedSubscriberId=each["AssignedSubscriberId"].replace("TSUID", "SID"))),
    5: on_records(lambda each: each.pop("Tnid")),
    6: put("PortInDate", "02/05/2023"),
    7: rename,
    8: put("SwapsRemaining", "2"),
    9: lambda body, asked: body.update(TotalResults=str(body["TotalResults"])),
    10: put("Cnam", None),
    11: put("OriginalDatePurchased", "2023-02-05"),
    12: put("NextSwapResetDate", "2025-12-04T22:09:41.56Z"),
    13: put("NumberType", "satellite"),
    15: one_in_a_hundred,
    16: lambda body, asked: body.update(PageNumber=1 if body["PageNumber"] != 1 else 2),
    17: duplicate,
    18: undercount,
}
"""What each kind does to the body of a page."""

ENVELOPES: dict[int, Callable[[Answer], Answer]] = {
    20: lambda answer: answer._replace(body=b'{"StatusCode": 500, "Message": "No."}'),
    21: lambda answer: answer._replace(body=b'{"StatusCode": "400", "Message": "No."}'),
    22: lambda answer: envelope(answer.status, TraceId="7c1"),
    23: lambda answer: answer._replace(body=b'{"Message": "No."}'),
    24: lambda answer: answer._replace(body=b'{"statuscode": 400, "message": "No."}'),
}
"""What each kind does to a refusal of status 400."""

WHOLE: dict[int, Callable[[Answer], Answer]] = {
    14: lambda answer: answer._replace(body=json.dumps(json.loads(answer.body)["PhoneNumbers"]).encode()),
    25: lambda answer: answer._replace(status=418),
    26: lambda answer: answer._replace(status=206),
    27: lambda answer: envelope(500),
    28: lambda answer: answer._replace(media_type="text/html"),
    29: lambda answer: answer._replace(media_type="text/plain"),
    30: lambda answer: answer._replace(media_type=None),
    31: lambda answer: answer._replace(body=answer.body[: len(answer.body) * 2 // 3]),
}
"""What each kind does to the answer of a page."""


def published_example() -> bytes:
    tree = json.loads(DOCUMENT.read_text("utf-8"))
    content = tree["paths"][PATH]["get"]["responses"]["200"]["content"][JSON]
    return json.dumps(content["examples"]["example"]["value"]).encode()


def answer(kind: int, asked: Asked) -> Answer:
    """Return what a server of this kind answers to a GET of the operation."""
    if not asked.is_authorised and kind != 32:
        return envelope(401)
    query = dict(asked.query)
    if kind == 19:
        query.pop("Filter", None)
    body, refusal = page(query, [] if kind == EMPTY else INVENTORY)
    if refusal is not None:
        return ENVELOPES[kind](refusal) if kind in ENVELOPES else WHOLE[27](refusal) if kind == 27 else refusal
    assert body is not None
    if kind == 19 and "Filter" in asked.query:
        body["Filter"] = asked.query["Filter"]
    if kind == 1:
        return Answer(200, published_example())
    if kind in EDITS:
        EDITS[kind](body, asked)
    whole = Answer(200, json.dumps(body).encode())
    return WHOLE[kind](whole) if kind in WHOLE else whole


class Drifting(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # head and body in one packet: two of them wait 40 ms for each other
    kind = CONFORMANT
    count = 0

    def __getattr__(self, name: str) -> Any:
        if name.startswith("do_"):  # whatever the method
            return self._any
        raise AttributeError(name)

    def _any(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        parts = urlsplit(self.path)
        if parts.path != PATH:
            said = envelope(404)
        elif self.command != "GET":
            said = envelope(405)._replace(allow="GET")
        else:
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            authorised = self.headers.get("Authorization", "").startswith("Bearer ")
            if authorised:
                type(self).count += 1
            said = answer(self.kind, Asked(type(self).count, query, authorised))
        self.send_response(said.status)
        if said.media_type is not None:
            self.send_header("Content-Type", said.media_type)
        if said.allow is not None:
            self.send_header("Allow", said.allow)
        self.send_header("Content-Length", str(len(said.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(said.body)

    def log_message(self, *_: object) -> None:
        pass


def start(kind: int) -> ThreadingHTTPServer:
    """Return a server of this kind, listening on a free port of loopback."""
    handler = type("Handler", (Drifting,), {"kind": kind, "count": 0})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    return server


if __name__ == "__main__":
    started = start(int(sys.argv[1]))
    sys.stdout.write(f"{started.server_port}\n")
    sys.stdout.flush()
    sys.stdin.read()
