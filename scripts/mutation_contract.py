"""The contract whose promises are broken one at a time, and a body that keeps them all."""

from __future__ import annotations

import json
from typing import Any

UUID = "73af1e73-d7b3-4696-bdd9-5b407d9e99ee"
UUID_PATTERN = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
RECORD = {
    "type": "object",
    "required": ["Id", "Enabled", "Count", "Price", "Kind", "Owner", "Order", "Day", "Moment", "Stamp", "Link", "Code",
                 "Name", "Address", "Tags", "Status"],
    "properties": {
        "Id": {"type": "string"},
        "Enabled": {"type": "boolean"},
        "Count": {"type": "integer", "minimum": 0, "maximum": 99},
        "Price": {"type": "number"},
        "Kind": {"type": "string", "enum": ["mobile", "landline"]},
        "Owner": {"type": "string", "x-id-prefix": "TSUID", "pattern": f"^TSUID-{UUID_PATTERN}$"},
        "Order": {"type": "string", "format": "uuid"},
        "Day": {"type": "string", "x-date-dialect": "MM/DD/YYYY"},
        "Moment": {"type": "string", "x-date-dialect": "naive-date-time"},
        "Stamp": {"type": "string", "format": "date-time"},
        "Link": {"type": "string", "format": "uri"},
        "Code": {"type": "string", "pattern": "^[A-Z]{3}$"},
        "Name": {"type": "string", "minLength": 2, "maxLength": 20},
        "Note": {"type": "string", "nullable": True},
        "Device": {"type": "string", "x-checksum": "luhn"},
        "Payload": {"type": "string", "contentMediaType": "application/json"},
        "File": {"type": "string", "format": "byte"},
        "Updated": {"type": "integer", "x-date-dialect": "epoch-seconds"},
        "Number": {"type": "string", "x-id-prefix": "TNID"},
        "Status": {"type": "string"},
        "Address": {
            "type": "object",
            "additionalProperties": False,
            "required": ["City"],
            "properties": {"City": {"type": "string"}, "Zip": {"type": "string"}},
        },
        "Tags": {"type": "array", "minItems": 1, "maxItems": 3, "items": {"type": "string"}},
    },
    "x-validations": [{"rule": "!self.Enabled || self.Count != 0", "message": "what is enabled has a count"}],
}  # fmt: skip
DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "Records", "version": "1"},
    "servers": [{"url": "https://api.example.com"}],
    "paths": {
        "/records": {
            "get": {
                "parameters": [
                    {"name": "Page", "in": "query", "schema": {"type": "integer"}},
                    {"name": "Size", "in": "query", "schema": {"type": "integer"}},
                    {"name": "Status", "in": "query", "schema": {"type": "string"}, "x-assumed": {"filters": "/Status"}},
                ],
                "x-pagination": {
                    "page": "Page", "limit": "Size", "items": "/Records", "total": "/Total", "identity": "/Id",
                    "echo": {"Page": "/Page"},
                },
                "responses": {
                    "200": {
                        "description": "ok",
                        "headers": {"X-Request": {"required": True, "schema": {"type": "string"}}},
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "required": ["Total", "Page", "Records"],
                                    "properties": {
                                        "Total": {"type": "integer"},
                                        "Page": {"type": "integer"},
                                        "Records": {"type": "array", "items": RECORD},
                                    },
                                }
                            }
                        },
                    },
                    "400": {
                        "description": "no",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "additionalProperties": False,
                                    "required": ["StatusCode"],
                                    "properties": {"StatusCode": {"type": "integer"}, "Message": {"type": "string"}},
                                }
                            }
                        },
                    },
                },
            }
        }
    },
    "components": {"x-id-prefixes": {"TSUID": "subscriber", "SID": "schedule", "TNID": "number", "NID": "number"}},
}  # fmt: skip


def record(number: int) -> dict[str, Any]:
    return {
        "Id": f"R{number}",
        "Enabled": True,
        "Count": 2 + number,
        "Price": 1.5,
        "Kind": "mobile",
        "Owner": f"TSUID-{UUID}",
        "Order": UUID,
        "Day": "02/05/2023",
        "Moment": "2025-12-04T22:09:41.56",
        "Stamp": "2025-12-04T22:09:41Z",
        "Link": "https://example.com/a",
        "Code": "ABC",
        "Name": "Somebody",
        "Note": None,
        "Device": "490154203237518",
        "Payload": '{"a": 1}',
        "File": "SGVsbG8=",
        "Updated": 1764885600,
        "Number": "TNID-9772956561858",
        "Status": "Active",
        "Address": {"City": "Provo", "Zip": "84601"},
        "Tags": ["one", "two"],
    }


def page() -> str:
    """Return the text of a body that keeps every promise."""
    return json.dumps({"Total": 7, "Page": 2, "Records": [record(number) for number in range(3)]})
