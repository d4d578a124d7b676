"""A mentor's standing permission: another school is answered at once and sees what it allows only."""

from __future__ import annotations

from functools import partial
from typing import Any

from infra.demo.asking import wait_for
from infra.demo.gathering import at_least
from infra.demo.town import School

ALLOWED = ("times", "way")


def standing(owner: School, asking: School) -> None:
    """The mentor allows beforehand; the request waits for nobody."""
    town, staff = owner.town, asking.coordinator
    mentor = _mentor_to_offer(owner)
    terms = {"forms": ["pupil_pupil"], "places": 1, "until": town.ends.isoformat()}
    path = f"/mentors/{mentor}"
    owner.mentor(mentor).post("participants", f"{path}/standing", {**terms, "fields": ALLOWED})
    before = _entries(asking)
    offer = {"offered": True, "paper": "заявление"}
    owner.coordinator.post("participants", f"{path}/catalogue", offer)
    (entry,) = wait_for(
        lambda: _entries(asking) - before, lambda new: len(new) == 1, "the catalogue"
    )
    asked = staff.post("participants", "/sharing/requests", {"entry": entry, **terms})["id"]
    rows = staff.until(
        "participants", "/sharing/requests",
        lambda rows: any(r["id"] == asked and r["status"] == "permitted" for r in rows),
    )  # fmt: skip
    asking.facts["asked"] = asking.facts.get("asked", 0) + 1
    owner.facts["shared"] = mentor
    card = next(row["card"] for row in rows if row["id"] == asked)
    _only_allowed(owner, asking, mentor, card)
    town.say(
        f"{asking.name}: наставник школы № {owner.number} по постоянному разрешению, "
        "в карточке только разрешённое"
    )


def _mentor_to_offer(owner: School) -> str:
    """One who may pair with pupils and is not in the catalogue yet."""
    rows = owner.coordinator.until(
        "participants", "/mentors", partial(at_least, 1), year=owner.town.year, form="pupil_pupil",
        own=True, offered=False,
    )  # fmt: skip
    free = {row["id"] for row in rows}
    return next(mentor for mentor in owner.mentors[8:] if mentor in free)


def _entries(school: School) -> set[str]:
    rows = school.coordinator.all("participants", "/catalogue", form="pupil_pupil")
    return {row["id"] for row in rows}


def _only_allowed(owner: School, asking: School, mentor: str, card: str) -> None:
    """What the home reads back is what the card shows, and the card has no other field."""
    told = owner.coordinator.get("participants", f"/mentors/{mentor}/sharing")
    there = next(one for one in told["schools"] if one["school"] == asking.tenant)
    held = asking.coordinator.until(
        "participants", "/mentors", lambda rows: any(r["id"] == card for r in rows),
        year=owner.town.year, own=False,
    )  # fmt: skip
    features: dict[str, Any] = next(row["features"] for row in held if row["id"] == card)
    hidden = set(told["choice"]) - set(ALLOWED)
    seen = {field for field, value in features.items() if value not in (None, "", [])}
    if set(there["shown"]) & hidden or seen & hidden or not set(ALLOWED) & seen:
        raise AssertionError(f"the card shows {sorted(seen)}, the home reads {there['shown']}")
