"""The held-out half, places and machines: telemetry in maps keyed by ids, GeoJSON, a root array of rates, a library, parking."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import CITIES, FIRST, LAST, WORDS, Answered, hexid, iso, sentence, skewed, some_moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def telemetry(r: Random) -> Callable[[], Answered]:
    fleet = [f"{hexid(r, 12)}" for _ in range(60)]

    def answer() -> Answered:
        site = r.randrange(100, 130)
        moment = int(some_moment(r).timestamp())
        found: dict[str, Any] = {}
        for key in r.sample(fleet, r.choice([1, 3, 6])):
            volts = [round(r.gauss(230, 3), 1) for _ in range(3)]
            found[key] = {
                "deviceId": key,
                "siteId": site,
                "lastContact": moment - skewed(r, 4000),
                "firmware": f"{r.randrange(2, 5)}.{r.randrange(20)}.{r.randrange(8)}",
                "online": r.random() < 0.97,
                "phases": {
                    f"L{n + 1}": {"voltage": volt, "current": round(abs(r.gauss(4, 3)), 2)}
                    for n, volt in enumerate(volts)
                },
                "energyWh": r.randrange(10**4, 10**8),
                "alarms": []
                if r.random() < 0.9
                else [{"code": f"E{r.randrange(100):03}", "since": moment - r.randrange(10**5)}],
                "temperature": None if r.random() < 0.04 else round(r.gauss(35, 8), 1),
            }
        return Answered(
            {"siteId": str(site)},
            {"site": site, "generated": moment, "devices": found, "deviceCount": len(found), "unitSystem": "SI"},
        )

    return answer


def features(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        shapes: list[dict[str, Any]] = []
        for _ in range(r.choice([0, 1, 4, 10])):
            magnitude, key = (
                round(r.expovariate(0.7) + 0.5, 1),
                f"us{r.randrange(6000, 7999)}{''.join(r.choice('abcdefghijkmnp') for _ in range(4))}",
            )
            place = f"{r.randrange(1, 140)} km {r.choice(['N', 'SSE', 'WNW'])} of {r.choice(CITIES)}"
            when = int(some_moment(r).timestamp() * 1000)
            shapes.append(
                {
                    "type": "Feature",
                    "id": key,
                    "properties": {
                        "mag": magnitude,
                        "place": place,
                        "time": when,
                        "updated": when + r.randrange(10**5, 10**8),
                        "tz": None,
                        "url": f"https://quakes.test/event/{key}",
                        "detail": f"https://quakes.test/feed/detail/{key}.geojson",
                        "felt": None if r.random() < 0.8 else skewed(r, 900) + 1,
                        "alert": None if r.random() < 0.95 else r.choice(["green", "yellow"]),
                        "status": r.choices(["reviewed", "automatic"], [80, 20])[0],
                        "tsunami": 1 if r.random() < 0.03 else 0,
                        "sig": round(magnitude * magnitude * 15),
                        "net": "us",
                        "code": key[2:],
                        "ids": f",{key},",
                        "nst": None if r.random() < 0.3 else r.randrange(5, 200),
                        "title": f"M {magnitude} - {place}",
                    },
                    "geometry": {
                        "type": "Point",
                        "coordinates": [
                            round(r.uniform(-180, 180), 4),
                            round(r.uniform(-90, 90), 4),
                            round(r.expovariate(0.03), 2),
                        ],
                    },
                }
            )
        shapes.sort(key=lambda each: -each["properties"]["time"])
        return Answered(
            {"minmagnitude": "0.5"},
            {
                "type": "FeatureCollection",
                "metadata": {
                    "generated": int(some_moment(r).timestamp() * 1000),
                    "title": "Quakes, past day",
                    "status": 200,
                    "api": "1.14.1",
                    "count": len(shapes),
                },
                "features": shapes,
            },
        )

    return answer


def rates(r: Random) -> Callable[[], Answered]:
    codes = ["AUD", "BRL", "CAD", "CHF", "CZK", "DKK", "GBP", "JPY", "NOK", "PLN", "SEK", "USD"]

    def answer() -> Answered:
        when = some_moment(r).date()
        rows = [
            {
                "no": f"{r.randrange(1, 250):03}/A/NBX/{when.year}",
                "effectiveDate": when.isoformat(),
                "base": "EUR",
                "code": code,
                "pair": f"EUR/{code}",
                "bid": (bid := round(r.lognormvariate(0.5, 1), 4)),
                "ask": (ask := round(bid * 1.02, 4)),
                "mid": round((bid + ask) / 2, 6),
                "scale": 100 if code == "JPY" else 1,
            }
            for code in sorted(r.sample(codes, r.choice([3, 6, 12])))
        ]
        return Answered({"date": when.isoformat()}, rows)

    return answer


def loans(r: Random) -> Callable[[], Answered]:
    branches = [{"branchCode": f"B{n:02}", "branchName": f"{city} Public Library"} for n, city in enumerate(CITIES)]

    def answer() -> Answered:
        card = f"2{r.randrange(10**13):013}"
        found: list[dict[str, Any]] = []
        for _ in range(r.choice([0, 1, 2, 5])):
            out = some_moment(r).date()
            due = out + dt.timedelta(days=r.choice([14, 21, 28]))
            renewals = r.choice([0, 0, 0, 1, 2, 3])
            late = r.random() < 0.1
            found.append(
                {
                    "loanId": str(uuid.UUID(int=r.getrandbits(128), version=4)),
                    "patron": card,
                    "barcode": f"3{r.randrange(10**13):013}",
                    "title": sentence(r, 1, 8),
                    "author": None if r.random() < 0.06 else f"{r.choice(LAST)}, {r.choice(FIRST)}",
                    "callNumber": f"{r.randrange(100, 999)}.{r.randrange(1, 99)} {r.choice(LAST)[:3].upper()}",
                    "checkedOut": out.isoformat(),
                    "dueDate": due.isoformat(),
                    "renewals": renewals,
                    "renewable": renewals < 3 and not late,
                    "overdue": late,
                    "fine": {"amount": round(r.uniform(0.2, 9), 1) if late else 0, "currency": "EUR"},
                    "material": r.choices(["BOOK", "DVD", "MAP", "SCORE"], [85, 12, 2, 1])[0],
                    "branch": r.choice(branches),
                }
            )
        return Answered(
            {"cardNumber": card},
            {
                "cardNumber": card,
                "holder": f"{r.choice(FIRST)} {r.choice(LAST)}",
                "expires": f"{r.randrange(1, 29):02}.{r.randrange(1, 13):02}.{r.randrange(2025, 2028)}",
                "blocked": r.random() < 0.04,
                "loans": found,
                "summary": {
                    "onLoan": len(found),
                    "overdue": sum(each["overdue"] for each in found),
                    "fines": round(sum(each["fine"]["amount"] for each in found), 1),
                },
                "email": f"{r.choice(WORDS)}{r.randrange(999)}@post.example",
                "language": r.choice(["de", "en", "tr"]),
            },
        )

    return answer


def parking(r: Random) -> Callable[[], Answered]:
    garages = [
        (f"PG-{n:03}", f"{r.choice(WORDS).title()} {r.choice(['Garage', 'Square', 'Süd'])}", r.randrange(60, 900))
        for n in range(25)
    ]

    def answer() -> Answered:
        rows: list[dict[str, Any]] = []
        city = r.choice(["hamburg", "köln", "basel", "ulm"])
        for key, name, capacity in sorted(r.sample(garages, r.choice([2, 5, 9]))):
            free = r.randrange(capacity + 1)
            closed = r.random() < 0.05
            rows.append(
                {
                    "id": key,
                    "lotName": name,
                    "capacity": capacity,
                    "free": 0 if closed else free,
                    "occupied": capacity if closed else capacity - free,
                    "occupancyPct": 100.0 if closed else round(100 * (capacity - free) / capacity, 1),
                    "state": "closed" if closed else r.choices(["open", "nodata"], [99, 1])[0],
                    "trend": r.choice([-1, 0, 0, 1]),
                    "tariff": {"firstHour": r.choice([1.5, 2, 2.5]), "dayMax": r.choice([12, 18, 24.5])},
                    "features": r.sample(["ev", "24h", "accessible", "covered"], r.randrange(4)),
                    "updatedAt": iso(some_moment(r)),
                    "position": {"lat": round(r.uniform(47, 54), 6), "lng": round(r.uniform(6, 14), 6)},
                    "website": f"https://parken.test/{key.lower()}",
                }
            )
        return Answered(
            {"city": city},
            {
                "city": city,
                "lots": rows,
                "totals": {
                    "lots": len(rows),
                    "free": sum(row["free"] for row in rows),
                    "capacity": sum(row["capacity"] for row in rows),
                },
            },
        )

    return answer
