"""Reads JSON bodies as I-JSON (RFC 7493): only what every store and every answer can write again."""

from __future__ import annotations

from typing import Any

from flask import Request, abort
from webargs.flaskparser import FlaskParser

from shared.interoperable import is_interoperable


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
