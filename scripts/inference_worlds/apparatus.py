"""What machines tell: weather stations, phone numbers, devices."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TYPE_CHECKING, Any

from inference_worlds.kit import CITIES, LAST, WORDS, Answered, hexid, iso, sentence, some_moment

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random


def weather(r: Random) -> Callable[[], Answered]:
    stations: list[dict[str, Any]] = [
        {
            "id": f"{r.choice('EKLR')}{''.join(r.choice('ABCDEFGHIJKLMNOPQRSTUVWXYZ') for _ in range(3))}",
            "name": r.choice(CITIES),
            "lat": round(r.uniform(-60, 70), 4),
            "lon": round(r.uniform(-170, 170), 4),
        }
        for _ in range(40)
    ]

    def answer() -> Answered:
        station = r.choice(stations)
        start = some_moment(r).replace(minute=0, second=0)
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
                "issued": iso(start),
                "hourly": hours,
                "alerts": [] if r.random() < 0.8 else [sentence(r, 3, 6)],
            },
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
                    "Label": r.choice(["", f"{r.choice(WORDS).title()} Corp", f"{r.choice(LAST)} & Co"]),
                    "Swaps": r.randrange(4),
                    "ResetAt": iso(some_moment(r))[:-1] + f".{r.randrange(100):02}",
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


def devices(r: Random) -> Callable[[], Answered]:
    def answer() -> Answered:
        online = r.random() < 0.7
        key = hexid(r, 24)
        return Answered(
            {"deviceId": key},
            {
                "_id": key,
                "deviceId": key,
                "serial": f"SN{r.randrange(10**8):08}",
                "mac": ":".join(hexid(r, 2) for _ in range(6)),
                "ip": f"10.{r.randrange(256)}.{r.randrange(256)}.{r.randrange(1, 255)}" if online else None,
                "online": online,
                "firmware": f"{r.randrange(1, 4)}.{r.randrange(10)}.{r.randrange(30)}",
                "battery": r.randrange(101),
                "signal": -r.randrange(30, 110),
                "model": r.choice(["TX-100", "TX-200", "RX-7"]),
                "lastSeen": int(some_moment(r).timestamp() * 1000),
                "location": {
                    "type": "Point",
                    "coordinates": [round(r.uniform(-180, 180), 5), round(r.uniform(-85, 85), 5)],
                },
                "readings": {channel: round(r.gauss(20, 6), 2) for channel in ("temp", "rh", "co2")},
                "owner": {"href": f"/users/{(owner := r.randrange(1, 2000))}", "id": owner},
                "labels": {f"{r.choice(WORDS)}": r.choice(WORDS) for _ in range(r.choice([0, 1, 2]))},
                "enabled": r.random() < 0.95,
            },
        )

    return answer
