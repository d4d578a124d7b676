"""What is told of a year: the public page, surveys, before/after, indicators, the municipality."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from services.reporting.domain.progress.decider import PROGRESS
from services.reporting.domain.survey.scales import SCALES
from shared.contracts import matching, participants
from shared.domain.ids import PairingId, PersonId, ProgrammeId, TenantId
from tests.integration.reporting.conftest import COUNCIL, PROGRAMME, SCHOOL, YEAR, Machine
from tests.unit.reporting.year import COMPANY, DAY, SEALED

pytestmark = pytest.mark.integration
MAX = PersonId("max")


def published(machine: Machine, *people: str) -> str:
    item = {"year": YEAR, "kind": "result", "title": "Итоги", "text": "Хороший год",
            "people": list(people)}  # fmt: skip
    publication: str = machine.call("POST", "/publications", item)["id"]
    machine.call("POST", f"/publications/{publication}/publish", {})
    return publication


def public(machine: Machine) -> list[Any]:
    found = machine.call("GET", "/publications/public", role="service")
    return [item["title"] for item in found["items"]]


def test_nothing_is_published_without_everyones_consent(machine: Machine) -> None:
    machine.consents.withdrawn.add(("ada", "publication_case"))
    item = {"year": YEAR, "kind": "case", "title": "Путь", "text": "…", "people": ["ada", "max"]}
    publication = machine.call("POST", "/publications", item)["id"]
    refusal = machine.call("POST", f"/publications/{publication}/publish", {}, status=409)
    assert (refusal["code"], refusal["people"]) == ("consent-missing", ["ada"])
    machine.settle()
    assert public(machine) == []


def test_a_withdrawal_empties_the_public_page_before_any_message_arrives(machine: Machine) -> None:
    published(machine, MAX)
    published(machine)
    machine.settle()
    assert public(machine) == ["Итоги", "Итоги"]
    machine.consents.withdrawn.add((MAX, "publication_case"))
    assert public(machine) == ["Итоги"]


def test_a_withdrawn_item_never_comes_back(machine: Machine) -> None:
    publication = published(machine, MAX)
    machine.settle()
    machine.withdraw(MAX, "publication_case")
    machine.settle()
    machine.consents.withdrawn.clear()
    machine.hear(participants.ConsentGiven(MAX, "publication_case", DAY))
    machine.settle()
    assert public(machine) == []
    machine.call("POST", f"/publications/{publication}/publish", {}, status=409)


def test_a_consent_that_ended_while_publishing_is_found_by_the_policy(machine: Machine) -> None:
    published(machine, MAX)
    machine.consents.withdrawn.add((MAX, "publication_case"))
    machine.hear(participants.ConsentEnded(MAX, "publication_case", "expired"))
    machine.settle()
    listed = machine.call("GET", "/publications")["items"]
    assert [item["status"] for item in listed] == ["withdrawn"]


def survey_of(machine: Machine, answers: int) -> str:
    body = {"year": YEAR, "role": "mentee", "closes": "2030-05-20"}
    survey: str = machine.call("POST", "/surveys", body)["id"]
    for number in range(answers):
        said = {"scales": dict.fromkeys(SCALES, 5 + number % 5), "text": f"слово {number}"}
        machine.call("POST", f"/surveys/{survey}/answers", said, role="mentee", person=f"p{number}")
    return survey


def test_a_survey_keeps_counts_and_shows_them_from_five_answers_on(machine: Machine) -> None:
    survey = survey_of(machine, 6)
    path = f"/surveys/{survey}"
    machine.call("POST", f"{path}/answers", {"scales": dict.fromkeys(SCALES, 5)}, role="mentor",
                 person="max", status=403)  # fmt: skip
    machine.call(
        "POST", f"{path}/answers", {"person": "p1", "scales": dict.fromkeys(SCALES, 9)},
        role="mentee", person="p0", status=403,
    )  # fmt: skip
    machine.hear(participants.PersonErased(PersonId("p0")))
    machine.settle()
    assert machine.call("GET", f"{path}/texts", status=409)["code"] == "survey-open"
    machine.call("POST", f"{path}/close", {})
    machine.settle()
    texts = machine.call("GET", f"{path}/texts")["items"]
    assert [text["text"] for text in texts] == [f"слово {number}" for number in range(1, 6)]
    shown = machine.call("GET", path)
    assert shown["results"]["answered"] == 5
    assert shown["results"]["satisfied"] == 3
    assert shown["results"]["distributions"]["goal"] == [0, 0, 0, 0, 1, 1, 1, 1, 1, 0]
    late = {"scales": dict.fromkeys(SCALES, 5)}
    machine.call("POST", f"{path}/answers", late, role="mentee", person="p9", status=409)


def test_an_answer_needs_the_consent_of_that_moment(machine: Machine) -> None:
    survey = survey_of(machine, 0)
    machine.consents.withdrawn.add(("p0", "participation"))
    answer = {"scales": dict.fromkeys(SCALES, 5)}
    path = f"/surveys/{survey}/answers"
    machine.call("POST", path, answer, role="mentee", person="p0", status=409)
    machine.settle()
    assert machine.call("GET", "/surveys")["items"][0]["answered"] == 0


def test_others_answer_under_a_mark_that_nobody_can_follow(machine: Machine) -> None:
    body = {"year": YEAR, "role": "guardian", "closes": "2030-05-20"}
    survey: str = machine.call("POST", "/surveys", body)["id"]
    path, said = f"/surveys/{survey}/answers", {"scales": dict.fromkeys(SCALES, 8)}
    chosen = {**said, "statements": ["families_help"]}
    for number in range(5):
        machine.call("POST", path, chosen, role="guardian", person=f"mother{number}")
    machine.call("POST", path, chosen, role="guardian", person="mother4")
    machine.call("POST", path, {**said, "text": "моя Аня"}, role="guardian", person="m", status=422)
    machine.call(
        "POST", path, {**said, "statements": ["x"]}, role="guardian", person="m", status=422
    )
    machine.call("POST", path, said, role="mentee", person="kid", status=403)
    machine.call("POST", path, {**said, "person": "9"}, role="guardian", person="m", status=403)
    machine.call("POST", path, {**said, "person": "9"}, role="coordinator")
    machine.settle()
    kept = str(list(machine.service.db.commits.find({"tenant": SCHOOL})))
    assert survey in kept
    assert "mother4" not in kept, "neither in events nor among who sent what"
    [shown] = machine.call("GET", "/surveys", role="guardian", person="mother0")["items"]
    assert (shown["answered"], shown["yours"]) == (6, True)
    machine.call("POST", f"{path}/withdraw", {}, role="guardian", person="mother0")
    machine.call("POST", f"/surveys/{survey}/close", {})
    machine.settle()
    results = machine.call("GET", f"/surveys/{survey}")["results"]
    assert (results["answered"], results["statements"]) == (5, {"families_help": 4})
    grounds = machine.call("GET", "/reports/grounds", year=YEAR)
    found = {one["code"]: one["count"] for one in grounds["swot"]["statements"]}
    assert (grounds["swot"]["answered"], found["families_help"]) == (5, 4)


def test_the_jury_decides_beside_the_ranking(machine: Machine) -> None:
    pairs(machine, 2)
    machine.hear(participants.TrainingCompleted("t", PersonId("m0"), YEAR, True))
    machine.settle()
    ranked = machine.call("GET", "/awards/ranking", year=YEAR)
    assert [(row["mentor"], row["rank"], row["score"]) for row in ranked["items"]] == [
        ("m0", 1, 10.0), ("m1", 2, 0.0),
    ]  # fmt: skip
    assert sum(one["weight"] for one in ranked["criteria"]) == 100
    body = {"year": YEAR, "mentor": "m1", "title": "Наставник года", "reason": "выручил класс"}
    award = machine.call("POST", "/awards", body)["id"]
    decision = {"chosen": True, "protocol": "№ 1: важнее помощь новичкам"}
    machine.call("POST", f"/awards/{award}/decide", decision)
    machine.settle()
    shown = machine.call("GET", f"/awards/{award}")
    assert (shown["status"], shown["rank"], shown["protocol"]) == (
        "chosen",
        2,
        decision["protocol"],
    )
    machine.call("GET", "/awards/ranking", year=YEAR, role="teacher", status=403)


def taken(pseudonym: str, stage: Any, calm: float, version: int = 1) -> Any:
    return participants.MeasurementTaken(
        ProgrammeId(PROGRAMME), pseudonym, "mentee", stage, "pupil", version, {"calm": calm}
    )


def six(machine: Machine) -> None:
    """Six complete pairs, from 1..6 to 4..9 by turns of two, three and four."""
    for number, who in enumerate("abcfgh"):
        machine.hear(taken(who, 1, 1 + number), taken(who, 2, 3 + number + number % 3))


def test_before_and_after_are_compared_by_pseudonym(machine: Machine) -> None:
    six(machine)
    machine.hear(
        taken("c2", 1, 1), taken("d", 1, 3),
        participants.MeasurementErased(ProgrammeId(PROGRAMME), "d"), taken("d", 2, 10),
    )  # fmt: skip
    machine.settle()
    [group] = machine.call("GET", "/comparisons", year=YEAR)["groups"]
    assert (group["n"], group["missing"], group["status"]) == (6, 1, "comparable")
    [calm] = group["parameters"]
    assert calm["missing"] == 1
    changes = calm["changes"]
    assert (changes["mean_change"], changes["median_change"], changes["rank_biserial"]) == (3, 3, 1)
    assert changes["wilcoxon_p"] == pytest.approx(2 / 2**6)
    assert changes["mean_interval"][0] < 3 < changes["mean_interval"][1]
    for who in "abcfgh":
        machine.hear(taken(who, 2, 6, version=2))
    machine.settle()
    [group] = machine.call("GET", "/comparisons", year=YEAR)["groups"]
    assert (group["status"], group["incomparable"]) == ("incomparable", 6)


def test_four_pairs_are_a_number_and_nothing_more(machine: Machine) -> None:
    for who in "abcd":
        machine.hear(taken(who, 1, 2), taken(who, 2, 9))
    machine.settle()
    [group] = machine.call("GET", "/comparisons", year=YEAR)["groups"]
    assert group["parameters"] == [
        {"parameter": "calm", "n": 4, "missing": 0, "before_median": None, "after_median": None,
         "changes": None}
    ]  # fmt: skip


def test_a_corrected_measurement_is_not_counted_twice(machine: Machine) -> None:
    six(machine)
    corrected = participants.MeasurementCorrected(
        ProgrammeId(PROGRAMME), "a", "mentee", 1, "pupil", 1, {"calm": 2}, "typing_error", 2
    )
    machine.hear(corrected)
    machine.hear(participants.MeasurementErased(ProgrammeId(PROGRAMME), "e"))
    machine.hear(replace(corrected, pseudonym="e"))
    machine.settle()
    [group] = machine.call("GET", "/comparisons", year=YEAR)["groups"]
    assert (group["n"], group["missing"]) == (6, 0)
    [calm] = group["parameters"]
    assert (calm["n"], calm["before_median"]) == (6, 3.5)
    assert calm["changes"]["mean_change"] == pytest.approx(17 / 6)


def pairs(machine: Machine, count: int) -> None:
    machine.call("POST", "/roadmaps", {"year": YEAR, "starts": "2026-09-01", "ends": "2027-05-31"})
    for number in range(count):
        mentor, mentee = PersonId(f"m{number}"), PersonId(f"c{number}")
        machine.hear(
            participants.MenteeAdmitted(mentee, YEAR, SEALED),
            participants.MentorListed(mentor, COMPANY, mentor, YEAR, 1, DAY, SEALED),
            matching.PairingActivated(
                PairingId(f"pair{number}"), ProgrammeId(PROGRAMME), YEAR, "employer_pupil", mentor,
                COMPANY, mentor, (mentee,), "order",
            ),
        )  # fmt: skip
    machine.settle()


def register(machine: Machine) -> None:
    registered = participants.OrganisationRegistered
    machine.hear(
        registered(COUNCIL, "municipality", COUNCIL), registered(SCHOOL, "school", COUNCIL),
        registered(COMPANY, "company", COUNCIL), tenant=COUNCIL,
    )  # fmt: skip
    machine.settle()


def dashboard(machine: Machine, **query: Any) -> Any:
    town = {"role": "municipal_admin", "tenant": COUNCIL}
    return machine.call("GET", "/dashboard", **town, year=YEAR, **query)


def first_of(month: int, year: int = 2026) -> datetime:
    return datetime(year, month, 1, 3, tzinfo=UTC)


def test_the_municipality_is_told_stages_at_once_and_only_changes(machine: Machine) -> None:
    register(machine)
    pairs(machine, 6)
    machine.tick()
    [school] = dashboard(machine)["schools"]
    assert (school["school"], school["counts"]) == (SCHOOL, {}), (
        "nobody is counted before a month end"
    )
    assert len(school["stages"]) == 7
    machine.restart_scheduler()
    machine.tick()
    assert machine.version_at(COUNCIL, PROGRESS, SCHOOL) == 1, "nothing new was to be told"


def test_a_month_end_is_published_once_and_frozen(machine: Machine) -> None:
    register(machine)
    pairs(machine, 6)
    machine.tick()
    machine.month_end(first_of(11))
    found = dashboard(machine)
    assert (found["month_end"], found["counted_on"]) == ("2026-10-31", "2026-11-01")
    assert found["totals"]["mentees"] == 6
    assert found["schools"][0]["counts"]["pairs_active"] == 6
    pairs(machine, 12)
    machine.month_end(datetime(2026, 11, 2, tzinfo=UTC))
    assert dashboard(machine)["totals"] == found["totals"], "a correction waits for the next"
    machine.month_end(first_of(12))
    assert dashboard(machine)["totals"]["mentees"] == 12
    frozen = dashboard(machine, as_of="2026-10-31")
    assert (frozen["totals"], frozen["published"]) == (found["totals"], ["2026-10-31"])
    town = {"role": "municipal_admin", "tenant": COUNCIL}
    listed = machine.call("GET", "/dashboard/month-ends", **town, year=YEAR)["items"]
    assert [one["month_end"] for one in listed] == ["2026-11-30", "2026-10-31"]
    machine.call("GET", "/dashboard", **town, year=YEAR, as_of="2026-12-31", status=404)
    machine.call("GET", "/dashboard", role="coordinator", year=YEAR, status=403)


def test_a_change_of_one_is_not_told_but_what_was_told_before_is(machine: Machine) -> None:
    register(machine)
    pairs(machine, 6)
    machine.month_end(first_of(11))
    machine.hear(matching.PairingSuspended(PairingId("pair0"), "consent_ended"))
    machine.settle()
    machine.month_end(first_of(12))
    [school] = dashboard(machine)["schools"]
    assert school["counts"]["pairs_active"] is None, "one suspended pair would follow from it"
    assert school["counts"]["pairs_other"] is None
    assert school["earlier"]["pairs_active"] == {"on": "2026-10-31", "count": 6}
    machine.month_end(first_of(1, 2027))
    [school] = dashboard(machine)["schools"]
    assert school["earlier"]["pairs_active"] == {"on": "2026-10-31", "count": 6}, "two months later"
    assert "pairs_active" not in dashboard(machine, as_of="2026-10-31")["schools"][0]["earlier"]


def test_a_small_schools_numbers_stay_at_home_and_no_late_count_is_published(
    machine: Machine,
) -> None:
    register(machine)
    pairs(machine, 3)
    machine.month_end(datetime(2026, 11, 11, tzinfo=UTC))
    assert dashboard(machine)["month_end"] is None
    machine.month_end(first_of(12))
    found = dashboard(machine)
    assert found["schools"][0]["counts"]["mentees"] is None
    assert found["totals"]["mentees"] is None
    stored = machine.service.db.commits.find_one({"tenant": COUNCIL, "stream": {"$regex": "month"}})
    assert stored is not None
    assert "parts" not in str(stored), "exact numbers are kept nowhere"


def test_indicators_of_a_school_and_its_municipality(machine: Machine) -> None:
    register(machine)
    pairs(machine, 6)
    entered = {"year": YEAR, "code": "mentees_10_19", "count": 60, "as_of": "2026-09-05"}
    machine.call("PUT", "/indicators/denominators", entered)
    target = {"year": YEAR, "code": "mentees_10_19", "percent": 12}
    machine.call("PUT", "/indicators/targets", target, status=403)
    machine.call("PUT", "/indicators/targets", target, role="head")
    machine.settle()
    rows = machine.call("GET", "/indicators", year=YEAR)["items"]
    row = next(row for row in rows if row["code"] == "mentees_10_19")
    assert (row["numerator"], row["denominator"], row["share"], row["met"]) == (6, 60, 10.0, False)
    machine.call("POST", "/indicators/count", {"year": YEAR})
    machine.settle()
    [kept] = machine.call("GET", "/indicators/counts", year=YEAR)["items"]
    assert {"code": "mentees_10_19", "numerator": 6, "denominator": 60} in kept["counts"]

    machine.tick()
    machine.month_end(first_of(11))
    entered = {"year": YEAR, "code": "enterprises", "count": 4, "as_of": "2026-09-05"}
    town = {"role": "municipal_admin", "tenant": COUNCIL}
    machine.call("PUT", "/indicators/denominators", entered, **town)
    machine.settle()
    rows = machine.call("GET", "/indicators", year=YEAR, **town)["items"]
    shares = {row["code"]: (row["numerator"], row["share"]) for row in rows}
    assert shares["enterprises"] == (1, 25.0)
    assert shares["mentees_10_19"] == (6, None)


def test_another_council_sees_no_school_of_this_one(machine: Machine) -> None:
    register(machine)
    pairs(machine, 6)
    machine.tick()
    other = TenantId("council-south")
    found = machine.call("GET", "/dashboard", role="municipal_admin", tenant=other, year=YEAR)
    assert found["schools"] == []
