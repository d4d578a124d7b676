"""What can go wrong, as a short tree; ``shared.http.problems`` maps each to a status.

DomainError
├── NotFound               404  also another tenant's thing
├── Forbidden              403  the role may not do this in its own tenant
├── Refused                409  a rule of the domain says no
│   ├── AlreadyExists      409
│   └── ConsentMissing     409  no live consent for the purpose
├── Conflict               412  the thing changed since it was read
├── IdempotencyConflict    409  the same key came with another body
├── Invalid                422  the input breaks its form
└── Unavailable            503  a peer needed for the answer did not reply in time
"""

from __future__ import annotations

from collections.abc import Mapping


class DomainError(Exception):
    """A sentence for the person who asked; it never holds personal data."""

    code = "error"

    def __init__(self, message: str, *, code: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        if code is not None:
            self.code = code


class NotFound(DomainError):
    code = "not-found"


class Forbidden(DomainError):
    code = "forbidden"


class Refused(DomainError):
    code = "refused"


class AlreadyExists(Refused):
    code = "already-exists"


class ConsentMissing(Refused):
    """``people`` are the ids without a live consent for ``purpose``."""

    code = "consent-missing"

    def __init__(self, purpose: str, people: tuple[str, ...]) -> None:
        super().__init__(f"no live consent for the purpose “{purpose}”")
        self.purpose = purpose
        self.people = people


class Conflict(DomainError):
    code = "version-conflict"


class IdempotencyConflict(DomainError):
    code = "idempotency-conflict"


class Invalid(DomainError):
    """``fields`` maps a dotted path to plain sentences."""

    code = "invalid"

    def __init__(self, message: str, fields: Mapping[str, list[str]] | None = None) -> None:
        super().__init__(message)
        self.fields = dict(fields or {})


class Unavailable(DomainError):
    code = "unavailable"
