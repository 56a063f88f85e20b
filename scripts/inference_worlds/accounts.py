"""What is owed and looked up: invoices with taxes, payouts, search with facets."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import (
    CITIES,
    COUNTRIES,
    FIRST,
    LAST,
    WORDS,
    Answered,
    base62,
    iso,
    sentence,
    skewed,
    some_moment,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def invoices(r: Random) -> Callable[[], Answered]:
    numbers = iter(range(r.randrange(1000, 4000), 10**6))

    def answer() -> Answered:
        number = next(numbers)
        key = f"in_1{base62(r, 23)}"
        rate = r.choice([0.19, 0.07, 0.2, 0.0])
        lines: list[dict[str, Any]] = []
        for position in range(1, r.choice([1, 2, 2, 3, 6]) + 1):
            amount, quantity = r.randrange(100, 90000), r.choice([1, 1, 1, 2, 5])
            lines.append(
                {
                    "id": f"il_{base62(r, 22)}",
                    "position": position,
                    "invoice": key,
                    "description": sentence(r, 1, 5),
                    "quantity": quantity,
                    "unit_amount": amount,
                    "amount": amount * quantity,
                    "discountable": r.random() < 0.95,
                    "period": {
                        "start": (start := int(some_moment(r).timestamp())),
                        "end": start + r.choice([2592000, 31536000]),
                    },
                }
            )
        subtotal = sum(line["amount"] for line in lines)
        discount = 0 if r.random() < 0.8 else subtotal // 10
        tax = round((subtotal - discount) * rate)
        total = subtotal - discount + tax
        status = r.choices(["paid", "open", "draft", "void", "uncollectible"], [70, 18, 8, 3, 1])[0]
        due = total if status != "void" else 0
        return Answered(
            {"invoice": key},
            {
                "id": key,
                "object": "invoice",
                "number": f"AC-{number:06}" if status != "draft" else None,
                "status": status,
                "currency": r.choice(["eur", "eur", "usd", "chf"]),
                "customer": f"cus_{base62(r, 14)}",
                "customer_email": f"{r.choice(WORDS)}.{r.choice(WORDS)}@{r.choice(['mail.test', 'corp.example'])}",
                "customer_address": None
                if r.random() < 0.1
                else {
                    "city": r.choice(CITIES),
                    "country": r.choice(COUNTRIES),
                    "line1": sentence(r, 2, 3),
                    "line2": None,
                },
                "lines": {
                    "object": "list",
                    "data": lines,
                    "has_more": False,
                    "total_count": len(lines),
                    "url": f"/v1/invoices/{key}/lines",
                },
                "subtotal": subtotal,
                "discount": discount,
                "tax": tax,
                "tax_rate": rate,
                "total": total,
                "amount_due": due,
                "amount_paid": (paid := due if status == "paid" else 0),
                "amount_remaining": due - paid,
                "attempt_count": skewed(r, 5),
                "paid": status == "paid",
                "hosted_invoice_url": None if status == "draft" else f"https://invoice.bill.test/i/acct_77/{key}?s=ap",
                "invoice_pdf": None if status == "draft" else f"https://invoice.bill.test/i/acct_77/{key}/pdf?s=ap",
                "created": int(some_moment(r).timestamp()),
                "livemode": True,
                "metadata": {},
                "footer": None if r.random() < 0.97 else "Merci !",
            },
        )

    return answer


def payouts(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        merchant = f"M{r.randrange(10**8):08}"
        gross = round(r.lognormvariate(6, 1.4), 2)
        fee = round(gross * 0.0129 + 0.25, 2)
        when = some_moment(r).date()
        batches = [
            {
                "batchNo": f"{when:%Y%m%d}-{n:03}",
                "txCount": (count := skewed(r, 400) + 1),
                "volume": f"{count * r.uniform(2, 60):.2f}",
            }
            for n in range(1, r.choice([1, 1, 2, 4]) + 1)
        ]
        return Answered(
            {"merchantId": merchant, "date": when.isoformat()},
            {
                "MerchantId": merchant,
                "PayoutDate": when.isoformat(),
                "Reference": f"{merchant}/{when:%y%m%d}",
                "Gross": gross,
                "Fee": fee,
                "Net": round(gross - fee, 2),
                "Currency": r.choice(["EUR", "EUR", "SEK", "DKK"]),
                "Iban": f"{r.choice(['DE', 'AT', 'SE'])}{r.randrange(100):02}{r.randrange(10**18):018}",
                "Bic": f"{''.join(r.choice('ABCDEFGHKLMNPRST') for _ in range(4))}DE{r.choice(['FF', 'MM', 'BB'])}",
                "Status": r.choices(["SETTLED", "PENDING", "RETURNED"], [88, 11, 1])[0],
                "Batches": batches,
                "BatchCount": len(batches),
                "TransactionCount": sum(each["txCount"] for each in batches),
                "Adjustment": 0 if r.random() < 0.93 else round(r.uniform(-40, 40), 2),
                "Note": r.choice(["", "", "", sentence(r, 2, 6)]),
                "Contact": {
                    "Name": f"{r.choice(FIRST)} {r.choice(LAST)}",
                    "Phone": f"+49{r.randrange(10**9, 10**10)}",
                    "Fax": "",
                },
            },
        )

    return answer


def findings(r: Random) -> Callable[[], Answered]:
    brands = [word.title() for word in r.sample(WORDS, 8)]

    def answer() -> Answered:
        query, size = r.choice(WORDS), r.choice([10, 20])
        start = r.choice([0, 0, 0, size, 2 * size])
        hits: list[dict[str, Any]] = []
        score = r.uniform(5, 20)
        for _ in range(r.choice([0, 2, 5, 7])):
            score -= r.uniform(0, 0.9)
            key = base64.urlsafe_b64encode(r.randbytes(9)).decode()
            hits.append(
                {
                    "_index": "products-v3",
                    "_id": key,
                    "_score": round(score, 6),
                    "_source": {
                        "sku": f"{r.randrange(10**7):07}-{r.choice('ABCX')}",
                        "title": f"{query.title()} {sentence(r, 1, 4)}",
                        "brand": r.choice(brands),
                        "price": round(r.lognormvariate(3, 1), 2),
                        "currency": "EUR",
                        "in_stock": (stock := skewed(r, 300)) > 0,
                        "stock": stock,
                        "rating": None if r.random() < 0.3 else round(r.uniform(1, 5), 1),
                        "categories": r.sample(["home", "garden", "office", "toys", "sale"], r.choice([1, 1, 2])),
                        "image": f"https://img.shop.test/{key}/600x600.webp",
                        "updated": iso(some_moment(r)),
                    },
                    "highlight": {"title": [f"<em>{query.title()}</em>"]},
                }
            )
        found = start + len(hits) + r.choice([0, 0, 35, 380])
        counts = sorted((skewed(r, 50) + 1 for _ in brands[: r.choice([2, 4, 8])]), reverse=True)
        return Answered(
            {"q": query, "from": str(start), "size": str(size)},
            {
                "took": skewed(r, 80) + 1,
                "timed_out": r.random() < 0.002,
                "query": query,
                "hits": {
                    "total": {"value": found, "relation": "eq"},
                    "max_score": hits[0]["_score"] if hits else None,
                    "hits": hits,
                },
                "facets": {
                    "brand": {
                        "buckets": [{"key": brand, "doc_count": n} for brand, n in zip(brands, counts, strict=False)]
                    },
                    "price": {"min": 0.99, "max": round(r.uniform(100, 900), 2)},
                },
                "page": {"from": start, "size": size, "count": len(hits)},
            },
        )

    return answer
