"""Whom an indicator counts: each person once, and only those who stand in its denominator."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from hypothesis import given
from hypothesis import strategies as st

from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.indicators.catalogue import Share
from services.reporting.domain.progress.counting import numerators, partners
from services.reporting.domain.progress.exact import MentorsAtHome
from shared.contracts import matching, participants
from shared.contracts.features import FORMS
from shared.domain.ids import PairingId, PersonId, TenantId
from tests.unit.reporting.year import COMPANY, DAY, MENTOR, ONE, SCHOOL, SEALED, TWO, YEAR, P, notes

OTHER, COUNCIL = TenantId("other-school"), TenantId("council")
NOT_COMPANIES = frozenset({SCHOOL, OTHER, COUNCIL})


def pairing(
    id: str, form: str, home: TenantId, at_home: str, card: str, *mentees: str
) -> matching.PairingActivated:
    return matching.PairingActivated(
        PairingId(id), P, YEAR, form, PersonId(card), home, PersonId(at_home),
        tuple(PersonId(one) for one in mentees), "order",
    )  # fmt: skip


def test_another_schools_pupil_is_counted_there_and_nowhere_else() -> None:
    here = Ledger(YEAR, notes([
        pairing(ONE, "pupil_pupil", SCHOOL, "max", "max", "kim"),
        pairing(TWO, "pupil_pupil", OTHER, "lena", "card", "ada"),
    ]))  # fmt: skip
    there = Ledger(YEAR, notes([pairing("three", "pupil_pupil", SCHOOL, "max", "card 2", "oleg")]))
    assert numerators(here, SCHOOL, NOT_COMPANIES)["mentors_15_19"] == Share(1, None)
    assert numerators(there, OTHER, NOT_COMPANIES)["mentors_15_19"] == Share(0, None)
    town = MentorsAtHome()
    town.add(here)
    town.add(there)
    assert town.of(SCHOOL) == {"mentors_15_19": 1, "mentors_other": 0}, "Max is a mentor twice"
    assert town.of(OTHER) == {"mentors_15_19": 1, "mentors_other": 0}, "Lena is one elsewhere only"


def test_a_card_in_the_base_is_the_mentor_of_its_home() -> None:
    listed = [
        participants.MentorListed(PersonId(card), home, PersonId(id), YEAR, 1, DAY, SEALED)
        for card, home, id in (("a", SCHOOL, "a"), ("b", OTHER, "bob"), ("c", COMPANY, "carl"))
    ]
    town = MentorsAtHome()
    town.add(Ledger(YEAR, notes(listed)))
    again = participants.MentorListed(PersonId("bob"), OTHER, PersonId("bob"), YEAR, 1, DAY, SEALED)
    town.add(Ledger(YEAR, notes([again])))
    assert [town.of(home)["mentors_other"] for home in (SCHOOL, OTHER)] == [1, 1]


def test_a_school_is_no_enterprise() -> None:
    """Of an employee whom the school entered, the school is the home."""
    ledger = Ledger(YEAR, notes([
        pairing(ONE, "employer_pupil", SCHOOL, MENTOR, MENTOR, "kim"),
        pairing(TWO, "employer_pupil", OTHER, "lena", "card", "ada"),
        pairing("three", "employer_student", COUNCIL, "ivan", "ivan", "oleg"),
    ]))  # fmt: skip
    assert partners(ledger, SCHOOL, NOT_COMPANIES) == ()
    assert partners(ledger, SCHOOL, frozenset()) == (COUNCIL, OTHER), "never itself"
    more = pairing("four", "employer_pupil", COMPANY, "far", "far", "kim")
    ledger = Ledger(YEAR, [*notes([more]), *ledger.ordered])
    assert partners(ledger, SCHOOL, NOT_COMPANIES) == (COMPANY,)
    assert numerators(ledger, SCHOOL, NOT_COMPANIES)["enterprises"] == Share(1, None)


def test_a_share_above_the_whole_is_no_share() -> None:
    assert Share(6, 5).percent is None, "the denominator was entered too low"
    assert Share(5, 5).percent == 100


@dataclass(frozen=True)
class Town:
    """Who there is at three schools and two companies, and who mentors whom where."""

    pupils: dict[TenantId, tuple[str, ...]]
    pairs: tuple[tuple[TenantId, str, TenantId, int, tuple[str, ...]], ...]
    """School of the pair, form, the mentor's home and number there, mentees of the school."""


SCHOOLS = (SCHOOL, OTHER, TenantId("third-school"))
COMPANIES = (COMPANY, TenantId("second-company"))


@st.composite
def towns(draw: st.DrawFn) -> Town:
    pupils = {
        school: tuple(f"{school} pupil {n}" for n in range(draw(st.integers(1, 6))))
        for school in SCHOOLS
    }
    pair = st.tuples(
        st.sampled_from(SCHOOLS), st.sampled_from(FORMS), st.sampled_from((*SCHOOLS, *COMPANIES)),
        st.integers(0, 5),
    )  # fmt: skip
    pairs = []
    for school, form, home, number in draw(st.lists(pair, max_size=25)):
        if form == "pupil_pupil" and home in COMPANIES:
            home = school
        mentees = draw(st.sets(st.sampled_from(pupils[school]), min_size=1, max_size=2))
        pairs.append((school, form, home, number, tuple(sorted(mentees))))
    return Town(pupils, tuple(pairs))


@given(towns())
def test_no_share_is_ever_above_the_whole(town: Town) -> None:
    """The denominators are all there are: each school's pupils and teachers, the town's companies."""
    told, home_of = defaultdict(list), MentorsAtHome()
    for number, (school, form, home, one, mentees) in enumerate(town.pairs):
        people = (
            town.pupils[home] if home in town.pupils else tuple(f"{home} {n}" for n in range(6))
        )
        at_home = people[one % len(people)]
        card = at_home if home == school else f"card of {at_home} at {school}"
        told[school].append(pairing(f"pair {number}", form, home, at_home, card, *mentees))
    partners_of_town: set[str] = set()
    for school in SCHOOLS:
        ledger = Ledger(YEAR, notes(told[school]))
        home_of.add(ledger)
        partners_of_town |= set(partners(ledger, school, SCHOOLS))
        there_are = {"mentees_10_19": len(town.pupils[school]),
                     "mentors_15_19": len(town.pupils[school]),
                     "young_teachers": len(town.pupils[school]),
                     "enterprises": len(COMPANIES)}  # fmt: skip
        for code, share in numerators(ledger, school, SCHOOLS).items():
            assert (share.numerator or 0) <= there_are.get(code, 0), (school, code)
    assert len(partners_of_town) <= len(COMPANIES)
    for school in SCHOOLS:
        assert home_of.of(school)["mentors_15_19"] <= len(town.pupils[school])
        young = {one % len(town.pupils[school]) for _, form, home, one, _ in town.pairs
                 if form == "pupil_pupil" and home == school}  # fmt: skip
        assert home_of.of(school)["mentors_15_19"] == len(young), "at whatever schools they are"
