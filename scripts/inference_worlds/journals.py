"""What is written down as it happens: commits, a forecast in parallel arrays, an audit log."""

from __future__ import annotations

import base64
import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import (
    COUNTRIES,
    FIRST,
    LAST,
    WORDS,
    Answered,
    hexid,
    sentence,
    skewed,
    some_moment,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def commits(r: Random) -> Callable[[], Answered]:
    repos = [f"{r.choice(WORDS)}-{r.choice(WORDS)}" for _ in range(12)]
    authors = [(f"{r.choice(FIRST)} {r.choice(LAST)}", f"{r.choice(WORDS)}{i}@git.test") for i in range(25)]

    def answer() -> Answered:
        repo, page = r.choice(repos), r.choice([1, 1, 1, 2, 3])
        moment, sha = some_moment(r), hexid(r, 40)
        found: list[dict[str, Any]] = []
        for _ in range(r.choice([0, 1, 3, 5, 8])):
            name, email = r.choice(authors)
            parents = [hexid(r, 40) for _ in range(r.choices([1, 2, 0], [90, 9, 1])[0])]
            committed = moment + dt.timedelta(seconds=r.choice([0, 0, r.randrange(9000)]))
            bot = r.random() < 0.04
            found.append(
                {
                    "id": sha,
                    "short_id": sha[:8],
                    "title": (title := sentence(r, 2, 7)),
                    "message": title if r.random() < 0.6 else f"{title}\n\n{sentence(r, 5, 20)}\n",
                    "parent_ids": parents,
                    "author_name": name,
                    "author_email": email,
                    "authored_date": moment.strftime("%Y-%m-%dT%H:%M:%S.000+00:00"),
                    "committer_name": "Merge Bot" if bot else name,
                    "committer_email": "bot@git.test" if bot else email,
                    "committed_date": committed.strftime("%Y-%m-%dT%H:%M:%S.000+00:00"),
                    "trailers": {"Change-Id": f"I{hexid(r, 40)}"} if r.random() < 0.2 else {},
                    "web_url": f"https://git.test/acme/{repo}/-/commit/{sha}",
                    "stats": {
                        "additions": (plus := skewed(r, 4000)),
                        "deletions": (minus := skewed(r, 900)),
                        "total": plus + minus,
                    },
                    "signature": None
                    if r.random() < 0.7
                    else {"verified": r.random() < 0.9, "key_id": hexid(r, 16).upper()},
                }
            )
            sha = parents[0] if parents else hexid(r, 40)
            moment -= dt.timedelta(seconds=r.randrange(60, 400000))
        return Answered({"repo": repo, "page": str(page)}, found)

    return answer


def forecast(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        lat, lon = round(r.uniform(-70, 70), 2), round(r.uniform(-179, 179), 2)
        days = r.choice([1, 3, 7])
        zone, offset = r.choice([("Europe/Berlin", 7200), ("GMT", 0), ("America/Lima", -18000), ("Asia/Tokyo", 32400)])
        first = some_moment(r).replace(hour=0, minute=0)
        hours = [first + dt.timedelta(hours=i) for i in range(24 * days)]
        mean = r.gauss(12, 9)
        warm = [round(mean + r.gauss(0, 3), 1) for _ in hours]
        wet = [0.0 if r.random() < 0.8 else round(r.expovariate(0.7), 2) for _ in hours]
        return Answered(
            {"latitude": str(lat), "longitude": str(lon), "forecast_days": str(days)},
            {
                "latitude": round(lat + r.uniform(-0.05, 0.05), 4),
                "longitude": round(lon + r.uniform(-0.05, 0.05), 4),
                "generationtime_ms": r.uniform(0.02, 2.5),
                "utc_offset_seconds": offset,
                "timezone": zone,
                "elevation": float(r.choice([r.randrange(0, 900), r.randrange(0, 3000)])),
                "hourly_units": {
                    "time": "iso8601",
                    "temperature_2m": "°C",
                    "precipitation": "mm",
                    "weather_code": "wmo code",
                },
                "hourly": {
                    "time": [each.strftime("%Y-%m-%dT%H:%M") for each in hours],
                    "temperature_2m": warm,
                    "precipitation": wet,
                    "weather_code": [61 if each else r.choice([0, 1, 2, 3, 45]) for each in wet],
                    "visibility": [None if r.random() < 0.01 else float(r.randrange(100, 24000, 20)) for _ in hours],
                },
                "daily": {
                    "time": [hours[24 * i].strftime("%Y-%m-%d") for i in range(days)],
                    "temperature_max": [max(warm[24 * i : 24 * i + 24]) for i in range(days)],
                    "temperature_min": [min(warm[24 * i : 24 * i + 24]) for i in range(days)],
                },
            },
        )

    return answer


def audit(r: Random) -> Callable[[], Answered]:
    actors = [
        (f"user-{uuid.UUID(int=r.getrandbits(128), version=4)}", f"{r.choice(FIRST)}.{r.choice(LAST)}")
        for _ in range(30)
    ]
    serial = [r.randrange(10**6, 10**7)]

    def answer() -> Answered:
        limit = r.choice([5, 10, 25])
        moment, entries = int(some_moment(r).timestamp() * 1000), []
        serial[0] += 1000
        number = serial[0]
        for _ in range(limit if r.random() < 0.7 else r.randrange(limit)):
            number -= r.choice([1, 1, 2])
            moment -= r.randrange(10, 10**6)
            actor, login = r.choice(actors)
            action = r.choices(
                ["user.login", "user.logout", "key.created", "key.revoked", "org.renamed"], [60, 25, 9, 5, 1]
            )[0]
            entries.append(
                {
                    "seq": number,
                    "event_id": f"evt-{uuid.UUID(int=r.getrandbits(128), version=4)}",
                    "action": action,
                    "category": action.split(".")[0],
                    "occurred_at": moment,
                    "actor": {"id": actor, "login": login.lower(), "type": "service" if r.random() < 0.05 else "human"},
                    "ip": None
                    if r.random() < 0.02
                    else f"{r.randrange(1, 223)}.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}",
                    "country": r.choice([*COUNTRIES, None]),
                    "user_agent": f"Mozilla/5.0 (X11; Linux x86_64; rv:{(v := r.randrange(90, 130))}.0) Gecko/20100101 Firefox/{v}.0",
                    "outcome": "failure" if r.random() < 0.06 else "success",
                    "changes": [{"field": r.choice(["name", "role"]), "old": r.choice(WORDS), "new": r.choice(WORDS)}]
                    if action == "org.renamed"
                    else [],
                }
            )
        more = len(entries) == limit
        after = entries[-1]["seq"] if entries else None
        return Answered(
            {"limit": str(limit)},
            {
                "entries": entries,
                "paging": {
                    "limit": limit,
                    "returned": len(entries),
                    "has_more": more,
                    "next_cursor": base64.b64encode(f"seq:{after}".encode()).decode() if more else None,
                    "next": f"/audit?limit={limit}&after={after}" if more else None,
                },
            },
        )

    return answer
