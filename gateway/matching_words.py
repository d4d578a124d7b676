"""Words of the programme, the ballot, the agreement and the order."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.sharing_words import DAYS, INTERESTS, LANGUAGES, MEETING_WAYS, SUSPENDED, slot
from gateway.words import THEMES, word

_MOST = 6
VARIANTS = {
    "achiever_underachiever": lazy("achiever – underachiever"),
    "leader_passive": lazy("leader – passive"),
    "peer_peer": lazy("peer – peer, a shared project"),
    "adapted_newcomer": lazy("adapted – newcomer"),
    "experienced_young": lazy("experienced – young specialist"),
    "leader_in_difficulty": lazy("leader – teacher in difficulty"),
    "innovator_conservative": lazy("innovator – conservative"),
    "expert_novice": lazy("subject expert – subject novice"),
    "leader_indifferent": lazy("leader – indifferent"),
    "mentor_project_author": lazy("mentor – author of a project"),
    "professional_indifferent": lazy("active professional – indifferent"),
    "colleague_young_colleague": lazy("colleague – young colleague"),
    "employer_future_employee": lazy("employer – future employee"),
    "professional_choosing": lazy("successful professional – choosing student"),
    "employer_future_worker": lazy("employer – future worker"),
}
CRITERIA = {
    "theme": (lazy("Themes"), lazy("how much of what the mentee asks for the mentor offers")),
    "time": (lazy("Time"), lazy("how many free hours both have in common")),
    "interests": (lazy("Interests"), lazy("what both like to do")),
    "ballot": (lazy("Ballot"), lazy("whom each named after the general meeting")),
    "area": (lazy("Place"), lazy("whether both live or work in the same part of town")),
    "wish": (lazy("Wish"), lazy("whether the mentor is a man or a woman, where the mentee asked")),
    "recommendation": (lazy("Advice"), lazy("themes that teachers and specialists advise")),
    "outcomes": (lazy("Outcomes"), lazy("how the mentor’s earlier pairs ended")),
}  # fmt: skip
DECLINES = {
    "time": lazy("the time does not suit"),
    "not_suited": lazy("would rather work with somebody else"),
    "other_plans": lazy("other plans"),
    "other": lazy("another reason"),
}
ENDINGS = {
    "not_suited": lazy("they did not suit each other"),
    "time": lazy("their free time does not match"),
    "moved": lazy("moved to another school"),
    "completed_early": lazy("the goal is reached early"),
    "violation": lazy("the rules were broken"),
    "consent_ended": lazy("taking part has ended"),
    "mentor_left": lazy("the mentor left"),
    "other": lazy("another reason"),
}
ORDER_KINDS = {
    "formation": lazy("forms pairs"),
    "change": lazy("changes pairs"),
    "termination": lazy("ends pairs"),
}
BLOCKS = {
    "consent": lazy("a consent is missing"),
    "not_ready": lazy("the mentor is not admitted, or failed the training"),
    "permission": lazy("the mentor has not permitted this school or form"),
    "no_place": lazy("the place has gone to somebody else"),
    "closed": lazy("the mentor takes no new mentees"),
    "same_person": lazy("nobody is their own mentor"),
    "form": lazy("the two want different forms"),
    "variant": lazy("the two see themselves in different roles"),
    "age": lazy("the ages do not suit the form"),
    "background": lazy("the mentor’s background check is missing or over"),
    "way": lazy("one meets online only, the other in person only"),
    "time": lazy("they have no free hour in common"),
    "language": lazy("they have no language in common"),
    "contraindication": lazy("a specialist advises against it"),
    "veto": lazy("one of the two would rather not"),
    "banned": lazy("the coordinator keeps the two apart"),
    "paired": lazy("the mentee is in another pair"),
    "stopped": lazy("somebody does not take part now"),
    "last-member": lazy("nobody would be left in the group"),
    "pairing-dropped": lazy("the pair was dropped"),
    "pairing-proposed": lazy("not everybody has agreed"),
    "pairing-ended": lazy("the pair has ended"),
    "one_left": lazy("one mentee is left of the group"),
}
RANKS = {"1": lazy("first"), "2": lazy("second"), "3": lazy("third")}


def slots(codes: list[str]) -> str:
    order = {day: number for number, day in enumerate(DAYS)}
    ordered = sorted(codes, key=lambda code: (order.get(code[:3], 9), code))
    shown = ", ".join(slot(code) for code in ordered[:_MOST])
    return _("%(times)s and others", times=shown) if len(ordered) > _MOST else shown


def why(facts: dict[str, Any], mentor: bool) -> list[str]:
    """Two or three sentences for the mentor or for the mentee, the strongest first."""
    found = []
    if facts.get("themes"):
        themes = _joined(facts["themes"], THEMES)
        found.append(
            _("The mentee looks for help with: %(themes)s. You offer it.", themes=themes)
            if mentor
            else _("You look for help with: %(themes)s. The mentor offers it.", themes=themes)
        )
    if str(facts.get("rank")) in RANKS:
        rank = word(RANKS, facts["rank"])
        found.append(_("In the ballot this was your %(rank)s choice.", rank=rank))
    if facts.get("interests"):
        found.append(_("You share: %(what)s.", what=_joined(facts["interests"], INTERESTS)))
    if facts.get("times"):
        found.append(_("You are both free: %(times)s.", times=slots(facts["times"])))
    if facts.get("languages") and not found:
        found.append(_("You both speak: %(what)s.", what=_joined(facts["languages"], LANGUAGES)))
    return found[:3] or [_("The coordinator proposes this pair.")]


def _joined(codes: list[str], table: dict[str, Any]) -> str:
    return ", ".join(word(table, code) for code in codes)


def for_templates() -> dict[str, Any]:
    return {
        "MEETING_WAYS": MEETING_WAYS, "INTERESTS": INTERESTS, "slots": slots, "why": why,
        "VARIANTS": VARIANTS, "CRITERIA": CRITERIA, "DECLINES": DECLINES, "ENDINGS": ENDINGS,
        "ORDER_KINDS": ORDER_KINDS, "BLOCKS": BLOCKS, "STOPS": {**SUSPENDED, **BLOCKS, **ENDINGS},
    }  # fmt: skip
