"""Why a pair, why not another, what a change costs: sentences made from a proposal's data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy
from flask_babel import ngettext

from gateway.matching_words import BLOCKS
from gateway.selection_words import moment
from gateway.sharing_words import INTERESTS, slot
from gateway.words import THEMES, word

RULES: Final = {
    **BLOCKS,
    "locked": lazy("the pair is fixed; free it first"),
    "gone": lazy("somebody of the pair is no candidate any more"),
    "by_hand": lazy("taken out of the pair by hand"),
}
RUN_STATUSES: Final = {
    "queued": lazy("being computed"),
    "draft": lazy("draft"),
    "adopted": lazy("adopted"),
    "discarded": lazy("put away"),
    "cancelled": lazy("cancelled"),
    "failed": lazy("did not work"),
}
STEPS: Final = {
    "waiting": lazy("waits for its turn"),
    "loading": lazy("reads the bases, ballots and places"),
    "optimal": lazy("looks for the best pairs for all"),
    "stable": lazy("looks for stable pairs"),
    "explain": lazy("collects the reasons"),
    "storing": lazy("stores the draft"),
}
COMPOSITIONS: Final = {
    "any": lazy("any mentees together"),
    "homogeneous": lazy("mentees with one theme"),
    "mixed": lazy("mentees with different themes"),
}
MODES: Final = {
    "optimal": lazy("best for all together"),
    "stable": lazy("stable"),
}
FAILURES: Final = {
    "crashed": lazy("The computation broke off three times. Try again; if it happens again, tell"
                    " whoever runs the system."),
    "internal": lazy("Something went wrong on our side. Try again; if it happens again, tell whoever"
                     " runs the system."),
    "lock-broken": lazy("A pair that you fixed is not possible any more: free it in the earlier draft"
                        " or put right what forbids it."),
    "too-large": lazy("There are too many people for one computation. Divide them by forms."),
    "form-not-chosen": lazy("The programme does not run this form."),
}  # fmt: skip
LEVELS: Final = {
    "served": lazy("Mentees with a mentor"),
    "kept": lazy("Standing pairs kept"),
    "first": lazy("First choices met"),
    "second": lazy("Second choices met"),
    "third": lazy("Third choices met"),
    "worst": lazy("Points of the worst pair"),
    "score": lazy("Points in all"),
}
FIGURES: Final = {
    "served": lazy("Mentees with a mentor"),
    "score": lazy("Points in all"),
    "mean_rank": lazy("Mean place of the mentor in the mentee's list"),
    "worst": lazy("Points of the worst pair"),
    "first_choices": lazy("First choices met"),
    "blocking": lazy("Pairs who would rather have each other"),
    "kept": lazy("Standing pairs kept"),
    "changed": lazy("Standing pairs changed"),
}
CHANGED: Final = {
    "mentor_gone": lazy("the mentor is no longer in the base"),
    "serves_others": lazy("so that somebody else gets a mentor too"),
    "rematch": lazy("the pair asked for another mentor"),
}
_RANKS: Final = {1: lazy("first"), 2: lazy("second"), 3: lazy("third")}
_MOST_REASONS: Final = 3
_FULL: Final = 1000


def share(points: object) -> str:
    """Of 1000 points, as people read it: 860 → 0,86."""
    return f"{int(str(points or 0)) / _FULL:.2f}".replace(".", _("decimal point"))


def figure(name: str, value: int) -> str:
    if name == "mean_rank":
        return f"{value / 100:.2f}".replace(".", _("decimal point"))
    return str(value)


def reasons(line: Mapping[str, Any], weights: Mapping[str, float]) -> list[str]:
    """The strongest three, the strongest first, each with its points."""
    points = line.get("contributions", {})
    ordered = sorted(points.items(), key=lambda item: (-item[1], item[0]))
    found = []
    for name, got in ordered:
        said = _reason(name, got, line.get("facts", {}), weights)
        if said and got > 0:
            found.append(_("%(reason)s (+%(points)s)", reason=said, points=got))
    return found[:_MOST_REASONS]


def _reason(
    name: str, got: int, facts: Mapping[str, Any], weights: Mapping[str, float]
) -> str | None:
    """Nothing for an open question: silence is no reason."""
    if name == "theme" and facts.get("themes"):
        return _("themes: %(list)s", list=_listed(facts["themes"], THEMES))
    if name == "time" and facts.get("times"):
        return _("time: %(list)s", list=", ".join(slot(str(one)) for one in facts["times"]))
    if name == "interests" and facts.get("interests"):
        return _("interests: %(list)s", list=_listed(facts["interests"], INTERESTS))
    if name == "ballot":
        return ranks(facts) or None
    if got < _most(name, weights):
        return None
    return {"area": _("the same district"), "wish": _("the wish about the mentor is met")}.get(name)


def _most(name: str, weights: Mapping[str, float]) -> int:
    whole = sum(weights.values()) or 1
    return round(_FULL * weights.get(name, 0) / whole)


def ranks(facts: Mapping[str, Any]) -> str:
    """What the ballots said, in one sentence; empty where they said nothing."""
    said = []
    if facts.get("rank_by_mentee") in _RANKS:
        said.append(_("the mentee's %(rank)s choice", rank=_RANKS[facts["rank_by_mentee"]]))
    if facts.get("rank_by_mentor") in _RANKS:
        said.append(_("the mentor's %(rank)s choice", rank=_RANKS[facts["rank_by_mentor"]]))
    return ", ".join(said)


def _listed(codes: Sequence[object], table: Mapping[str, Any]) -> str:
    return ", ".join(word(dict(table), code) for code in codes)


def missing(left: Mapping[str, Any]) -> list[str]:
    """Why a mentee has nobody, and what would help."""
    said = []
    if left.get("reason") == "no_place" and left.get("possible"):
        said.append(ngettext("%(num)s mentor would suit, but all places are taken by others.",
                             "%(num)s mentors would suit, but all places are taken by others.",
                             left["possible"]))  # fmt: skip
        if left.get("best"):
            said.append(_("Here the best pair would have %(best)s points; whoever holds the place is"
                          " worth more to the whole.", best=left["best"]))  # fmt: skip
    else:
        said.append(_("%(rule)s.", rule=_capital(word(dict(RULES), left.get("reason")))))
    if left.get("relax"):
        said.append(ngettext("Without the rule “%(rule)s” %(num)s mentor would suit.",
                             "Without the rule “%(rule)s” %(num)s mentors would suit.",
                             left.get("opens", 0), rule=word(dict(RULES), left["relax"])))  # fmt: skip
    return said


def funnel(left: Mapping[str, Any]) -> list[str]:
    """Each rule with the number of mentors that it rules out, the most first."""
    counts = sorted(left.get("funnel", {}).items(), key=lambda item: (-item[1], item[0]))
    return [
        ngettext("%(rule)s: %(num)s mentor", "%(rule)s: %(num)s mentors", count,
                 rule=_capital(word(dict(RULES), code)))
        for code, count in counts
    ]  # fmt: skip


def lost(loss: Mapping[str, int]) -> str:
    """What the whole loses by a change, level by level; says so where it loses nothing."""
    said = [
        _("%(level)s: %(change)s", level=LEVELS[name], change=signed(-value))
        for name, value in loss.items()
        if name in LEVELS and value
    ]
    return "; ".join(said) or _("costs nothing")


def signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


def differences(price: Mapping[str, Any]) -> list[tuple[str, int, int, str]]:
    """(level, before, after, difference) of a price; levels that nobody counts are left out."""
    before, after = price.get("before", {}), price.get("after", {})
    return [
        (str(LEVELS[name]), before[name], after[name], signed(after[name] - before[name]))
        for name in price.get("levels", ())
        if name in before and (name != "kept" or before[name] or after[name])
    ]


def why_changed(line: Mapping[str, Any]) -> str | None:
    """Why a standing pair was not kept."""
    code = line.get("changed")
    return word({**RULES, **CHANGED}, code) if code else None


def rule_words(codes: Iterable[str]) -> str:
    return "; ".join(word(dict(RULES), code) for code in codes)


def failure(found: Mapping[str, Any] | None) -> str:
    unknown = _("This is not possible now: a rule or the present state forbids it.")
    return str(FAILURES.get((found or {}).get("code", ""), unknown))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def board_words() -> dict[str, Any]:
    return {
        "RULES": RULES, "RUN_STATUSES": RUN_STATUSES, "STEPS": STEPS, "MODES": MODES,
        "COMPOSITIONS": COMPOSITIONS,
        "LEVELS": LEVELS, "FIGURES": FIGURES, "share": share, "figure": figure,
        "reasons": reasons, "missing": missing, "funnel": funnel, "lost": lost,
        "differences": differences, "why_changed": why_changed, "rule_words": rule_words,
        "failure": failure, "ranks": ranks, "moment": moment,
    }  # fmt: skip
