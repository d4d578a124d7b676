"""Words of municipal rounds."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as lazy

ROUND_STATES = {
    "open": lazy("schools are joining"),
    "computing": lazy("the round is being computed"),
    "delivered": lazy("proposals are delivered"),
    "called_off": lazy("the round is called off"),
}
ROUND_PHASES = {
    "waiting": lazy("waiting for the worker"),
    "reading": lazy("reading the schools’ bases"),
    "weighing": lazy("weighing who suits whom"),
    "sharing": lazy("sharing the mentors between the schools"),
    "explaining": lazy("putting together each school’s proposal"),
    "delivering": lazy("delivering the proposals"),
}
ROUND_STOPS = {
    "by_hand": lazy("The computation was stopped. Nothing was delivered; start it again when you are ready."),
    "too-many": lazy("There are too many people for one round. Nothing was delivered."),
    "form-not-chosen": lazy("A school no longer runs a form that it joined with. It must join again."),
    "forms-not-chosen": lazy("A school no longer runs a form that it joined with. It must join again."),
}  # fmt: skip
NOT_COMPUTED = lazy(
    "The round could not be computed. Nothing was delivered; tell whoever runs the system."
)


def round_words() -> dict[str, Any]:
    return {
        "ROUND_STATES": ROUND_STATES,
        "ROUND_PHASES": ROUND_PHASES,
        "why_stopped": lambda code: ROUND_STOPS.get(code, NOT_COMPUTED),
    }
