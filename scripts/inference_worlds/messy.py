"""Worlds with the dirt of real services: rare values, late fields, exceptions to rules that nearly always hold."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import CITIES, FIRST, LAST, WORDS, Answered, base62, hexid, iso, sentence, some_moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def issues(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        number = r.randrange(1, 9000)
        created = some_moment(r)
        closed = created + dt.timedelta(seconds=r.randrange(10**6)) if r.random() < 0.4 else None
        updated = (closed or created) + dt.timedelta(seconds=r.randrange(10**5))
        user = {
            "login": f"{r.choice(WORDS)}{r.choice(['', '-bot[bot]', str(r.randrange(99)), '_'])}",
            "id": r.randrange(10**7),
            "type": "Bot" if r.random() < 0.03 else "User",
        }
        base = "https://api.forge.test/repos/acme/widget"
        body: dict[str, Any] = {
            "url": f"{base}/issues/{number}",
            "id": r.randrange(10**8, 10**9),
            "number": number,
            "title": sentence(r, 2, 9),
            "user": user,
            "state": "closed" if closed else "open",
            "labels": [
                {"id": r.randrange(10**6), "name": name, "color": hexid(r, 6), "default": name == "bug"}
                for name in r.sample(["bug", "help wanted", "P1", "good first issue"], r.choice([0, 0, 1, 2]))
            ],
            "assignee": None if r.random() < 0.7 else {"login": r.choice(WORDS), "id": r.randrange(10**6)},
            "comments": r.choice([0, 0, 1, 2, 5, r.randrange(60)]),
            "created_at": iso(created),
            "updated_at": iso(updated),
            "closed_at": None if closed is None else iso(closed),
            "author_association": r.choices(
                ["NONE", "MEMBER", "CONTRIBUTOR", "OWNER", "COLLABORATOR"], [60, 20, 14, 5, 1]
            )[0],
            "locked": r.random() < 0.02,
            "active_lock_reason": None,
            "body": None if r.random() < 0.05 else sentence(r, 5, 40),
            "comments_url": f"{base}/issues/{number}/comments",
            "state_reason": (r.choice(["completed", "completed", "not_planned"]) if closed else None),
        }
        if r.random() < 0.15:
            body["pull_request"] = {
                "url": f"{base}/pulls/{number}",
                "merged_at": iso(updated) if closed and r.random() < 0.8 else None,
            }
        return Answered({"number": str(number)}, body)

    return answer


def transactions(r: Random) -> Callable[[], Answered]:
    account = f"{r.randrange(10**9, 10**10)}"

    def answer() -> Answered:
        balance = r.randrange(10**4, 10**6)
        rows: list[dict[str, Any]] = []
        moment = some_moment(r)
        for _ in range(r.choice([0, 2, 5, 10, 20])):
            moment -= dt.timedelta(minutes=r.randrange(1, 4000))
            amount = -r.randrange(100, 20000) if r.random() < 0.85 else r.randrange(1000, 300000)
            pending = r.random() < 0.04
            rows.append(
                {
                    "transactionId": base62(r, 12),
                    "accountId": account,
                    "amount": {"value": amount / 100, "currency": "EUR" if r.random() < 0.97 else "USD"},
                    "direction": "debit" if amount < 0 else "credit",
                    "runningBalance": balance / 100,
                    "bookedOn": None if pending else moment.strftime("%Y-%m-%d"),
                    "status": "pending" if pending else ("booked" if r.random() < 0.995 else "reversed"),
                    "counterparty": r.choice(
                        [
                            f"{r.choice(FIRST)} {r.choice(LAST)}",
                            f"{r.choice(WORDS).upper()} GMBH",
                            "PAYPAL *EBAY",
                            "7-ELEVEN 2041",
                        ]
                    ),
                    "reference": r.choice(["", f"RF{r.randrange(10**10, 10**11)}", sentence(r, 1, 5)]),
                    "category": r.choices(
                        ["groceries", "rent", "travel", "salary", "other", "fees"], [40, 10, 15, 10, 24, 1]
                    )[0],
                    "fee": 0 if r.random() < 0.9 else r.randrange(1, 300) / 100,
                }
            )
            balance -= amount
        return Answered(
            {"accountId": account},
            {
                "accountId": account,
                "transactions": rows,
                "nextCursor": base62(r, 20) if r.random() < 0.6 else None,
                "bookedCount": len(rows),
            },
        )

    return answer


def catalogue(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        start = r.randrange(0, 5) * 10
        books = []
        for _ in range(r.choice([0, 1, 4, 10])):
            key = f"OL{r.randrange(10**4, 10**8)}W"
            book: dict[str, Any] = {
                "key": f"/works/{key}",
                "type": "work",
                "title": sentence(r, 1, 7),
                "author_name": [f"{r.choice(FIRST)} {r.choice(LAST)}" for _ in range(r.choice([1, 1, 1, 2, 3]))],
                "edition_count": int(r.paretovariate(0.9)),
                "has_fulltext": (full := r.random() < 0.5),
                "ebook_access": r.choice(["public", "borrowable"]) if full else "no_ebook",
                "public_scan_b": full and r.random() < 0.4,
                "language": r.sample(["eng", "ger", "fre", "spa", "jpn"], r.choice([1, 1, 2])),
            }
            if r.random() < 0.97:
                book["first_publish_year"] = r.choice([r.randrange(1950, 2024), r.randrange(1500, 2024)])
            if r.random() < 0.7:
                book["cover_i"] = r.randrange(1, 10**7)
                book["cover_edition_key"] = f"OL{r.randrange(10**4, 10**8)}M"
            if r.random() < 0.3:
                book["isbn"] = [
                    f"{r.randrange(10**12, 10**13)}"
                    if r.random() < 0.6
                    else f"{r.randrange(10**8, 10**9)}{r.choice('0123456789X')}"
                    for _ in range(r.randint(1, 3))
                ]
            books.append(book)
        query = r.choice(WORDS)
        total = len(books) + start + r.choice([0, 0, 400])
        return Answered(
            {"q": query, "offset": str(start)},
            {"numFound": total, "start": start, "numFoundExact": True, "q": query, "offset": start, "docs": books},
        )

    return answer


def parcels(r: Random) -> Callable[[], Answered]:
    steps = ["registered", "collected", "in_transit", "out_for_delivery", "delivered"]

    def answer() -> Answered:
        number = f"{r.choice(['RR', 'CP', 'LX'])}{r.randrange(10**9):09}{r.choice(['DE', 'CN', 'US'])}"
        reached = r.randint(1, 5)
        moment = some_moment(r)
        events: list[dict[str, Any]] = []
        for step in steps[:reached]:
            moment += dt.timedelta(minutes=r.randrange(30, 3000))
            events.append(
                {
                    "code": step if r.random() < 0.99 else "exception",
                    "at": moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{r.randrange(1000):03}+02:00",
                    "place": r.choice([*CITIES, None]),
                    "note": r.choice(["", "", sentence(r, 2, 5)]),
                }
            )
        events.reverse()
        weight = r.choice([r.randrange(50, 30000) / 1000, None])
        return Answered(
            {"trackingNumber": number},
            {
                "trackingNumber": number,
                "carrier": r.choice(["dhl", "ups", "gls"]),
                "state": events[0]["code"],
                "delivered": events[0]["code"] == "delivered",
                "events": events,
                "eventCount": len(events),
                "weightKg": weight,
                "dimensions": None
                if r.random() < 0.4
                else {"l": r.randrange(5, 120), "w": r.randrange(5, 80), "h": r.randrange(1, 60)},
                "recipient": {
                    "zip": f"{r.randrange(1000, 99999):05}",
                    "city": r.choice(CITIES),
                    "countryCode": r.choice(["DE", "DE", "AT", "CH"]),
                },
                "links": {
                    "self": f"/parcels/{number}",
                    "label": f"https://labels.parcels.test/{number}.pdf?sig={hexid(r, 12)}",
                },
                "eta": None if reached == 5 else (moment + dt.timedelta(days=2)).strftime("%Y-%m-%d"),
            },
        )

    return answer


def sensors(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        key = f"{hexid(r, 4)}:{hexid(r, 4)}"
        samples: list[dict[str, Any]] = [
            {
                "t": 1_700_000_000_000 + r.randrange(10**10),
                "v": round(r.gauss(0.4, 0.5), 3),
                "q": r.choices(["good", "uncertain", "bad"], [96, 3, 1])[0],
                "raw": base62(r, 4 * r.randint(6, 9) + 2) + "==",
            }
            for _ in range(r.choice([1, 5, 30]))
        ]
        samples.sort(key=lambda each: each["t"])
        values = [each["v"] for each in samples]
        return Answered(
            {"key": key},
            {
                "sensor": key,
                "unit": r.choice(["bar", "bar", "°C"]),
                "samples": samples,
                "n": len(samples),
                "min": min(values),
                "max": max(values),
                "calibrated": r.random() < 0.98,
                "calibratedAt": f"{r.randrange(1, 29):02}.{r.randrange(1, 13):02}.2024",
                "gateway": {
                    "host": f"gw{r.randrange(1, 40)}.plant.test",
                    "fw": f"v{r.randrange(1, 3)}.{r.randrange(12)}.{r.randrange(9)}{r.choice(['', '', '-rc1'])}",
                    "rssi": -r.randrange(20, 95),
                },
            },
        )

    return answer
