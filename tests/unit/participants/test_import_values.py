"""Cells as coordinators write them."""

from __future__ import annotations

from datetime import date

import pytest

from services.participants.application.imports import values

TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    "text",
    ["01.05.2012", "1.5.2012", "01/05/12", "2012-05-01", "41030", "1 мая 2012 г.", "01-05-2012"],
)
def test_a_date_is_understood_in_any_usual_form(text: str) -> None:
    assert values.birth_date(text, TODAY) == date(2012, 5, 1)


@pytest.mark.parametrize(
    ("text", "reason"),
    [("31.02.2012", "date"), ("вчера", "date"), ("", "missing"), ("01.05.2031", "date-range")],
)
def test_a_date_that_cannot_be_is_refused_with_its_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        values.birth_date(text, TODAY)


@pytest.mark.parametrize(
    "text", ["8 (912) 345-67-89", "+7 912 345 67 89", "79123456789", "9123456789", "8912-345-6789"]
)
def test_a_phone_is_understood_in_any_usual_form(text: str) -> None:
    assert values.contact(text) == "+79123456789"


def test_an_unclear_phone_is_refused() -> None:
    with pytest.raises(ValueError, match="phone"):
        values.contact("12-34")


@pytest.mark.parametrize("text", ['7 "а"', "7-А", "7а класс", "7 «А»", "7А"])
def test_a_class_is_understood_in_any_usual_form(text: str) -> None:
    assert values.school_class({"group": text}) == "7А"


def test_a_class_may_come_in_two_columns() -> None:
    assert values.school_class({"parallel": "10", "letter": "б"}) == "10Б"


def test_names_get_their_capitals_and_compare_without_regard_to_yo() -> None:
    assert values.full_name("  СЕМЁНОВА-ЛИ  анна  ") == "Семёнова-Ли Анна"
    assert values.same_name("Семёнова-Ли Анна") == values.same_name("семенова ли  АННА")


@pytest.mark.parametrize("text", ["Иванов", "Иванов 7А", "???"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="name"):
        values.full_name(text)


def test_lists_of_themes_times_and_forms_become_codes() -> None:
    assert values.themes("Учёба; ЕГЭ, выбор профессии") == ("studies", "exams", "profession")
    assert values.times("Пн 15:00, ср. 16") == ("mon-15", "wed-16")
    assert values.forms("Ученик–ученик, студент - ученик") == ("pupil_pupil", "student_pupil")


def test_an_unknown_theme_is_refused() -> None:
    with pytest.raises(ValueError, match="theme"):
        values.themes("звездочёт")
