"""
Small worlds for measuring inference: operations of invented services, whose answers vary as real ones do.

Each world keeps a population (people, orders, stations …) and answers requests from it: fields are absent, null, empty and
repeated at rates of their own, names are of many languages, totals add up, links hold ids. A world is a function from a random
generator to a function that answers one request.
"""

from __future__ import annotations

from inference_worlds.accounts import findings, invoices, payouts
from inference_worlds.apparatus import devices, numbers, weather
from inference_worlds.journals import audit, commits, forecast
from inference_worlds.kit import Answered, World
from inference_worlds.messy import catalogue, issues, parcels, sensors, transactions
from inference_worlds.records import articles, people, repositories
from inference_worlds.trade import flights, orders, payments, quotes
from inference_worlds.unseen_field import features, loans, parking, rates, telemetry
from inference_worlds.unseen_office import builds, calendar, chat, contacts, subscriptions

__all__ = ["FURTHER", "MESSY", "REGULAR", "UNSEEN", "Answered", "World"]

REGULAR: tuple[World, ...] = (
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

MESSY: tuple[World, ...] = (
    World("/repos/acme/widget/issues/{number}", {"number": "path"}, issues),
    World("/accounts/{accountId}/transactions", {"accountId": "path"}, transactions),
    World("/search", {"q": "query", "offset": "query"}, catalogue),
    World("/parcels/{trackingNumber}", {"trackingNumber": "path"}, parcels),
    World("/sensors/{key}", {"key": "path"}, sensors),
)
FURTHER: tuple[World, ...] = (
    World("/projects/{repo}/repository/commits", {"repo": "path", "page": "query"}, commits),
    World("/v1/forecast", {"latitude": "query", "longitude": "query", "forecast_days": "query"}, forecast),
    World("/v1/invoices/{invoice}", {"invoice": "path"}, invoices),
    World("/products/_search", {"q": "query", "from": "query", "size": "query"}, findings),
    World("/audit", {"limit": "query"}, audit),
    World("/merchants/{merchantId}/payouts/{date}", {"merchantId": "path", "date": "path"}, payouts),
    World("/subscriptions/{subscriptionId}", {"subscriptionId": "path"}, subscriptions),
)
UNSEEN: tuple[World, ...] = (
    World("/calendars/{calendarId}/events", {"calendarId": "path"}, calendar),
    World("/crm/contacts/{contactId}", {"contactId": "path"}, contacts),
    World("/conversations.history", {"channel": "query"}, chat),
    World("/pipelines/{pipelineId}", {"pipelineId": "path"}, builds),
    World("/sites/{siteId}/telemetry", {"siteId": "path"}, telemetry),
    World("/quakes/query", {"minmagnitude": "query"}, features),
    World("/rates/{date}", {"date": "path"}, rates),
    World("/cards/{cardNumber}/loans", {"cardNumber": "path"}, loans),
    World("/parking/{city}", {"city": "path"}, parking),
)
"""Held out: nobody looked at more than their one figure while the rules of inference were made."""
