"""What the JSON files have in common."""

from __future__ import annotations

import msgspec


def readable(json: bytes) -> bytes:
    return msgspec.json.format(json, indent=2) + b"\n"


def schema_of(kind: type[msgspec.Struct], name: str) -> bytes:
    """Make the JSON Schema of a file from the struct that it is written from."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": name,
        **msgspec.json.schema(kind),
    }
    return readable(msgspec.json.encode(schema))
