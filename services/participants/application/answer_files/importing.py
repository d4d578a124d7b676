"""Rows of a forms export as answers: shown row by row first, then kept; twice changes nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from services.participants.application.answer_files.cells import Unread, read_cell, read_line
from services.participants.application.answer_files.mapping import (
    SKIP,
    TIMESTAMP,
    Mapped,
    mapped,
    option_known,
)
from services.participants.application.answer_files.people import Candidates, Described
from services.participants.application.answer_files.reading import Sheet
from services.participants.application.answer_files.reasons import REASONS
from services.participants.application.people import opened_json
from services.participants.application.registering import record_response
from services.participants.application.templates import Template
from services.participants.domain.answers import answer_faults, is_empty
from services.participants.domain.questionnaire_response import commands as responses
from services.participants.domain.questionnaire_response.commands import purpose_of, response_id
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_response.events import Kind, Source
from shared.contracts.conditions import Question, questions_asked
from shared.domain.errors import Conflict, ConsentMissing, Invalid, NotFound, Refused
from shared.domain.ids import PersonId
from shared.http.gate import unconsented
from shared.service import Service
from shared.tenancy.scope import Scope

Action = Literal["new", "changed", "same", "older", "wrong"]


@dataclass(frozen=True, slots=True)
class Problem:
    """``column`` is the heading; ``reason`` a code of :data:`REASONS`."""

    column: str
    reason: str


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """``number`` as a spreadsheet shows it. A wrong row has problems and is left out; ``notes`` are
    cells that were left out of a right one."""

    number: int
    action: Action
    person: PersonId | None = None
    answers: Mapping[str, Any] | None = None
    problems: tuple[Problem, ...] = ()
    notes: tuple[Problem, ...] = ()
    stamp: str = ""
    key: str = ""


class AnswerFile:
    """One export of one school, for one version of a template and a year."""

    def __init__(
        self, service: Service, scope: Scope, template: Template, sheet: Sheet, *, year: str,
        source: Source,
    ) -> None:  # fmt: skip
        self._service = service
        self._scope = scope
        self._template = template
        self._kind: Kind = template["kind"]
        self._source = source
        self._year = year
        self._sheet = sheet
        self._questions: dict[str, Question] = {q["code"]: q for q in template["questions"]}
        self._unread: dict[str, dict[str, None]] = {}
        self.mapped: Mapped = mapped(service, scope, template, sheet.headings)

    def plan(self) -> list[PlannedRow]:
        """Reads everything and changes nothing."""
        candidates = Candidates(self._service, self._scope, self._kind, self._year)
        rows = [self._read(number, cells, candidates) for number, cells in self._sheet.rows]
        return self._judged(_latest(rows))

    def bring_in(self, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
        """Carries the right rows out; a rule that refuses one turns it into a wrong one."""
        return [self._carried_out(row) for row in rows]

    @property
    def unread_values(self) -> list[dict[str, Any]]:
        """After :meth:`plan`: what cells of closed questions say that no option is known for."""
        return [{"question": code, "texts": list(texts)} for code, texts in self._unread.items()]

    # Reading

    def _read(self, number: int, cells: Sequence[str], candidates: Candidates) -> PlannedRow:
        said: dict[str, list[tuple[str, str]]] = {}
        for heading, cell in zip(self._sheet.headings, cells, strict=True):
            target = self.mapped.targets.get(heading, SKIP)
            if cell and target != SKIP:
                said.setdefault(target, []).append((heading, cell))
        answers, problems = self._answers(said)
        notes = self._drop_unasked(answers, said)
        problems += self._faults(answers, said)
        stamp = " ".join(cell for _, cell in said.get(TIMESTAMP, ()))
        described = Described.of({t: [c for _, c in cells] for t, cells in said.items()})
        person, reason = candidates.find(described)
        if reason:
            problems.append(Problem(self._heading("person.name", said), reason))
        action: Action = "wrong" if problems else "new"
        return PlannedRow(
            number, action, person, answers, tuple(problems), tuple(notes), stamp
        )  # fmt: skip

    def _answers(
        self, said: Mapping[str, list[tuple[str, str]]]
    ) -> tuple[dict[str, Any], list[Problem]]:
        answers: dict[str, Any] = {}
        problems: list[Problem] = []
        for target, cells in said.items():
            prefix, _dot, rest = target.partition(".")
            code, _dot, line = rest.partition(".")
            if prefix != "q" or code not in self._questions:
                continue
            heading, text = cells[0]
            try:
                if line:
                    one = read_line(self._questions[code], text, self._known)
                    answers.setdefault(code, {})[line] = one
                else:
                    answers[code] = read_cell(self._questions[code], text, self._known)
            except Unread as unread:
                problems.append(Problem(heading, unread.reason))
                self._unread.setdefault(code, {}).update(dict.fromkeys(unread.parts))
        return answers, problems

    def _known(self, question: str, text: str) -> str | None:
        return option_known(self._service, self._scope, self.mapped.state, question, text)

    def _drop_unasked(
        self, answers: dict[str, Any], said: Mapping[str, list[tuple[str, str]]]
    ) -> list[Problem]:
        """Another tool's form asks everybody everything; what we would not have asked is left out."""
        asked = {question["code"] for question in questions_asked(self._template, answers)}
        dropped = [code for code in answers if code not in asked]
        for code in dropped:
            del answers[code]
        return [Problem(self._heading(f"q.{code}", said), "not-asked") for code in dropped]

    def _faults(
        self, answers: Mapping[str, Any], said: Mapping[str, list[tuple[str, str]]]
    ) -> list[Problem]:
        wrong = answer_faults(self._template, answers)
        return [
            Problem(
                self._heading(f"q.{code}", said),
                "missing" if is_empty(answers.get(code)) else "does-not-fit",
            )
            for code in wrong
            if f"q.{code}" not in said or not is_empty(answers.get(code))
        ]

    def _heading(self, target: str, said: Mapping[str, list[tuple[str, str]]]) -> str:
        """What the column is called in the file, or else in the questionnaire."""
        for mine, cells in said.items():
            if mine == target or mine.startswith(f"{target}."):
                return cells[0][0]
        for heading, mine in self.mapped.targets.items():
            if mine == target or mine.startswith(f"{target}."):
                return heading
        question = self._questions.get(target.partition(".")[2])
        return str(question["title"]["ru"]) if question else target

    # Judging

    def _judged(self, rows: Sequence[PlannedRow]) -> list[PlannedRow]:
        people = [row.person for row in rows if row.action == "new" and row.person]
        gone = unconsented(self._service.gate, self._scope, purpose_of(self._kind), people)
        return [self._judge(row, gone) if row.action == "new" else row for row in rows]

    def _judge(self, row: PlannedRow, gone: frozenset[str]) -> PlannedRow:
        assert row.person is not None
        if row.person in gone:
            return self._wrong(row, "no-consent")
        key = self._key(row)
        id = response_id(row.person, self._year, self._kind, self._source)
        handler, scope = self._service.handler, self._scope
        if handler.carried_out(scope, QUESTIONNAIRE_RESPONSE, id, responses.Answer, key):
            return replace(row, action="same", key=key)
        response = handler.state(scope, QUESTIONNAIRE_RESPONSE, id).state
        form = response.form
        if response.status == "answered" and form is not None:
            if (form.template, form.template_version) != self._version:
                return self._wrong(row, "other-version")
            told = opened_json(self._service, scope, response.answers)
            return replace(row, action="same" if told == row.answers else "changed", key=key)
        return replace(row, key=key)

    @property
    def _version(self) -> tuple[str, int]:
        return self._template["code"], self._template["version"]

    def _key(self, row: PlannedRow) -> str:
        answers = json.dumps(row.answers, ensure_ascii=False, sort_keys=True)
        parts = (*map(str, self._version), self._year, self._source, str(row.person), answers)
        return self._service.vault.digest(self._scope.tenant, "answer row|" + "|".join(parts))

    def _wrong(self, row: PlannedRow, reason: str) -> PlannedRow:
        return replace(
            row, action="wrong", problems=(Problem(self._heading("person.name", {}), reason),)
        )

    # Carrying out

    def _carried_out(self, row: PlannedRow) -> PlannedRow:
        if row.action not in ("new", "changed") or row.person is None or row.answers is None:
            return row
        try:
            record_response(
                self._service,
                self._scope,
                row.person,
                year=self._year,
                kind=self._kind,
                source=self._source,
                answers=row.answers,
                template_version=self._template["version"],
                key=row.key,
            )
        except ConsentMissing:
            return self._wrong(row, "no-consent")
        except Conflict:
            return self._wrong(row, "other-version")
        except (Refused, Invalid, NotFound):
            return self._wrong(row, "refused")
        return row


def _latest(rows: Sequence[PlannedRow]) -> list[PlannedRow]:
    """Of several rows about one person the last one counts: exports are in the order of time."""
    last = {row.person: row.number for row in rows if row.person and row.action == "new"}
    return [
        replace(row, action="older")
        if row.action == "new" and row.person and last[row.person] != row.number
        else row
        for row in rows
    ]


def report(file: AnswerFile, rows: Sequence[PlannedRow], *, dry_run: bool) -> dict[str, Any]:
    """The answer to the coordinator: each row with its number, action, problems in two languages;
    and what is to be mapped still."""
    counts = Counter(row.action for row in rows)
    return {
        "dry_run": dry_run,
        "remembered": file.mapped.remembered,
        "columns": [
            {"heading": heading, "target": target}
            for heading, target in file.mapped.targets.items()
        ],
        "unread_values": file.unread_values,
        "counts": {a: counts.get(a, 0) for a in ("new", "changed", "same", "older", "wrong")},
        "rows": [
            {
                "row": row.number,
                "action": row.action,
                "person": row.person,
                "problems": [_told(problem) for problem in row.problems],
                "notes": [_told(problem) for problem in row.notes],
            }
            for row in rows
        ],
    }


def _told(problem: Problem) -> dict[str, str]:
    ru, en = REASONS[problem.reason]
    return {"column": problem.column, "code": problem.reason, "ru": ru, "en": en}
