"""What is bought and paid: orders, charges, flights, quotes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import (
    CITIES,
    COUNTRIES,
    FIRST,
    LAST,
    WORDS,
    Answered,
    base62,
    hexid,
    iso,
    sentence,
    some_moment,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def orders(r: Random) -> Callable[[], Answered]:
    products: list[dict[str, Any]] = [
        {
            "sku": f"{r.choice('ABCDEFGH')}{r.choice('ABCDEFGH')}-{r.randrange(1000, 9999)}",
            "title": sentence(r, 1, 3),
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
        placed = some_moment(r)
        shipped = None if r.random() < 0.3 else placed + dt.timedelta(hours=r.randrange(2, 90))
        number = str(r.randrange(10**6, 10**7))
        place = r.randrange(len(CITIES))
        return Answered(
            {"orderNumber": number},
            {
                "orderNumber": number,
                "customerId": f"cus_{base62(r, 14)}",
                "status": "open" if shipped is None else r.choice(["shipped", "delivered"]),
                "placedAt": iso(placed),
                "shippedAt": None if shipped is None else iso(shipped),
                "currency": r.choice(["EUR", "EUR", "USD", "GBP"]),
                "lines": lines,
                "subtotal": subtotal,
                "shipping": shipping,
                "total": round(subtotal + shipping, 2),
                "lineCount": len(lines),
                "address": {
                    "name": f"{r.choice(FIRST)} {r.choice(LAST)}",
                    "street": f"{r.choice(WORDS).title()} {r.choice(['Street', 'Rd.', 'Allee'])} {r.randrange(1, 200)}",
                    "city": CITIES[place],
                    "country": COUNTRIES[place],
                    "postcode": str(r.randrange(10000, 99999)),
                },
                "notes": r.choice(["", "", "leave at door", sentence(r, 3, 8)]),
                "gift": r.random() < 0.1,
                "tracking": None if shipped is None else f"1Z{hexid(r, 16).upper()}",
            },
        )

    return answer


def payments(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        records: list[dict[str, Any]] = []
        moment = int(some_moment(r).timestamp())
        for _ in range(r.choice([1, 3, 5, 10])):
            moment -= r.randrange(1, 90000)
            failed, key = r.random() < 0.15, f"ch_{base62(r, 24)}"
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
                    "customer": None if r.random() < 0.2 else f"cus_{base62(r, 14)}",
                    "description": None if r.random() < 0.5 else f"Invoice {r.randrange(1000, 9999)}",
                    "failure_code": r.choice(["card_declined", "expired_card"]) if failed else None,
                    "paid": not failed,
                    "status": "failed" if failed else "succeeded",
                    "livemode": True,
                    "payment_method": f"pm_{base62(r, 24)}",
                    "receipt_url": f"https://pay.receipts.test/{key}",
                    "card": {
                        "brand": r.choice(["visa", "mastercard", "amex"]),
                        "last4": f"{r.randrange(10000):04}",
                        "exp_month": r.randrange(1, 13),
                        "exp_year": r.randrange(2025, 2032),
                        "country": r.choice(COUNTRIES),
                        "fingerprint": base62(r, 16),
                    },
                    "metadata": {} if r.random() < 0.6 else {"order": str(r.randrange(10**5))},
                }
            )
        return Answered(
            {"limit": str(len(records))},
            {"object": "list", "url": "/v1/charges", "has_more": r.random() < 0.7, "data": records},
        )

    return answer


def flights(r: Random) -> Callable[[], Answered]:
    airports = [("".join(r.choice("ABCDEFGHKLMNOPRSTUVW") for _ in range(3)), city) for city in CITIES]

    def answer() -> Answered:
        (origin, from_city), (target, to_city) = r.sample(airports, 2)
        found: list[dict[str, Any]] = []
        for _ in range(r.choice([1, 2, 4, 7])):
            carrier = r.choice(["LH", "AF", "KL", "BA", "TP"])
            leaves = some_moment(r)
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
                "generatedAt": iso(some_moment(r)),
                "requestId": hexid(r, 32),
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
        moment = int(some_moment(r).timestamp() * 1000)
        return Answered(
            {"symbols": ",".join(row["symbol"] for row in rows)},
            {"serverTime": moment, "success": True, "error": None, "data": rows},
        )

    return answer
