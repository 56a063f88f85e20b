"""
Small worlds for measuring inference: operations of invented services, whose answers vary as real ones do.

Each world keeps a population (people, orders, stations …) and answers requests from it: fields are absent, null, empty and
repeated at rates of their own, names are of many languages, totals add up, links hold ids. A world is a function from a random
generator to a function that answers one request. None of them is looked at when the rules of inference are chosen.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


class Answered(NamedTuple):
    """One answer, with the parameters it answers: `path` and `query` together, by name."""

    parameters: dict[str, str]
    body: Any


class World(NamedTuple):
    """An operation: its path, parameters by location, and a maker of its answers."""

    path: str
    parameters: dict[str, str]
    begin: Callable[[Random], Callable[[], Answered]]


_FIRST = [
    "Ana",
    "Liam",
    "Noah",
    "Emma",
    "Zoë",
    "José",
    "Yuki",
    "Chloé",
    "Ivan",
    "Fatima",
    "Omar",
    "Li",
    "Wei",
    "Søren",
    "Björn",
    "Łukasz",
    "Aisha",
    "Priya",
    "Ravi",
    "Mary-Jane",
    "Tom",
    "Kim",
    "Eva",
    "Otto",
    "Nia",
    "Hugo",
    "Ines",
    "Max",
    "Ida",
    "Leo",
]
_LAST = [
    "Smith",
    "García",
    "O'Brien",
    "Müller",
    "Nguyen",
    "Kowalski",
    "Rossi",
    "da",
    "Silva",
    "Tanaka",
    "Ivanova",
    "Jensen",
    "Dubois",
    "Haddad",
    "Cohen",
    "Park",
    "Andersson",
    "Okafor",
    "Singh",
    "Lopez",
    "Weber",
    "Novák",
    "Sato",
    "Kaya",
    "Brown",
]
_WORDS = [
    "river",
    "stone",
    "cloud",
    "amber",
    "quick",
    "silent",
    "north",
    "paper",
    "glass",
    "iron",
    "maple",
    "copper",
    "velvet",
    "harbor",
    "signal",
    "meadow",
    "canyon",
    "ember",
    "frost",
    "lantern",
    "orbit",
    "pixel",
    "quartz",
    "ridge",
    "sable",
    "tidal",
    "umbra",
    "vivid",
    "willow",
    "zephyr",
]
_CITIES = [
    "Berlin",
    "Lyon",
    "São Paulo",
    "Osaka",
    "Austin",
    "Kraków",
    "Nairobi",
    "Lima",
    "Leeds",
    "Aarhus",
    "Porto",
    "Zürich",
    "Toronto",
    "Hà Nội",
    "Izmir",
]
_COUNTRIES = ["DE", "FR", "BR", "JP", "US", "PL", "KE", "PE", "GB", "DK", "PT", "CH", "CA", "VN", "TR"]


def _moment(r: Random, *, around: int = 1_700_000_000, spread: int = 40_000_000) -> dt.datetime:
    return dt.datetime.fromtimestamp(around + r.randrange(-spread, spread), dt.UTC)


def _iso(moment: dt.datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _sentence(r: Random, low: int, high: int) -> str:
    words = [r.choice(_WORDS) for _ in range(r.randint(low, high))]
    text = " ".join(words).capitalize()
    return text + r.choice(["", ".", "!", "?", f" ({r.randrange(100)})", f" \u2013 {r.choice(_WORDS)}"])


def _hexid(r: Random, size: int) -> str:
    return "".join(r.choice("0123456789abcdef") for _ in range(size))


def _base62(r: Random, size: int) -> str:
    return "".join(r.choice("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") for _ in range(size))


def repositories(r: Random) -> Callable[[], Answered]:
    owners: list[dict[str, Any]] = [
        {
            "login": f"{r.choice(_WORDS)}{r.choice(['', '-', ''])}{r.choice(_WORDS)}{r.choice(['', str(r.randrange(99))])}",
            "id": r.randrange(1000, 9_000_000),
            "kind": "User" if r.random() < 0.7 else "Organization",
        }
        for _ in range(60)
    ]

    def answer() -> Answered:
        owner = r.choice(owners)
        login = owner["login"]
        repos: list[dict[str, Any]] = []
        for _ in range(r.choice([0, 1, 2, 3, 5, 8, 12])):
            name = f"{r.choice(_WORDS)}-{r.choice(_WORDS)}"
            created = _moment(r)
            stars, issues = int(r.paretovariate(0.7)) - 1, r.randrange(30)
            repos.append(
                {
                    "id": r.randrange(10**5, 10**9),
                    "node_id": f"R_{_base62(r, 10)}",
                    "name": name,
                    "full_name": f"{login}/{name}",
                    "private": r.random() < 0.1,
                    "owner": {
                        "login": login,
                        "id": owner["id"],
                        "avatar_url": f"https://avatars.codehub.test/u/{owner['id']}?v=4",
                        "url": f"https://api.codehub.test/users/{login}",
                        "type": owner["kind"],
                        "site_admin": False,
                    },
                    "html_url": f"https://codehub.test/{login}/{name}",
                    "description": None if r.random() < 0.2 else _sentence(r, 2, 9),
                    "fork": r.random() < 0.25,
                    "url": f"https://api.codehub.test/repos/{login}/{name}",
                    "clone_url": f"https://codehub.test/{login}/{name}.git",
                    "created_at": _iso(created),
                    "updated_at": _iso(created + dt.timedelta(seconds=r.randrange(10**7))),
                    "size": r.randrange(1, 90000),
                    "stargazers_count": stars,
                    "watchers_count": stars,
                    "watchers": stars,
                    "open_issues": issues,
                    "open_issues_count": issues,
                    "language": r.choice(["Python", "Rust", "Go", "C", "TypeScript", None, "Java", "Ruby"]),
                    "archived": r.random() < 0.05,
                    "license": None
                    if r.random() < 0.4
                    else {"key": (key := r.choice(["mit", "apache-2.0", "gpl-3.0"])), "spdx_id": key.upper()},
                    "topics": r.sample(_WORDS, r.choice([0, 0, 1, 3])),
                    "default_branch": r.choice(["main", "main", "main", "master"]),
                }
            )
        repos.sort(key=lambda each: each["full_name"])
        return Answered({"user": login}, repos)

    return answer


def orders(r: Random) -> Callable[[], Answered]:
    products: list[dict[str, Any]] = [
        {
            "sku": f"{r.choice('ABCDEFGH')}{r.choice('ABCDEFGH')}-{r.randrange(1000, 9999)}",
            "title": _sentence(r, 1, 3),
            "price": round(r.uniform(2, 90), 2),
        }
        for _ in range(80)
    ]

    def answer() -> Answered:
        lines: list[dict[str, Any]] = []
        for product in r.sample(products, r.choice([1, 1, 2, 3, 4])):
            quantity = r.choice([1, 1, 1, 2, 3, 10])
            lines.append(
                {
                    "sku": product["sku"],
                    "title": product["title"],
                    "unitPrice": product["price"],
                    "quantity": quantity,
                    "amount": round(product["price"] * quantity, 2),
                }
            )
        subtotal = round(sum(line["amount"] for line in lines), 2)
        shipping = r.choice([0, 4.9, 9.9])
        placed = _moment(r)
        shipped = None if r.random() < 0.3 else placed + dt.timedelta(hours=r.randrange(2, 90))
        number = str(r.randrange(10**6, 10**7))
        place = r.randrange(len(_CITIES))
        return Answered(
            {"orderNumber": number},
            {
                "orderNumber": number,
                "customerId": f"cus_{_base62(r, 14)}",
                "status": "open" if shipped is None else r.choice(["shipped", "delivered"]),
                "placedAt": _iso(placed),
                "shippedAt": None if shipped is None else _iso(shipped),
                "currency": r.choice(["EUR", "EUR", "USD", "GBP"]),
                "lines": lines,
                "subtotal": subtotal,
                "shipping": shipping,
                "total": round(subtotal + shipping, 2),
                "lineCount": len(lines),
                "address": {
                    "name": f"{r.choice(_FIRST)} {r.choice(_LAST)}",
                    "street": f"{r.choice(_WORDS).title()} {r.choice(['Street', 'Rd.', 'Allee'])} {r.randrange(1, 200)}",
                    "city": _CITIES[place],
                    "country": _COUNTRIES[place],
                    "postcode": str(r.randrange(10000, 99999)),
                },
                "notes": r.choice(["", "", "leave at door", _sentence(r, 3, 8)]),
                "gift": r.random() < 0.1,
                "tracking": None if shipped is None else f"1Z{_hexid(r, 16).upper()}",
            },
        )

    return answer


def people(r: Random) -> Callable[[], Answered]:
    def person() -> dict[str, Any]:
        first, last = r.choice(_FIRST), r.choice(_LAST)
        key = str(uuid.UUID(int=r.getrandbits(128), version=4))
        return {
            "uuid": key,
            "first_name": first,
            "last_name": last,
            "display_name": f"{first} {last}",
            "email": f"{_WORDS[r.randrange(30)]}.{r.choice(_WORDS)}{r.randrange(99)}@{r.choice(['example.com', 'mail.test', 'corp.example'])}",
            "phone": f"+{r.choice(['1', '44', '49'])}{r.randrange(10**9, 10**10 - 1)}",
            "date_of_birth": f"{r.randrange(1940, 2008)}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}",
            "active": r.random() < 0.8,
            "role": r.choice(["admin", "member", "member", "member", "guest"]),
            "language": r.choice(["en", "de", "fr-CH", "pt-BR"]),
            "last_login": None if r.random() < 0.15 else _iso(_moment(r)),
            "picture": f"https://cdn.people.test/p/{key}.jpg",
            "tags": r.sample(["vip", "beta", "staff", "new"], r.choice([0, 0, 1, 2])),
            "score": round(r.gauss(50, 15), 1),
        }

    directory = [person() for _ in range(400)]

    def answer() -> Answered:
        page, size = r.randrange(1, 20), r.choice([10, 20])
        items = directory[(page - 1) * size : page * size]
        return Answered(
            {"page": str(page), "per_page": str(size)},
            {
                "page": page,
                "per_page": size,
                "total": len(directory),
                "total_pages": -(-len(directory) // size),
                "results": items,
                "links": {
                    "self": f"https://api.people.test/v2/people?page={page}&per_page={size}",
                    "next": f"https://api.people.test/v2/people?page={page + 1}&per_page={size}",
                },
            },
        )

    return answer


def weather(r: Random) -> Callable[[], Answered]:
    stations: list[dict[str, Any]] = [
        {
            "id": f"{r.choice('EKLR')}{''.join(r.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(3))}",
            "name": r.choice(_CITIES),
            "lat": round(r.uniform(-60, 70), 4),
            "lon": round(r.uniform(-170, 170), 4),
        }
        for _ in range(40)
    ]

    def answer() -> Answered:
        station = r.choice(stations)
        start = _moment(r).replace(minute=0, second=0)
        low = r.gauss(10, 10)
        hours: list[dict[str, Any]] = []
        for hour in range(r.choice([6, 12, 24])):
            rain = r.random() < 0.3
            hours.append(
                {
                    "time": int((start + dt.timedelta(hours=hour)).timestamp()),
                    "temp_c": round(low + r.random() * 8, 1),
                    "humidity": r.randrange(20, 100),
                    "wind_kph": round(r.expovariate(0.08), 1),
                    "wind_dir": r.choice(["N", "NE", "E", "SE", "S", "SW", "W", "NW"]),
                    "precip_mm": round(r.expovariate(0.5), 1) if rain else 0.0,
                    "condition": "Rain" if rain else r.choice(["Clear", "Cloudy", "Overcast", "Fog"]),
                    "is_day": 6 <= hour % 24 < 18,
                }
            )
        return Answered(
            {"station": station["id"]},
            {
                "station": station,
                "units": "metric",
                "issued": _iso(start),
                "hourly": hours,
                "alerts": [] if r.random() < 0.8 else [_sentence(r, 3, 6)],
            },
        )

    return answer


def payments(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        records: list[dict[str, Any]] = []
        moment = int(_moment(r).timestamp())
        for _ in range(r.choice([1, 3, 5, 10])):
            moment -= r.randrange(1, 90000)
            failed, key = r.random() < 0.15, f"ch_{_base62(r, 24)}"
            amount = r.randrange(100, 500000)
            refunded = amount if not failed and r.random() < 0.1 else 0
            records.append(
                {
                    "id": key,
                    "object": "charge",
                    "amount": amount,
                    "amount_captured": 0 if failed else amount,
                    "amount_refunded": refunded,
                    "refunded": refunded > 0,
                    "captured": not failed,
                    "created": moment,
                    "currency": r.choice(["usd", "usd", "eur", "gbp"]),
                    "customer": None if r.random() < 0.2 else f"cus_{_base62(r, 14)}",
                    "description": None if r.random() < 0.5 else f"Invoice {r.randrange(1000, 9999)}",
                    "failure_code": r.choice(["card_declined", "expired_card"]) if failed else None,
                    "paid": not failed,
                    "status": "failed" if failed else "succeeded",
                    "livemode": True,
                    "payment_method": f"pm_{_base62(r, 24)}",
                    "receipt_url": f"https://pay.receipts.test/{key}",
                    "card": {
                        "brand": r.choice(["visa", "mastercard", "amex"]),
                        "last4": f"{r.randrange(10000):04}",
                        "exp_month": r.randrange(1, 13),
                        "exp_year": r.randrange(2025, 2032),
                        "country": r.choice(_COUNTRIES),
                        "fingerprint": _base62(r, 16),
                    },
                    "metadata": {} if r.random() < 0.6 else {"order": str(r.randrange(10**5))},
                }
            )
        return Answered(
            {"limit": str(len(records))},
            {"object": "list", "url": "/v1/charges", "has_more": r.random() < 0.7, "data": records},
        )

    return answer


def numbers(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        page = r.randrange(1, 30)
        records: list[dict[str, Any]] = []
        for _ in range(r.choice([2, 5, 10])):
            voice = r.random() < 0.5
            records.append(
                {
                    "Msisdn": f"+1801{r.randrange(10**7):07}",
                    "NumberId": f"NUM-{r.randrange(10**12, 10**13)}",
                    "OrderId": f"ORD-{uuid.UUID(int=r.getrandbits(128), version=4)}",
                    "Kind": r.choice(["mobile", "landline", "iot"]),
                    "VoiceEnabled": voice,
                    "SmsEnabled": r.random() < 0.9,
                    "Product": "Sms+Data+Voice" if voice else r.choice(["Sms+Data", "Data-Only"]),
                    "PurchasedOn": f"{r.randrange(1, 13):02}/{r.randrange(1, 29):02}/{r.randrange(2019, 2026)}",
                    "Iccid": f"8901{r.randrange(10**15):015}",
                    "Label": r.choice(["", f"{r.choice(_WORDS).title()} Corp", f"{r.choice(_LAST)} & Co"]),
                    "Swaps": r.randrange(4),
                    "ResetAt": _iso(_moment(r))[:-1] + f".{r.randrange(100):02}",
                }
            )
        return Answered(
            {"Page": str(page)},
            {
                "AccountId": "ACC-7d41f6a8-4c8e-4b65-9a0e-31a3f35a1f0c",
                "Page": page,
                "Total": 300 + r.randrange(5),
                "Numbers": records,
            },
        )

    return answer


def flights(r: Random) -> Callable[[], Answered]:
    airports = [("".join(r.choice("ABCDEFGHKLMNOPRSTUVW") for _ in range(3)), city) for city in _CITIES]

    def answer() -> Answered:
        (origin, from_city), (target, to_city) = r.sample(airports, 2)
        found: list[dict[str, Any]] = []
        for _ in range(r.choice([1, 2, 4, 7])):
            carrier = r.choice(["LH", "AF", "KL", "BA", "TP"])
            leaves = _moment(r)
            minutes = r.randrange(45, 900)
            found.append(
                {
                    "flight": f"{carrier}{r.randrange(100, 9999)}",
                    "carrier": carrier,
                    "departs": leaves.strftime("%Y-%m-%dT%H:%M:%S+00:00"),
                    "arrives": (leaves + dt.timedelta(minutes=minutes)).strftime("%Y-%m-%dT%H:%M:%S+00:00"),
                    "durationMinutes": minutes,
                    "stops": r.choice([0, 0, 1, 2]),
                    "fare": {"amount": f"{r.uniform(40, 900):.2f}", "currency": "EUR", "refundable": r.random() < 0.3},
                    "cabin": r.choice(["economy", "premium", "business"]),
                    "seatsLeft": r.choice([None, r.randrange(1, 9)]),
                }
            )
        found.sort(key=lambda each: float(each["fare"]["amount"]))
        return Answered(
            {"from": origin, "to": target},
            {
                "query": {"from": origin, "to": target},
                "origin": {"code": origin, "city": from_city},
                "destination": {"code": target, "city": to_city},
                "count": len(found),
                "offers": found,
                "generatedAt": _iso(_moment(r)),
                "requestId": _hexid(r, 32),
            },
        )

    return answer


def articles(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        slug = "-".join(r.choice(_WORDS) for _ in range(r.randint(2, 5)))
        key = r.randrange(1, 99999)
        author = {
            "id": r.randrange(1, 500),
            "name": f"{r.choice(_FIRST)} {r.choice(_LAST)}",
            "homepage": None if r.random() < 0.5 else f"https://{r.choice(_WORDS)}.{r.choice(['dev', 'blog', 'org'])}/",
        }
        comments: list[dict[str, Any]] = [
            {
                "id": r.randrange(10**6),
                "articleId": key,
                "author": f"{r.choice(_FIRST)}{r.randrange(99)}",
                "text": _sentence(r, 3, 25),
                "votes": r.randrange(-5, 40),
                "edited": r.random() < 0.1,
            }
            for _ in range(r.choice([0, 0, 1, 2, 6]))
        ]
        return Answered(
            {"id": str(key)},
            {
                "id": key,
                "slug": slug,
                "title": slug.replace("-", " ").title(),
                "url": f"https://news.test/a/{key}/{slug}",
                "body": " ".join(_sentence(r, 4, 14) for _ in range(r.randint(1, 5))),
                "author": author,
                "commentCount": len(comments),
                "comments": comments,
                "published": r.random() < 0.9,
                "publishedAt": _moment(r).strftime("%a, %d %b %Y %H:%M:%S GMT"),
                "readingMinutes": r.randrange(1, 20),
                "etag": _hexid(r, 40),
                "category": r.choice(["tech", "culture", "sport", "science"]),
                "related": [r.randrange(1, 99999) for _ in range(r.choice([0, 3, 3]))],
            },
        )

    return answer


def devices(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        online = r.random() < 0.7
        key = _hexid(r, 24)
        return Answered(
            {"deviceId": key},
            {
                "_id": key,
                "deviceId": key,
                "serial": f"SN{r.randrange(10**8):08}",
                "mac": ":".join(_hexid(r, 2) for _ in range(6)),
                "ip": f"10.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}" if online else None,
                "online": online,
                "firmware": f"{r.randrange(1, 4)}.{r.randrange(10)}.{r.randrange(30)}",
                "battery": r.randrange(101),
                "signal": -r.randrange(30, 110),
                "model": r.choice(["TX-100", "TX-200", "RX-7"]),
                "lastSeen": int(_moment(r).timestamp() * 1000),
                "location": {
                    "type": "Point",
                    "coordinates": [round(r.uniform(-180, 180), 5), round(r.uniform(-85, 85), 5)],
                },
                "readings": {channel: round(r.gauss(20, 6), 2) for channel in ("temp", "rh", "co2")},
                "owner": {"href": f"/users/{(owner := r.randrange(1, 2000))}", "id": owner},
                "labels": {f"{r.choice(_WORDS)}": r.choice(_WORDS) for _ in range(r.choice([0, 1, 2]))},
                "enabled": r.random() < 0.95,
            },
        )

    return answer


def quotes(r: Random) -> Callable[[], Answered]:
    symbols = ["".join(r.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(r.choice([3, 4]))) for _ in range(50)]

    def answer() -> Answered:
        rows: list[dict[str, Any]] = []
        for symbol in r.sample(symbols, r.choice([1, 3, 5])):
            opened = r.uniform(3, 800)
            low, high = opened * r.uniform(0.9, 1), opened * r.uniform(1, 1.1)
            bid = r.uniform(low, high)
            rows.append(
                {
                    "symbol": symbol,
                    "open": f"{opened:.4f}",
                    "high": f"{high:.4f}",
                    "low": f"{low:.4f}",
                    "bid": f"{bid:.4f}",
                    "ask": f"{bid * 1.0005:.4f}",
                    "volume": r.randrange(10**3, 10**8),
                    "trades": r.randrange(1, 10**5),
                    "halted": r.random() < 0.01,
                    "exchange": r.choice(["XNYS", "XNAS", "XLON"]),
                }
            )
        moment = int(_moment(r).timestamp() * 1000)
        return Answered(
            {"symbols": ",".join(row["symbol"] for row in rows)},
            {"serverTime": moment, "success": True, "error": None, "data": rows},
        )

    return answer


WORLDS: tuple[World, ...] = (
    World("/users/{user}/repos", {"user": "path"}, repositories),
    World("/orders/{orderNumber}", {"orderNumber": "path"}, orders),
    World("/v2/people", {"page": "query", "per_page": "query"}, people),
    World("/stations/{station}/forecast", {"station": "path"}, weather),
    World("/v1/charges", {"limit": "query"}, payments),
    World("/numbers", {"Page": "query"}, numbers),
    World("/flights", {"from": "query", "to": "query"}, flights),
    World("/articles/{id}", {"id": "path"}, articles),
    World("/devices/{deviceId}", {"deviceId": "path"}, devices),
    World("/quotes", {"symbols": "query"}, quotes),
)
