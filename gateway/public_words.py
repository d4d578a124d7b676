"""Kinds and states of what is told to the public, as words."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.words import sentence
from shared.domain.errors import DomainError, Invalid

KINDS = {
    "result": lazy("News of the year"),
    "mentor": lazy("Best mentors"),
    "case": lazy("Stories of pairs"),
    "image": lazy("Pictures"),
}
"""In the order in which they stand on the page."""
ONE = {
    "result": lazy("news"),
    "mentor": lazy("best mentor"),
    "case": lazy("story of a pair"),
    "image": lazy("picture"),
}
STATES = {
    "draft": lazy("a first version"),
    "published": lazy("on the public page"),
    "approved": lazy("approved"),
    "withdrawn": lazy("withdrawn for good"),
}
PARTS = {
    "situation": lazy("How it began"),
    "goal": lazy("What was wanted"),
    "path": lazy("The way there"),
    "result": lazy("What came of it"),
}
QUOTES = lazy("Quotes")


_FIELDS = {
    **PARTS,
    "title": lazy("Heading"),
    "text": lazy("Text"),
    "alt": lazy("What the picture shows, for those who do not see it"),
    "people": lazy("Whom it names"),
    "quotes": QUOTES,
}


def refusal(error: DomainError) -> str:
    """As everywhere, with the fields named as they are on these forms."""
    if isinstance(error, Invalid) and error.fields and set(error.fields) <= set(_FIELDS):
        wrong = ", ".join(f"«{_FIELDS[name]}»" for name in _FIELDS if name in error.fields)
        return _("Check what you entered: %(fields)s", fields=wrong)
    return sentence(error)


def for_templates() -> dict[str, Any]:
    return {"PUBLIC_KINDS": KINDS, "ONE": ONE, "STATES": STATES, "PARTS": PARTS, "QUOTES": QUOTES}
