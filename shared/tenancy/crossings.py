"""The closed table of what may cross from one tenant to another, and by whose permission."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Crossing:
    name: str
    sender: str
    receiver: str
    fields: tuple[str, ...]
    permission: str


CROSSINGS: Final[tuple[Crossing, ...]] = (
    Crossing("catalogue_entry", "mentor's home", "municipality",
             ("forms", "themes", "times", "ways"), "the mentor's, by opting in"),
    Crossing("sharing_request", "asking school", "mentor's home",
             ("school", "forms", "until", "places", "purpose"),
             "none: it holds no person of the asking school"),
    Crossing("mentor_card", "mentor's home", "asking school",
             ("name", "features", "capacity", "until", "hours"), "the mentor's, per school"),
    Crossing("place", "school", "mentor's home",
             ("programme", "places"), "a live permission"),
    Crossing("mentee_transfer", "school", "school",
             ("what the guardian confirms",), "the guardian's and, from 14, the child's"),
    Crossing("guardian_view", "school", "guardian",
             ("own children's documents",), "being the guardian"),
    Crossing("possible_duplicate", "tenant", "municipality",
             ("keyed hash", "ids of cards that look alike"), "none needed: no identity is shown"),
    Crossing("hours_and_awards", "school", "company",
             ("sums per own employee",), "the mentor's"),
    Crossing("progress", "school", "municipality",
             ("stages: ticked of applicable, late", "organisations that gave a mentor"),
             "none: it holds no person"),
    Crossing("month_end", "all schools", "municipality",
             ("counts by school and in all", "counts by theme", "who lends mentors to whom"),
             "no persons; small numbers and changes hidden across rows, sums and dates"),
    Crossing("publication", "school", "public",
             ("item by item",), "the publication consent of everyone named"),
    Crossing("company_application", "school or company", "municipality",
             ("name", "INN", "contact", "that it leaves"), "the company's own"),
    Crossing("organisation_standing", "municipality", "company",
             ("standing", "reason"), "none: it holds no person"),
    Crossing("round_call", "municipality", "school",
             ("year", "last day to join", "how far it is"), "none: it holds no person"),
    Crossing("round_entry", "school", "municipality",
             ("programme", "forms"), "the school's, by joining: it holds no person"),
    Crossing("round_proposal", "municipality's round", "school",
             ("own mentees' pairs with reasons", "own numbers"),
             "the mentor's, per school and form; the mentee's consent to take part"),
    Crossing("round_numbers", "school", "municipality",
             ("requests, served, guaranteed, places: counts",), "no persons; under 5 suppressed"),
    Crossing("erasure", "home", "all receivers", ("ids",), "the subject's"),
    Crossing("subject_access", "home", "all receivers", ("ids",), "the subject's, by asking"),
    Crossing("erasure_confirmed", "receiver", "home",
             ("ids", "what must be kept: kind, number, dates"), "the subject's"),
)  # fmt: skip

_BY_NAME: Final = {crossing.name: crossing for crossing in CROSSINGS}


def crossing_named(name: str) -> Crossing:
    """Raises ``KeyError`` for a crossing that nobody decided to allow."""
    return _BY_NAME[name]
