"""Sample workbooks as coordinators have them: seeded, for 3 schools, 2 companies, 120 mentees, 60 mentors.

The people are made up from lists of common names. Titles are merged, dates and phones are written
in many ways, ё comes and goes, lines are empty or repeated, and one workbook has errors planted.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import xlsxwriter

SEED = 2026
_SURNAMES = [
    "Иванов",
    "Смирнов",
    "Кузнецов",
    "Попов",
    "Васильев",
    "Петров",
    "Соколов",
    "Михайлов",
    "Новиков",
    "Фёдоров",
    "Морозов",
    "Волков",
    "Алексеев",
    "Лебедев",
    "Семёнов",
    "Егоров",
    "Павлов",
    "Козлов",
    "Степанов",
    "Николаев",
    "Орлов",
    "Андреев",
    "Макаров",
    "Никитин",
    "Захаров",
    "Зайцев",
    "Соловьёв",
    "Борисов",
    "Яковлев",
    "Григорьев",
    "Романов",
    "Воробьёв",
    "Сергеев",
    "Кузьмин",
    "Фролов",
    "Александров",
    "Дмитриев",
    "Королёв",
    "Гусев",
    "Киселёв",
    "Ильин",
    "Максимов",
    "Поляков",
    "Сорокин",
    "Виноградов",
    "Ковалёв",
    "Белов",
    "Медведев",
    "Антонов",
    "Тарасов",
    "Жуков",
    "Баранов",
    "Филиппов",
    "Комаров",
    "Давыдов",
    "Беляев",
    "Герасимов",
    "Богданов",
]
_BOYS = [
    "Артём",
    "Максим",
    "Иван",
    "Дмитрий",
    "Алексей",
    "Михаил",
    "Егор",
    "Кирилл",
    "Тимофей",
    "Матвей",
    "Фёдор",
    "Глеб",
    "Роман",
    "Пётр",
]
_GIRLS = [
    "София",
    "Мария",
    "Анна",
    "Алиса",
    "Виктория",
    "Полина",
    "Ксения",
    "Дарья",
    "Елизавета",
    "Варвара",
    "Алёна",
    "Вера",
    "Ольга",
    "Яна",
]
_FATHERS = [
    "Алексеев",
    "Дмитриев",
    "Сергеев",
    "Андреев",
    "Иванов",
    "Михайлов",
    "Николаев",
    "Петров",
    "Романов",
    "Олегов",
]
_THEMES = ("учёба", "ЕГЭ", "олимпиады", "выбор профессии", "общение", "уверенность в себе",
           "творческий проект", "исследовательский проект", "адаптация", "цифровые навыки")  # fmt: skip
_DAYS = ("Пн", "вт", "Ср.", "чт", "Пт")
_INTERESTS = (
    "шахматы",
    "футбол",
    "музыка",
    "робототехника",
    "рисование",
    "чтение",
    "химия",
    "танцы",
)


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up person with what the workbooks say of them."""

    name: str
    birth_date: date
    group: str
    kind: str
    phone: str
    guardian: str
    guardian_phone: str
    forms: str
    themes: str
    times: str
    way: str
    interests: str
    capacity: int


class _Maker:
    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._taken: set[str] = set()

    def name(self) -> tuple[str, bool]:
        while True:
            girl = self._random.random() < 0.5
            surname = self._random.choice(_SURNAMES) + ("а" if girl else "")
            given = self._random.choice(_GIRLS if girl else _BOYS)
            father = self._random.choice(_FATHERS) + ("на" if girl else "ич")
            whole = f"{surname} {given} {father}"
            if whole not in self._taken:
                self._taken.add(whole)
                return whole, girl

    def phone(self) -> str:
        digits = f"9{self._random.randint(10, 99)}{self._random.randint(1000000, 9999999)}"
        a, b, c, d = digits[:3], digits[3:6], digits[6:8], digits[8:]
        styles = (
            f"+7 {a} {b}-{c}-{d}",
            f"8({a}){b}{c}{d}",
            f"8-{a}-{b}-{c}-{d}",
            f"7{digits}",
            digits,
        )
        return self._random.choice(styles)

    def born(self, youngest: int, oldest: int) -> date:
        """Aged between the two on 1 September 2026."""
        days = self._random.randint(youngest * 365 + youngest // 4 + 1, (oldest + 1) * 365)
        return date(2026, 9, 1) - timedelta(days=days)

    def times(self) -> str:
        days = self._random.sample(_DAYS, self._random.randint(3, 4))
        return ", ".join(f"{day} {hour}:00" for day in days for hour in (15, 16))

    def themes(self, count: int) -> str:
        return "; ".join(self._random.sample(_THEMES, count))

    def way(self) -> str:
        return self._random.choice(("очно", "онлайн", "по-разному", "по-разному", ""))

    def interests(self) -> str:
        return ", ".join(self._random.sample(_INTERESTS, self._random.randint(1, 3)))

    def pupil(self, grade: int, *, mentor: bool = False) -> Made:
        name, _ = self.name()
        surname = name.split()[0]
        mother = (
            f"{surname if surname.endswith('а') else surname + 'а'} {self._random.choice(_GIRLS)}"
        )
        return Made(
            name, self.born(grade + 5, grade + 6), f"{grade}{self._random.choice('АБВ')}",
            "ученик", self.phone(), mother, self.phone(),
            "ученик–ученик" if mentor or grade < 8 else "ученик–ученик, работодатель–ученик",
            self.themes(5 if mentor else self._random.randint(1, 3)), self.times(), self.way(),
            self.interests(), self._random.choice((2, 3)) if mentor else 1,
        )  # fmt: skip

    def adult(
        self, kind: str, forms: str, themes: str, capacity: int, ages: tuple[int, int]
    ) -> Made:
        name, _ = self.name()
        return Made(name, self.born(*ages), "", kind, self.phone(), "", "", forms, themes,
                    self.times(), self.way(), self.interests(), capacity)  # fmt: skip


def people(seed: int = SEED) -> dict[str, tuple[list[Made], list[Made]]]:
    """Mentees and mentors by organisation: ``school-1..3`` and ``company-1..2``."""
    maker = _Maker(seed)
    made: dict[str, tuple[list[Made], list[Made]]] = {}
    for school, own_pupils, own_teachers in ((1, 12, 5), (2, 11, 4), (3, 5, 3)):
        mentees = [maker.pupil(5 + n % 5) for n in range(36)]
        mentees += [
            maker.adult("учитель", "учитель–учитель", "методика преподавания", 1, (22, 26))
            for _ in range(4)
        ]
        mentors = [maker.pupil(9 + n % 2, mentor=True) for n in range(own_pupils)]
        mentors += [
            maker.adult(
                "учитель", "учитель–учитель", "методика преподавания, цифровые навыки", 2, (35, 60)
            )
            for _ in range(own_teachers)
        ]
        made[f"school-{school}"] = (mentees, mentors)
    for company in (1, 2):
        made[f"company-{company}"] = (
            [],
            [
                maker.adult("сотрудник", "работодатель–ученик", maker.themes(6), 3, (28, 55))
                for _ in range(10)
            ],
        )
    return made


def write_all(directory: Path, seed: int = SEED) -> list[Path]:
    """Writes every workbook; the same seed gives the same cells."""
    directory.mkdir(parents=True, exist_ok=True)
    rng = random.Random(seed)
    written = []
    for organisation, (mentees, mentors) in people(seed).items():
        if mentees:
            written.append(_class_list(directory, organisation, mentees, rng))
            written.append(_answers(directory, organisation, "mentee", mentees, rng))
        written.append(_mentor_list(directory, organisation, mentors, rng))
        written.append(_answers(directory, organisation, "mentor", mentors, rng))
    written.append(_with_errors(directory, rng))
    return written


def _as_written(day: date, rng: random.Random) -> str:
    styles = ("%d.%m.%Y", "%d.%m.%Y", "%d/%m/%y", "%Y-%m-%d", "%d.%m.%y")
    return day.strftime(rng.choice(styles))


def _untidy(name: str, rng: random.Random) -> str:
    roll = rng.random()
    if roll < 0.12:
        return name.upper()
    if roll < 0.24:
        return name.replace("ё", "е")
    if roll < 0.34:
        return "  " + name.replace(" ", "  ")
    return name


def _class_list(
    directory: Path, organisation: str, mentees: list[Made], rng: random.Random
) -> Path:
    head = ("№ п/п", "Ф.И.О. ученика", "Дата рожд.", "Класс (литера)", "Телефон",
            "Родитель (законный представитель)", "Телефон родителя")  # fmt: skip
    rows: list[Sequence[object]] = []
    for number, one in enumerate(mentees, 1):
        group = one.group.replace("А", ' "а"') if rng.random() < 0.3 else one.group
        rows.append((number, _untidy(one.name, rng), _as_written(one.birth_date, rng), group,
                     one.phone, one.guardian, one.guardian_phone))  # fmt: skip
        if rng.random() < 0.08:
            rows.append(())
    rows.append((len(mentees) + 1, *rows[0][1:]))
    return _write(
        directory / f"{organisation}-class-list.xlsx", "Список участников программы", head, rows
    )


def _mentor_list(
    directory: Path, organisation: str, mentors: list[Made], rng: random.Random
) -> Path:
    head = ("№", "Фамилия", "Имя", "Отчество", "Дата рождения", "Категория", "Класс или должность",
            "Тел.", "Готов взять", "Справка до", "Родитель", "Телефон родителя")  # fmt: skip
    rows: list[Sequence[object]] = []
    for number, one in enumerate(mentors, 1):
        surname, given, father = one.name.split()
        checked = "31.08.2028" if one.kind == "сотрудник" else ""
        rows.append((number, surname, given, father, _as_written(one.birth_date, rng), one.kind,
                     one.group, one.phone, one.capacity, checked, one.guardian,
                     one.guardian_phone))  # fmt: skip
    rows.insert(len(rows) // 2, ())
    return _write(directory / f"{organisation}-mentors.xlsx", "Наставники", head, rows)


def _answers(
    directory: Path, organisation: str, role: str, made: list[Made], rng: random.Random
) -> Path:
    ask = "С чем нужна помощь" if role == "mentee" else "С чем можете помочь"
    head = ("Отметка времени", "ФИО", "Дата рождения", "Форма наставничества", ask, "Удобное время",
            "Очно или онлайн?", "Язык", "Увлечения", "Можно в группе", "Своими словами")  # fmt: skip
    rows = [
        ("2026-09-10", _untidy(one.name, rng), _as_written(one.birth_date, rng), one.forms, one.themes,
         one.times, one.way, "русский", one.interests, rng.choice(("да", "нет")), "")
        for one in made
    ]  # fmt: skip
    rng.shuffle(rows)
    return _write(directory / f"{organisation}-{role}-answers.xlsx", "Ответы на форму", head, rows)


def _with_errors(directory: Path, rng: random.Random) -> Path:
    maker = _Maker(SEED + 1)
    good = [maker.pupil(6 + n % 3) for n in range(10)]
    head = ("№", "ФИО", "Дата рождения", "Класс", "Телефон", "Законный представитель",
            "Телефон представителя")  # fmt: skip
    rows: list[Sequence[object]] = [
        (
            n,
            one.name,
            _as_written(one.birth_date, rng),
            one.group,
            one.phone,
            one.guardian,
            one.guardian_phone,
        )
        for n, one in enumerate(good, 1)
    ]
    planted: list[Sequence[object]] = [
        (11, "Одноимённый", "01.02.2013", "7А", "", "", ""),
        (12, "Невозможная Дата Даниловна", "31.02.2013", "7А", "", "", ""),
        (13, "Будущий Пётр Ильич", "01.02.2031", "7А", "", "", ""),
        (14, "Безклассная Анна Олеговна", "01.02.2013", "седьмой", "", "", ""),
        (15, "Короткий Тимофей Иванович", "01.02.2013", "7Б", "12-34", "", ""),
        (16, "", "01.02.2013", "7Б", "", "", ""),
        (17, good[0].name, good[0].birth_date.strftime("%d.%m.%Y"), good[0].group, "", "", ""),
    ]  # fmt: skip
    return _write(directory / "errors-class-list.xlsx", "Список с ошибками", head, rows + planted)


def _write(path: Path, title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Лист1")
        bold = book.add_format({"bold": True, "align": "center"})
        sheet.merge_range(0, 0, 0, len(head) - 1, title, bold)
        sheet.merge_range(1, 0, 1, len(head) - 1, "на 01.09.2026", bold)
        sheet.write_row(3, 0, head, bold)
        for number, row in enumerate(rows, 4):
            sheet.write_row(number, 0, row)
    return path


if __name__ == "__main__":
    for path in write_all(Path("samples")):
        print(path)
