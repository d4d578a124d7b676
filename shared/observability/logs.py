"""JSON logs with a closed list of keys: what is not on it does not reach the log."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

import structlog

ALLOWED: Final = frozenset({
    "event", "level", "timestamp", "component", "service", "tenant", "actor", "correlation", "route",
    "method", "status", "ms", "reason", "failures", "thread", "follower", "stream", "topic",
    "partition", "position", "count", "job", "commit", "bus", "name", "generation", "code", "lag",
})  # fmt: skip


def _only_allowed(logger: Any, method: str, event: MutableMapping[str, Any]) -> Mapping[str, Any]:
    return {key: value for key, value in event.items() if key in ALLOWED}


def configure(service: str) -> None:
    """JSON lines on standard output. Exceptions are named by their kind, never by their text."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _only_allowed,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stdout),
        cache_logger_on_first_use=True,
    )
    structlog.contextvars.bind_contextvars(service=service)
    for noisy in ("kafka", "pymongo", "werkzeug", "httpx"):
        logging.getLogger(noisy).setLevel(logging.CRITICAL)


def logger(name: str) -> Any:
    return structlog.get_logger(component=name)
