"""Which sites may show a page inside theirs: none at all, but for the block of the public page."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response, after_this_request, g


def framed_by(sites: Sequence[str]) -> None:
    """Lets these origins frame the answer under way, and nothing run in it. Without a site the answer
    stays as closed as every other page."""
    if not sites:
        return
    g.framed = True
    policy = (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        f"frame-ancestors {' '.join(sites)}"
    )

    @after_this_request
    def allow(response: Response) -> Response:
        response.headers["Content-Security-Policy"] = policy
        return response
