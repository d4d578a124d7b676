"""Reads JSON bodies as I-JSON (RFC 7493): only what every store and every answer can write again."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from flask import Request, abort
from webargs.flaskparser import FlaskParser

_LARGEST = 2**63


class BodyParser(FlaskParser):
    """400 for what the JSON reader itself gives up on (nesting, numbers of thousands of digits), for
    numbers outside 64 bits and for halves of surrogate pairs."""

    def load_json(self, req: Request, schema: Any) -> Any:
        try:
            body = super().load_json(req, schema)
        except (ValueError, RecursionError):
            abort(400)
        if not is_interoperable(body):
            abort(400)
        return body


def is_interoperable(body: Any) -> bool:
    """Whether every text can be written as UTF-8 and every number fits into 64 bits."""
    waiting = [body]
    while waiting:
        value = waiting.pop()
        if isinstance(value, Mapping):
            waiting += value.keys()
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
        elif isinstance(value, str):
            if not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value):
                return False
        elif isinstance(value, float):
            if not math.isfinite(value):
                return False
        elif isinstance(value, int) and not -_LARGEST <= value < _LARGEST:
            return False
    return True
