"""Behind every tick stand words and pages, never codes."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_babel import Babel

from gateway import pages, roadmap_links
from gateway.roadmap_words import MISSING, THINGS, changes, thing
from gateway.words import EVIDENCE
from services.reporting.application.evidence_rows import missing_rows, rows
from services.reporting.application.roadmap_paper import EVIDENCE as PRINTED
from services.reporting.application.roadmap_paper import Edition, approved_paper, execution_paper
from services.reporting.domain.evidence.board import prove
from services.reporting.domain.evidence.ledger import Ledger
from services.reporting.domain.roadmap.items import ITEMS
from shared.documents.paper import Table
from shared.domain.ids import PairingId
from tests.unit.reporting import year


@pytest.fixture(name="app")
def _app() -> Flask:
    app = Flask("gateway", root_path=str(Path(pages.__file__).parents[1]))
    Babel(app, locale_selector=lambda: "en")
    pages.register(app)
    return app


def test_every_thing_of_a_whole_year_is_told_in_words(app: Flask) -> None:
    ledger = Ledger(year.YEAR, _notes())
    seen = set()
    with app.test_request_context():
        for number, proof in prove(ledger).items():
            found = rows(proof, ledger)
            assert found, number
            for row in found:
                seen.add(row["kind"])
                assert not re.search(r"[a-z]_[a-z]", thing(row)), row
                assert row["on"], row
    assert seen <= set(THINGS)
    assert seen <= set(PRINTED)
    assert seen <= set(EVIDENCE)
    assert {"resource", "requests"} <= set(EVIDENCE) & set(PRINTED), (
        "which stand beside the meetings"
    )
    assert len(seen) > 25


def _notes() -> list[dict[str, Any]]:
    """The read model puts the day beside what this service says itself."""
    return [{"at": "2026-10-01", **said} for said in year.notes(year.whole())]


def test_every_item_says_what_to_do_and_every_page_exists(app: Flask) -> None:
    assert set(MISSING) == {item.number for item in ITEMS}
    targets = [*roadmap_links._DONE_AT.values(), *roadmap_links._SEEN_AT.values()]
    for page, parts in targets:
        rules = list(app.url_map.iter_rules(page))
        assert rules, page
        assert any(rule.arguments == set(parts) for rule in rules), page


def test_what_is_missing_is_of_the_kind_that_the_item_needs() -> None:
    third = year.activated(PairingId("three"), "pupil_pupil", year.MENTOR, year.CHILD)
    ledger = Ledger(year.YEAR, [*_notes(), *year.notes([third])])
    proofs = prove(ledger)
    (row,) = missing_rows("6.1", proofs["6.1"], ledger)
    assert (row["kind"], row["pairing"], row["person"]) == ("pairing", "three", None)
    assert row["people"] == [year.MENTOR, year.CHILD]


def test_a_change_is_told_field_by_field(app: Flask) -> None:
    change = {
        "item": "1.1",
        "before": {"ends": "2026-09-10", "role": "head", "person": None, "excluded": False},
        "after": {"ends": "2026-09-20", "role": None, "person": "x", "excluded": True},
    }
    with app.test_request_context():
        said = changes(change, {"x": "Anna"})
    assert said == [
        "ends on: 10.09.2026 → 20.09.2026", "person in charge: head → Anna",
        "does not apply any more",
    ]  # fmt: skip


def test_the_printed_form_names_stages_terms_and_who_is_in_charge() -> None:
    line = {"item": "1.1", "title": "Рассказать", "starts": "2026-09-01", "ends": "2026-09-10",
            "role": None, "person": "x", "name": "Щукина Анна", "excluded": False,
            "reason": None}  # fmt: skip
    gone, out = {**line, "item": "1.2", "name": None}, {
        **line, "item": "1.3", "excluded": True, "reason": "нет партнёров",
    }  # fmt: skip
    edition = Edition("Школа", "2026/27", 2, None, "Орлова Мария Сергеевна")
    paper = approved_paper(edition, [line, gone, out])
    (table,) = [block for block in paper.blocks if isinstance(block, Table)]
    assert table.rows[0] == ("Этап 1. Подготовка",)
    term = "01.09.2026 – 10.09.2026"
    assert table.rows[1] == ("1.1", "Рассказать", term, "Щукина Анна", "")
    assert table.rows[2][3] == "удалён"
    assert table.rows[3] == ("1.3", "Рассказать", "—", "—", "Не применяется: нет партнёров")
    assert paper.landscape
    assert "М. С. Орлова" in paper.approved[2]

    item = {"not_applicable": False, "ticked": False, "standing": "late", "due": "2026-09-10",
            "missing_count": 2, "evidence": []}  # fmt: skip
    report = execution_paper(edition, [line], {"1.1": item}, date(2026, 9, 15))
    (reported,) = [block for block in report.blocks if isinstance(block, Table)]
    assert reported.rows[1][4:] == ("просрочено, дней: 5", "не хватает: 2")
