"""Why a cell or a row of a forms export cannot go in, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "option": ("такого варианта ответа нет; скажите, что он значит",
               "there is no such option; say what it means"),
    "one-option": ("нужен ровно один вариант ответа", "exactly one option is needed"),
    "scale": ("нужно целое число в пределах шкалы", "a whole number of the scale is needed"),
    "long": ("ответ длиннее 4000 знаков", "the answer is longer than 4000 letters"),
    "yes-no": ("нужно «да» или «нет»", "yes or no is needed"),
    "date": ("дата не понятна; пишите так: 01.09.2026", "write the date as 01.09.2026"),
    "time": ("время не понятно; пишите так: Пн 15:00", "write the time as Пн 15:00"),
    "missing": ("обязательный ответ пуст или столбец не указан",
                "a required answer is empty or its column is not mapped"),
    "does-not-fit": ("ответ не подходит к вопросу", "the answer does not fit the question"),
    "not-asked": ("не учтено: после остальных ответов этот вопрос не задают",
                  "left out: the other answers do not lead to this question"),
    "no-name": ("имя не указано", "the name is missing"),
    "unknown-person": ("такого человека нет среди кандидатов этого года",
                       "nobody of that name is among this year’s candidates"),
    "several-people": ("подходят несколько человек; добавьте дату рождения или класс",
                       "several people fit; add the date of birth or the class"),
    "no-consent": ("нет действующего согласия", "there is no live consent"),
    "other-version": ("уже заполнена другая версия анкеты; сначала вычеркните её",
                      "another version is answered already; strike it first"),
    "refused": ("правило не позволяет", "a rule does not allow it"),
}  # fmt: skip
