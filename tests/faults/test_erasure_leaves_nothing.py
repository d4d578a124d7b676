"""After an erasure no byte of the person is left in any file; what was planted on purpose is found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from kafka import KafkaProducer
from kafka.admin import KafkaAdminClient

from shared.contracts.catalogue import PARTITIONS, TOPICS
from tests.faults.bytescan import forms_of, found_in
from tests.faults.load import YEAR, Caller, registered_school
from tests.faults.platform import CELL, Platform, silent_peer
from tests.faults.truth import check_logs, settle

pytestmark = [pytest.mark.integration, pytest.mark.faults, pytest.mark.timeout(400)]

PLAIN_FILES = ("--wiredTigerCollectionBlockCompressor", "none", "--wiredTigerJournalCompressor",
               "none")  # fmt: skip
CANARY = "Кенарь-Щеглов Ёрш"
KAFKA_CANARY = "Клёст-Еловик Юла"
UNTIL = f"{date.today().year + 1}-06-30"

ADULT = {
    "name": "Жыховцев-Щюкин Ъегъян Эльбрусович",
    "birth_date": "1949-02-13",
    "contact": "+7 921 555-83-17, zhykhovtsev@щюкин.example",
}
ADULT_ANSWERS = {
    "forms": ["student_pupil", "employer_pupil"],
    "themes": ["studies", "exams"],
    "capacity": 2,
    "area": "посёлок Верхнеёжиково",
    "workplace": "Мастерская ржавых шарманок",
    "achievements": "Пересёк Ыб на дельтаплане",
    "experience": "Дрессировал выхухолей",
}
CHILD = {
    "name": "Щюкина Цапля Ъегъяновна",
    "birth_date": f"{date.today().year - 13}-01-07",
    "contact": "+7 921 555-83-18",
}
CHILD_ANSWERS = {
    "forms": ["student_pupil"],
    "themes": ["studies"],
    "request": "Боюсь логарифмов и дирижаблей",
    "strengths": "Узнаю грибы по шороху",
    "area": "хутор Нижнеёжиково",
}
SECRETS: dict[str, str] = {
    "name": ADULT["name"],
    "surname": "Жыховцев",
    "surname in small letters": "жыховцев",
    "surname in capitals": "ЖЫХОВЦЕВ",
    "first name": "Ъегъян",
    "birth date": ADULT["birth_date"],
    "birth date as written here": "13.02.1949",
    "phone": "555-83-17",
    "phone, digits": "79215558317",
    "address": "zhykhovtsev@",
    "group": "Вахтёр-флейтист",
    "area": ADULT_ANSWERS["area"].split()[1],
    "workplace": "ржавых шарманок",
    "achievements": "Пересёк Ыб",
    "experience": "выхухолей",
    "child's name": CHILD["name"],
    "child's first name": "Цапля",
    "child's phone": "555-83-18",
    "child's birth date": CHILD["birth_date"],
    "child's class": "7 Ъ",
    "child's request": "логарифмов и дирижаблей",
    "child's strengths": "грибы по шороху",
    "child's area": "Нижнеёжиково",
}


def plain_platform(home: Path, bus: str) -> Iterator[Platform]:
    """Compression is off wherever it could hide a text from the scan."""
    with silent_peer() as peer:
        platform = Platform(
            home, ("participants", "matching"), bus=bus, silent_peer=peer, mongod_options=PLAIN_FILES
        )  # fmt: skip
        try:
            platform.start_servers()
            if platform.kafka is not None:
                _plain_topics(platform.kafka.bootstrap)
            platform.start_services()
            yield platform
        finally:
            platform.stop()


def _plain_topics(bootstrap: str) -> None:
    settings = {
        "compression.type": "uncompressed",
        "retention.ms": "-1",
        "retention.bytes": "-1",
        "cleanup.policy": "delete",
    }
    names = [f"{CELL}.{topic}" for topic in TOPICS]
    admin = KafkaAdminClient(bootstrap_servers=bootstrap)
    admin.create_topics(
        {
            name: {"num_partitions": count, "replication_factor": 1, "configs": settings}
            for name, count in {**dict.fromkeys(names, PARTITIONS), "scratch": 1}.items()
        },
        wait_for_metadata=True,
    )
    admin.close()


@pytest.fixture(name="embedded")
def _embedded(tmp_path: Path) -> Iterator[Platform]:
    yield from plain_platform(tmp_path, "embedded")


@pytest.fixture(name="over_kafka")
def _over_kafka(tmp_path: Path) -> Iterator[Platform]:
    yield from plain_platform(tmp_path, "kafka")


def test_nothing_is_left_on_the_embedded_bus(embedded: Platform) -> None:
    erase_and_look(embedded)


@pytest.mark.kafka
def test_nothing_is_left_on_kafka(over_kafka: Platform) -> None:
    assert over_kafka.kafka is not None
    producer = KafkaProducer(bootstrap_servers=over_kafka.kafka.bootstrap)
    for form in forms_of(KAFKA_CANARY).values():
        producer.send("scratch", form).get(timeout=10)
    producer.close()
    erase_and_look(over_kafka)
    segments = over_kafka.kafka.data
    assert {form for _, form, _ in found_in([segments], {"canary": KAFKA_CANARY})} == set(
        forms_of(KAFKA_CANARY)
    )
    stored = b"".join(
        path.read_bytes() for path in segments.rglob(f"{CELL}.participants.v1-*/*.log")
    )
    assert b"MentorListed" in stored, "the messages are in these files, uncompressed"


def erase_and_look(platform: Platform) -> None:
    people = _People(platform)
    people.join()
    assert people.crossed() == 2, "their features have reached the other service"
    scratch = platform.client["scratch"]["canary"]
    scratch.insert_many([{"as": name, "bytes": form} for name, form in forms_of(CANARY).items()])
    assert people.keys() > 0
    people.erase()
    settle(platform)
    people.assert_gone()
    assert people.keys() == 0
    check_logs(platform)
    platform.client.admin.command("fsync")
    home = platform.layout.home
    canary = found_in([home / "mongo"], {"canary": CANARY})
    assert {form for _, form, _ in canary} == set(forms_of(CANARY)), "the scan sees every form"
    assert {Path(file).parent.name for _, _, file in canary} >= {"journal"}
    assert {path.name for path in (home / "log").iterdir()} >= {
        "participants.log", "participants-worker.log", "matching-worker.log", "mongod.log",
    }  # fmt: skip
    assert found_in([home], SECRETS) == set()


class _People:
    """A mentor and a mentee who go through everything that holds personal texts."""

    def __init__(self, platform: Platform) -> None:
        self.platform = platform
        self.school = registered_school(platform)
        self.staff = Caller(platform, "participants", self.school, "coordinator", "service")
        self.matching = Caller(platform, "matching", self.school, "coordinator", "service")

    def join(self) -> None:
        post = self.staff.post
        self.adult = str(post("/people", ADULT)["id"])
        self.child = str(post("/people", CHILD)["id"])
        link = {"guardian": self.adult, "child": self.child}
        post("/guardianships", link)
        post("/guardianships/confirm", link)
        group = {"role": "mentor", "year": YEAR, "group": SECRETS["group"]}
        post(f"/people/{self.adult}/candidacies", group)
        group = {"role": "mentee", "year": YEAR, "group": SECRETS["child's class"]}
        post(f"/people/{self.child}/candidacies", group)
        for purpose in ("participation", "sharing"):
            self._consent(self.adult, purpose, "self")
        self._consent(self.child, "participation", "guardian")
        self._answer(self.adult, "mentor", ADULT_ANSWERS)
        self._answer(self.child, "mentee", CHILD_ANSWERS)
        post("/mentors", {"person": self.adult, "kind": "teacher", "capacity": 2})
        post(f"/mentors/{self.adult}/list", {"year": YEAR, "until": UNTIL})
        post(f"/mentors/{self.adult}/catalogue", {"offered": True, "paper": "№ 1"})
        post(f"/mentees/{self.child}/admit", {"year": YEAR})
        settle(self.platform)
        shown = self.staff.get(f"/people/{self.adult}")
        assert shown["name"] == ADULT["name"]
        assert self.staff.get("/people", q="жыхов")["items"], "found by name while not erased"

    def _consent(self, person: str, purpose: str, giver: str) -> None:
        body = {"person": person, "purpose": purpose, "giver": giver, "by": self.adult}
        self.staff.post("/consents", body | {"until": UNTIL, "assent": giver == "guardian"})

    def _answer(self, person: str, kind: str, answers: dict[str, Any]) -> None:
        form = {"person": person, "year": YEAR, "kind": kind}
        id = self.staff.post("/questionnaires", form)["id"]
        self.staff.post(f"/questionnaires/{id}/answers", {"answers": answers})

    def crossed(self) -> int:
        rows = [
            row
            for role in ("mentor", "mentee")
            for row in self.matching.get("/candidates", year=YEAR, role=role)["items"]
        ]
        return sum(bool(row["features"]) for row in rows)

    def erase(self) -> None:
        for person in (self.adult, self.child):
            self.staff.post(f"/people/{person}/erase")

    def keys(self) -> int:
        """Keys about the two, own and the bus's, that are still there."""
        subjects = {"$in": [self.adult, self.child]}
        return sum(
            self.platform.db(f"{name}_keys")[f"keys_{name}"].count_documents({"subject": subjects})
            for name in ("participants", "matching", "bus")
        )

    def assert_gone(self) -> None:
        """No route shows anything of them any more."""
        for person in (self.adult, self.child):
            assert self.staff.ask("GET", f"/people/{person}").status_code == 404
            names = self.staff.post("/people/names", {"people": [person]})
            assert names["names"] == {}
        answers = [
            self.staff.ask("GET", path, **query)
            for path, query in (
                ("/people", {}), ("/people", {"q": "жыхов"}), ("/candidates", {"year": YEAR}),
                ("/mentors", {"year": YEAR}),
                (f"/mentors/{self.adult}", {}), ("/mentees", {"year": YEAR}),
                ("/questionnaires", {"person": self.adult}),
                ("/questionnaires", {"person": self.child}), ("/consents", {"person": self.adult}),
                ("/guardianships", {"child": self.child}), ("/interviews", {"year": YEAR}),
            )
        ]  # fmt: skip
        answers += [
            self.matching.ask("GET", "/candidates", year=YEAR, role=role)
            for role in ("mentor", "mentee")
        ]
        for answer in answers:
            assert answer.status_code in (200, 404), (answer.url, answer.text)
            for name, text in SECRETS.items():
                assert text not in answer.text, f"{answer.url} still shows the {name}"
        assert answers[1].json()["items"] == []
