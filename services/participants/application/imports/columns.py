"""Which words head which column: coordinators name the same thing in many ways."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Column:
    """``words`` are headings after :func:`normal`; a required column may be given in ``parts``."""

    code: str
    title: str
    words: tuple[str, ...]
    required: bool = False
    parts: tuple[str, ...] = ()

    def satisfied_by(self, positions: Mapping[str, int]) -> bool:
        if self.code in positions:
            return True
        return bool(self.parts) and all(part in positions for part in self.parts)


@dataclass(frozen=True, slots=True)
class Recognised:
    positions: dict[str, int]
    titles: dict[str, str]
    unknown: tuple[str, ...]


def normal(heading: str) -> str:
    """Lower case, ё as е, without punctuation, brackets and repeated spaces."""
    plain = heading.lower().replace("ё", "е")
    plain = re.sub(r"\([^)]*\)", " ", plain)
    return " ".join(re.sub(r"[^0-9a-zа-я ]", " ", plain).split()).replace("ф и о", "фио")


def recognise(headings: list[str], columns: tuple[Column, ...]) -> Recognised:
    """The first column of each code wins; a heading that nobody knows is reported, not guessed."""
    positions: dict[str, int] = {}
    titles: dict[str, str] = {}
    unknown: list[str] = []
    by_word = {word: column for column in columns for word in column.words}
    for index, heading in enumerate(headings):
        column = by_word.get(normal(heading))
        if column is not None and column.code not in positions:
            positions[column.code] = index
            titles[column.code] = heading
        elif heading:
            unknown.append(heading)
    return Recognised(positions, titles, tuple(unknown))


_NAME = (
    Column("name", "ФИО", ("фио", "фамилия имя отчество", "ученик", "фио ученика",
           "фио наставляемого", "фио наставника", "фамилия и имя", "наставник", "наставляемый",
           "сотрудник", "фио сотрудника", "ваши фамилия имя отчество", "фио обучающегося"),
           required=True, parts=("surname", "given")),
    Column("surname", "Фамилия", ("фамилия", "фамилия ученика")),
    Column("given", "Имя", ("имя", "имя ученика")),
    Column("patronymic", "Отчество", ("отчество", "отчество ученика")),
    Column("birth_date", "Дата рождения", ("дата рождения", "дата рожд", "др", "д р",
           "родился", "дата рождения ученика", "день рождения"), required=True),
    Column("number", "№", ("", "no", "n", "номер", "п п", "пп", "№", "n п п", "номер п п")),
)  # fmt: skip

_GUARDIAN = (
    Column("guardian_name", "Законный представитель", ("законный представитель", "родитель",
           "фио родителя", "фио законного представителя", "мать отец", "родитель законный представитель",
           "представитель", "фио представителя")),
    Column("guardian_contact", "Телефон представителя", ("телефон представителя", "телефон родителя",
           "контакт родителя", "тел родителя", "телефон законного представителя",
           "контакты родителя", "контактные данные представителя")),
)  # fmt: skip

_CONTACT = Column("contact", "Телефон", ("телефон", "тел", "контакты", "контактный телефон", "почта",
                  "электронная почта", "e mail", "email", "телефон ученика", "контакт"))  # fmt: skip

CLASS_LIST: Final = (
    *_NAME,
    Column("group", "Класс", ("класс", "класс литера", "группа"), parts=("parallel",)),
    Column("parallel", "Параллель", ("параллель",)),
    Column("letter", "Литера", ("литера", "буква")),
    _CONTACT,
    *_GUARDIAN,
)  # fmt: skip

MENTOR_LIST: Final = (
    *_NAME,
    Column("kind", "Кто это", ("кто это", "категория", "статус", "роль", "вид наставника"),
           required=True),
    Column("capacity", "Мест", ("мест", "число наставляемых", "сколько наставляемых",
           "количество наставляемых", "вместимость", "готов взять"), required=True),
    _CONTACT,
    Column("group", "Класс или должность", ("класс", "должность", "класс или должность",
           "место работы", "место работы учебы")),
    Column("checked_until", "Справка об отсутствии судимости до", ("справка об отсутствии судимости до",
           "справка до", "проверка до", "справка о несудимости до")),
    *_GUARDIAN,
)  # fmt: skip

_ANSWERS = (
    *_NAME,
    Column("forms", "Форма наставничества", ("форма", "формы", "форма наставничества",
           "формы наставничества", "какая форма вам подходит"), required=True),
    Column("themes", "Темы", ("тема", "темы", "запрос", "тема запроса", "с чем нужна помощь",
           "с чем можете помочь", "темы помощи"), required=True),
    Column("times", "Удобное время", ("время", "удобное время", "когда удобно",
           "когда вам удобно встречаться"), required=True),
    Column("way", "Как встречаться", ("формат", "формат встреч", "способ", "как встречаться",
           "очно или онлайн")),
    Column("languages", "Языки", ("язык", "языки", "язык общения")),
    Column("interests", "Интересы", ("интересы", "увлечения", "хобби")),
    Column("group_ok", "Можно в группе", ("можно в группе", "группа", "согласен на группу")),
    Column("own_words", "Своими словами", ("своими словами", "комментарий", "ожидания",
           "чего ждете", "пожелания", "опыт", "о себе")),
)  # fmt: skip

MENTEE_ANSWERS: Final = _ANSWERS
MENTOR_ANSWERS: Final = _ANSWERS

COLUMNS: Final[Mapping[str, tuple[Column, ...]]] = {
    "class_list": CLASS_LIST,
    "mentor_list": MENTOR_LIST,
    "mentee_answers": MENTEE_ANSWERS,
    "mentor_answers": MENTOR_ANSWERS,
}
