"""Files of the services on their way to the browser, as the services named them."""

from __future__ import annotations

from typing import Any

from flask import Response

from gateway.context import gateway, signed_in


def passed_on(service: str, path: str, **params: Any) -> Response:
    """GET as the signed-in person; raises what the service refused with."""
    answer = gateway().clients[service].request(
        "GET", f"/v1{path}", signed_in().scope(), params=params, seconds=30.0
    )  # fmt: skip
    kept = ("Content-Type", "Content-Disposition")
    headers = {name: answer.headers[name] for name in kept if name in answer.headers}
    return Response(answer.content, headers=headers)
