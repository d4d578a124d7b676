"""The seven stages and 35 items of a roadmap, in short words of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Item:
    number: str
    title_ru: str
    title_en: str

    @property
    def stage(self) -> int:
        return int(self.number[0])


@dataclass(frozen=True, slots=True)
class Stage:
    """``begins`` and ``ends`` are shares of the programme's length, the plan to start from."""

    number: int
    title_ru: str
    title_en: str
    begins: float
    ends: float


STAGES: Final = (
    Stage(1, "Подготовка", "Preparation", 0.0, 0.06),
    Stage(2, "База наставляемых", "Base of mentees", 0.06, 0.13),
    Stage(3, "База наставников", "Base of mentors", 0.10, 0.18),
    Stage(4, "Отбор и обучение наставников", "Selection and training", 0.16, 0.24),
    Stage(5, "Пары и группы", "Pairs and groups", 0.22, 0.30),
    Stage(6, "Работа пар и групп", "Work of pairs and groups", 0.30, 0.92),
    Stage(7, "Завершение", "Completion", 0.90, 1.0),
)

ITEMS: Final = (
    Item("1.1", "Рассказать о программе педагогам", "Tell the teachers of the programme"),
    Item("1.2", "Рассказать о программе родителям", "Tell the parents of the programme"),
    Item("1.3", "Встретиться с выпускниками и партнёрами", "Meet alumni and partners"),
    Item("1.4", "Встретиться с учениками", "Meet the pupils"),
    Item("2.1", "Опросить желающих, собрать согласия взрослых", "Ask the willing; consents"),
    Item("2.2", "Сведения третьих лиц, согласия за детей", "Third parties; consents for minors"),
    Item("2.3", "Разобрать запросы, собрать базу", "Analyse requests, form the base"),
    Item("3.1", "Выбрать формы наставничества", "Choose the forms of mentoring"),
    Item("3.2", "Первый замер наставляемых", "Measure mentees, first time"),
    Item("3.3", "Опросить возможных наставников", "Ask possible mentors; consents"),
    Item("3.4", "Сравнить с запросами, собрать базу", "Compare with requests, form the base"),
    Item("4.1", "Первый замер наставников", "Measure mentors, first time"),
    Item("4.2", "Собеседования с наставниками", "Interview mentors"),
    Item("4.3", "Найти экспертов и материалы", "Find experts and materials"),
    Item("4.4", "Обучить наставников", "Train mentors"),
    Item("5.1", "Общая встреча наставников и наставляемых", "General meeting of both sides"),
    Item("5.2", "Узнать взаимные предпочтения", "Ask for preferences"),
    Item("5.3", "Составить пары и группы", "Join into pairs and groups"),
    Item("5.4", "Сообщить всем, закрепить приказом", "Inform everyone, fix by order"),
    Item("6.1", "Первая, организационная встреча", "First, organisational meeting"),
    Item("6.2", "Вторая, пробная встреча", "Second, trial meeting"),
    Item("6.3", "Встреча-планирование, цель", "Planning meeting, goal"),
    Item("6.4", "Регулярные встречи", "Regular meetings"),
    Item("6.5", "Обратная связь в сроки", "Feedback on set dates"),
    Item("6.6", "Завершающая встреча пары", "Closing meeting of the pair"),
    Item("6.7", "Общая завершающая встреча", "Closing meeting of all"),
    Item("6.8", "Опрос об удовлетворённости", "Survey of satisfaction"),
    Item("7.1", "Пригласить гостей и партнёров", "Invite guests and partners"),
    Item("7.2", "Наградить лучших наставников", "Award the best mentors"),
    Item("7.3", "Оценить качество программы", "Monitor the programme's quality"),
    Item("7.4", "Итоговый замер, сравнение", "Closing measurement, comparison"),
    Item("7.5", "Описать истории пар", "Write cases up"),
    Item("7.6", "Рассказать о результатах", "Publish results"),
    Item("7.7", "Внести итоги в базы", "Enter outcomes in both bases"),
    Item("7.8", "Долгосрочная база наставников", "Long-term base of mentors"),
)
BY_NUMBER: Final[Mapping[str, Item]] = {item.number: item for item in ITEMS}


def usual_dates(number: str, starts: date, ends: date) -> tuple[date, date]:
    """When an item falls in a programme of this length, until the school says otherwise."""
    stage = STAGES[BY_NUMBER[number].stage - 1]
    days = (ends - starts).days
    return (
        starts + timedelta(days=round(days * stage.begins)),
        starts + timedelta(days=round(days * stage.ends)),
    )
