"""What the check of a proposal's proof says, in sentences for the coordinator."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.board_words import LEVELS

PROVEN: Final = {
    "limit": lazy("Standing pairs that could stay if one more mentee were served"),
    "served": lazy("Mentees with a mentor, fixed pairs apart"),
    "worst": lazy("Pairs below the next higher floor, at the least"),
    "hash": lazy("The lot that leaves one answer"),
}
FAULTS: Final = {
    "altered": lazy("The proof that was stored with this proposal has been changed or lost."
                    " Compute the proposal anew."),
    "refuted": lazy("The check did not agree: the stored pairs are not the best there are, or the"
                    " stored data are wrong. Compute the proposal anew, and tell whoever runs the"
                    " system."),
    "failed": lazy("The check did not work. Try again later."),
}  # fmt: skip


def verdict(check: Mapping[str, Any]) -> str:
    """One plain sentence, or two where the draft is not what was computed any more."""
    if check["state"] == "failed":
        return str(FAULTS["failed"])
    if check["state"] != "done":
        return _("Being checked…")
    word = check["verdict"]
    if word == "none":
        return _("Nothing to check: this proposal has no proof. Groups are found by search, and"
                 " older proposals did not keep theirs.")  # fmt: skip
    if word == "withdrawn":
        return _(
            "It cannot be checked any more: the consent of somebody in it has ended, or their"
            " data were erased."
        )
    if word != "holds":
        return str(FAULTS[word])
    if check["pairs"]["same"]:
        return _("Checked: by the school's rules nothing better is possible.")
    return _("Checked: by the school's rules nothing better than what was computed is possible."
             " Since then the draft was changed by hand, or the other way was chosen.")  # fmt: skip


def levels(check: Mapping[str, Any]) -> list[tuple[str, int, int, int]]:
    """(what, value, what nothing can exceed, difference) of each level, in their order."""
    return [
        (str(PROVEN.get(one["level"]) or LEVELS[one["level"]]), *_numbers(one))
        for one in check.get("levels", ())
    ]


def _numbers(level: Mapping[str, Any]) -> tuple[int, int, int]:
    sign = -1 if level["level"] == "worst" else 1  # counted as a loss
    return sign * level["value"], sign * level["bound"], level["gap"]


def check_words() -> dict[str, Any]:
    return {"verdict": verdict, "proven_levels": levels}
