"""The held-out half, people and their work: calendar events, contacts with every field optional, a chat, subscriptions, builds."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import CITIES, FIRST, LAST, WORDS, Answered, base62, hexid, iso, sentence, skewed, some_moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def calendar(r: Random) -> Callable[[], Answered]:
    owners = [f"{r.choice(WORDS)}.{r.choice(WORDS)}{i}@office.test" for i in range(20)]

    def answer() -> Answered:
        owner = r.choice(owners)
        moment, events = some_moment(r).replace(second=0), []
        for _ in range(r.choice([0, 1, 3, 6])):
            moment += dt.timedelta(minutes=r.randrange(15, 4000))
            key = "".join(r.choice("abcdefghijklmnopqrstuv0123456789") for _ in range(26))
            whole_day = r.random() < 0.1
            ends = moment + dt.timedelta(minutes=r.choice([30, 60, 90]))
            event: dict[str, Any] = {
                "kind": "calendar#event",
                "etag": f'"{r.randrange(10**15, 10**16)}"',
                "id": key,
                "status": r.choices(["confirmed", "tentative", "cancelled"], [93, 6, 1])[0],
                "htmlLink": f"https://calendar.office.test/event?eid={key}",
                "created": moment.strftime("%Y-%m-%dT%H:%M:%S.000Z"),
                "summary": sentence(r, 1, 5),
                "organizer": {"email": owner, "self": True},
                "start": {"date": f"{moment:%Y-%m-%d}"}
                if whole_day
                else {"dateTime": moment.strftime("%Y-%m-%dT%H:%M:%S+02:00"), "timeZone": "Europe/Berlin"},
                "end": {"date": f"{moment + dt.timedelta(days=1):%Y-%m-%d}"}
                if whole_day
                else {"dateTime": ends.strftime("%Y-%m-%dT%H:%M:%S+02:00"), "timeZone": "Europe/Berlin"},
                "iCalUID": f"{key}@office.test",
                "sequence": skewed(r, 6),
                "reminders": {"useDefault": r.random() < 0.9},
            }
            if r.random() < 0.4:
                event["location"] = r.choice([f"Room {r.randrange(1, 40)}", r.choice(CITIES), sentence(r, 2, 5)])
            if r.random() < 0.6:
                event["attendees"] = [
                    {
                        "email": each,
                        "responseStatus": r.choices(["accepted", "needsAction", "declined"], [60, 36, 4])[0],
                    }
                    for each in r.sample(owners, r.choice([1, 2, 4]))
                ]
            if r.random() < 0.2:
                event["recurringEventId"] = key[:16]
            events.append(event)
        return Answered(
            {"calendarId": owner},
            {
                "kind": "calendar#events",
                "summary": owner,
                "updated": moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{r.randrange(1000):03}Z",
                "timeZone": r.choice(["Europe/Berlin", "UTC", "America/New_York"]),
                "accessRole": r.choice(["owner", "owner", "reader"]),
                "nextSyncToken": f"C{base62(r, 30)}==",
                "items": events,
            },
        )

    return answer


def contacts(r: Random) -> Callable[[], Answered]:
    serial = [r.randrange(10**4, 10**5)]

    def answer() -> Answered:
        serial[0] += r.choice([1, 1, 1, 4])
        first, last = r.choice(FIRST), r.choice(LAST)
        contact: dict[str, Any] = {
            "id": str(serial[0]),
            "createdAt": iso(made := some_moment(r)),
            "updatedAt": iso(made + dt.timedelta(seconds=skewed(r, 10**7))),
            "archived": r.random() < 0.03,
            "properties": {"hs_object_id": str(serial[0]), "createdate": iso(made), "firstname": first},
        }
        for name, chance, give in (
            ("lastname", 0.9, last),
            ("email", 0.8, f"{r.choice(WORDS)}@{r.choice(['mail.test', 'x.example', 'post.example'])}"),
            ("phone", 0.4, r.choice([f"+1{r.randrange(10**9, 10**10)}", f"0{r.randrange(10**8)}", ""])),
            ("company", 0.5, f"{r.choice(LAST)} {r.choice(['GmbH', 'Ltd.', '& Sons', 'S.A.'])}"),
            (
                "lifecyclestage",
                0.7,
                r.choices(["lead", "customer", "subscriber", "evangelist"], [50, 30, 19, 1])[0],
            ),
            ("website", 0.15, f"http://{r.choice(WORDS)}.example"),
            ("num_notes", 0.3, str(skewed(r, 40))),
            ("birthday", 0.05, f"{r.randrange(1950, 2005)}-{r.randrange(1, 13):02}-{r.randrange(1, 29):02}"),
        ):
            if r.random() < chance:
                contact["properties"][name] = None if r.random() < 0.05 else give
        if contact["archived"]:
            contact["archivedAt"] = contact["updatedAt"]
        return Answered({"contactId": contact["id"]}, contact)

    return answer


def chat(r: Random) -> Callable[[], Answered]:
    users = [f"U{''.join(r.choice('0123456789ABCDEFGHJKLMNPQRSTVWXYZ') for _ in range(10))}" for _ in range(40)]
    channels = [f"C{''.join(r.choice('0123456789ABCDEFGHJKLMNPQRSTVWXYZ') for _ in range(10))}" for _ in range(15)]

    def answer() -> Answered:
        channel, moment, messages = r.choice(channels), some_moment(r).timestamp(), []
        for _ in range(r.choice([1, 4, 9])):
            moment -= r.randrange(1, 9000)
            stamp = f"{int(moment)}.{r.randrange(10**6):06}"
            message: dict[str, Any] = {
                "type": "message",
                "user": r.choice(users),
                "text": sentence(r, 1, 14) + r.choice(["", "", " :tada:", f" <@{r.choice(users)}>"]),
                "ts": stamp,
                "client_msg_id": f"{hexid(r, 8)}-{hexid(r, 4)}-4{hexid(r, 3)}-a{hexid(r, 3)}-{hexid(r, 12)}",
                "team": "T0ACME777",
            }
            if r.random() < 0.25:
                repliers = r.sample(users, r.choice([1, 1, 2, 3]))
                message |= {
                    "thread_ts": stamp,
                    "reply_count": len(repliers) + skewed(r, 5),
                    "reply_users_count": len(repliers),
                    "latest_reply": f"{int(moment) + r.randrange(5, 10**5)}.{r.randrange(10**6):06}",
                    "reply_users": repliers,
                    "is_locked": False,
                }
            if r.random() < 0.15:
                message["reactions"] = [
                    {
                        "name": r.choice(["+1", "eyes", "tada", "heart"]),
                        "users": (by := r.sample(users, r.choice([1, 1, 2]))),
                        "count": len(by),
                    }
                ]
            messages.append(message)
        return Answered(
            {"channel": channel},
            {
                "ok": True,
                "oldest": messages[-1]["ts"],
                "messages": messages,
                "has_more": (more := r.random() < 0.3),
                "pin_count": skewed(r, 30),
                "response_metadata": {"next_cursor": f"bmV4dF90czo{base62(r, 16)}" if more else ""},
            },
        )

    return answer


def subscriptions(r: Random) -> Callable[[], Answered]:
    plans = [
        (f"plan_{word}_{cycle}", cents, cycle)
        for word, cents in (("basic", 900), ("team", 2900), ("scale", 9900))
        for cycle in ("month", "year")
    ]

    def answer() -> Answered:
        key, customer = f"sub_{base62(r, 14)}", f"{r.randrange(10**6, 10**8)}"
        plan, cents, cycle = r.choice(plans)
        seats = r.choice([1, 1, 1, 3, 12])
        begun = int(some_moment(r).timestamp())
        ended = r.random() < 0.12
        length = 2592000 if cycle == "month" else 31536000
        return Answered(
            {"subscriptionId": key},
            {
                "subscription": {
                    "id": key,
                    "customer_id": customer,
                    "plan_id": plan,
                    "plan_unit_price": cents,
                    "plan_quantity": seats,
                    "plan_amount": cents * seats,
                    "billing_period": 1,
                    "billing_period_unit": cycle,
                    "status": "cancelled"
                    if ended
                    else r.choices(["active", "in_trial", "non_renewing"], [90, 8, 2])[0],
                    "current_term_start": begun,
                    "current_term_end": begun + length,
                    "next_billing_at": None if ended else begun + length,
                    "cancelled_at": begun + r.randrange(length) if ended else None,
                    "cancel_reason": r.choice(["not_paid", "no_card", None]) if ended else None,
                    "created_at": begun - r.randrange(0, 10**7),
                    "updated_at": begun + skewed(r, 10**6),
                    "resource_version": begun * 1000 + r.randrange(1000),
                    "deleted": False,
                    "currency_code": r.choice(["EUR", "USD"]),
                    "has_scheduled_changes": r.random() < 0.01,
                    "mrr": cents * seats // (1 if cycle == "month" else 12),
                    "addons": [
                        {
                            "id": f"addon_{r.choice(WORDS)}",
                            "quantity": (n := r.choice([1, 2])),
                            "unit_price": 500,
                            "amount": 500 * n,
                        }
                        for _ in range(r.choice([0, 0, 0, 1, 2]))
                    ],
                },
                "customer": {
                    "id": customer,
                    "first_name": r.choice(FIRST),
                    "last_name": r.choice(LAST),
                    "email": f"{r.choice(WORDS)}{r.randrange(99)}@mail.test",
                    "auto_collection": r.choice(["on", "on", "off"]),
                    "net_term_days": r.choice([0, 0, 14, 30]),
                    "vat_number": None if r.random() < 0.7 else f"DE{r.randrange(10**9):09}",
                },
            },
        )

    return answer


def builds(r: Random) -> Callable[[], Answered]:
    number = [r.randrange(100, 900)]

    def answer() -> Answered:
        number[0] += 1
        begun = some_moment(r)
        jobs: list[dict[str, Any]] = []
        slug = f"gh/{r.choice(['acme', 'initech'])}/{r.choice(WORDS)}"
        key = f"{hexid(r, 8)}-{hexid(r, 4)}-4{hexid(r, 3)}-b{hexid(r, 3)}-{hexid(r, 12)}"
        broken = r.random() < 0.2
        for name in ["lint", "test", "package", "deploy"][: r.choice([2, 3, 4])]:
            took = skewed(r, 900) + 3
            jobs.append(
                {
                    "name": name,
                    "job_number": number[0] * 10 + len(jobs),
                    "status": "failed"
                    if broken and name == "test"
                    else "skipped"
                    if broken and name in {"package", "deploy"}
                    else "success",
                    "started_at": iso(begun),
                    "stopped_at": iso(begun + dt.timedelta(seconds=took)),
                    "duration_s": took,
                    "web_url": f"https://ci.test/{slug}/jobs/{number[0] * 10 + len(jobs)}",
                    "artifacts": [f"{name}-{number[0]}.{r.choice(['log', 'tar.gz'])}" for _ in range(r.choice([0, 1]))],
                }
            )
        return Answered(
            {"pipelineId": key},
            {
                "id": key,
                "number": number[0],
                "project_slug": slug,
                "state": "errored" if broken else "created",
                "created_at": iso(begun),
                "updated_at": iso(begun + dt.timedelta(seconds=sum(job["duration_s"] for job in jobs))),
                "trigger": {
                    "type": r.choice(["webhook", "webhook", "schedule", "api"]),
                    "actor": {"login": r.choice(WORDS), "avatar_url": None},
                },
                "vcs": {
                    "branch": r.choice(["main", "main", f"feature/{r.choice(WORDS)}", f"fix-{r.randrange(999)}"]),
                    "revision": hexid(r, 40),
                    "provider_name": "GitHub",
                },
                "jobs": jobs,
                "job_count": len(jobs),
                "errors": [{"type": "plan", "message": sentence(r, 3, 8)}] if broken else [],
            },
        )

    return answer
