"""Cells as people write them: dates, phones, names, classes, themes, times.

Every function answers the value or raises ``ValueError`` with a code of :data:`REASONS`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

import phonenumbers

from services.participants.application.imports.columns import normal

REASONS: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("ячейка пуста", "the cell is empty"),
    "name": ("имя не понятно", "the name is unclear"),
    "date": ("дата не понятна", "the date is unclear"),
    "date-range": ("дата рождения невозможна", "the date of birth is impossible"),
    "phone": ("телефон не понятен", "the phone number is unclear"),
    "group": ("класс не понятен", "the class is unclear"),
    "kind": ("категория не узнана", "the category was not recognised"),
    "capacity": ("число мест не понятно", "the number of places is unclear"),
    "form": ("форма наставничества не узнана", "the form of mentoring was not recognised"),
    "theme": ("тема не узнана", "the theme was not recognised"),
    "time": ("время не понятно", "the time is unclear"),
    "way": ("формат встреч не узнан", "the way of meeting was not recognised"),
    "duplicate": ("этот человек уже есть в файле выше", "this person stands above in the file"),
    "unknown-person": ("такого человека нет в списках школы",
                       "nobody of that name and birth date is on the school's lists"),
    "no-consent": ("нет действующего согласия на участие", "there is no live consent"),
    "refused": ("правило не позволяет", "a rule does not allow it"),
}  # fmt: skip

ADVICE: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("заполните её", "fill it in"),
    "name": ("напишите фамилию и имя, только буквы", "write the surname and the name, letters only"),
    "date": ("пишите так: 01.09.2012", "write it as 01.09.2012"),
    "date-range": ("проверьте год", "check the year"),
    "phone": ("пишите так: +7 912 345-67-89", "write it as +7 912 345-67-89"),
    "group": ("пишите так: 7А", "write it as 7А"),
    "kind": ("допустимы: ученик, учитель, студент, выпускник, сотрудник",
             "use: pupil, teacher, student, alumnus, employee"),
    "capacity": ("напишите целое число от 1 до 20", "write a whole number from 1 to 20"),
    "form": ("пишите так: ученик–ученик", "write it as ученик–ученик"),
    "theme": ("возьмите тему из списка анкеты", "take a theme from the questionnaire's list"),
    "time": ("пишите так: Пн 15:00", "write it as Пн 15:00"),
    "way": ("допустимы: очно, онлайн, по-разному", "use: очно, онлайн, по-разному"),
    "duplicate": ("уберите одну из строк", "take one of the rows out"),
    "unknown-person": ("сначала загрузите список или сверьте имя и дату рождения",
                       "import the list first, or compare the name and the birth date"),
    "no-consent": ("сначала получите согласие", "get the consent first"),
    "refused": ("сверьте запись этого человека на платформе",
                "compare with this person's record on the platform"),
}  # fmt: skip

_MONTHS: Final = {
    "января": 1, "февраля": 2, "марта": 3, "апреля": 4, "мая": 5, "июня": 6, "июля": 7,
    "августа": 8, "сентября": 9, "октября": 10, "ноября": 11, "декабря": 12,
}  # fmt: skip
_EXCEL_EPOCH: Final = date(1899, 12, 30)
_OLDEST: Final = date(1920, 1, 1)


def person_name(cells: Mapping[str, str]) -> str:
    """«Фамилия Имя Отчество» with capitals set right; ё is kept as written."""
    whole = cells.get("name") or " ".join(
        part for code in ("surname", "given", "patronymic") if (part := cells.get(code, ""))
    )
    return full_name(whole)


def full_name(text: str) -> str:
    words = text.replace("_", " ").split()
    if not words:
        raise ValueError("missing")
    if len(words) < 2 or not all(re.fullmatch(r"[^\W\d_]+([-'’.][^\W\d_]*)*\.?", w) for w in words):
        raise ValueError("name")
    return " ".join(_capital(word) for word in words)


def _capital(word: str) -> str:
    if not (word.isupper() or word.islower()):
        return word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def same_name(text: str) -> str:
    """The name as compared: case, ё and spaces do not matter."""
    return normal(text.replace("-", " "))


def birth_date(text: str, today: date) -> date:
    """Day first, as in Russia; two-digit years, ISO, serial numbers and «1 мая 2012» too."""
    found = any_date(text)
    if not _OLDEST <= found <= today - timedelta(days=5 * 365):
        raise ValueError("date-range")
    return found


def any_date(text: str) -> date:
    plain = text.strip().lower().removesuffix("г.").removesuffix("г").strip()
    if not plain:
        raise ValueError("missing")
    try:
        if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}", plain):
            year, month, day = (int(part) for part in plain.split("-"))
        elif match := re.fullmatch(r"(\d{1,2})[./\- ,](\d{1,2})[./\- ,](\d{4}|\d{2})", plain):
            day, month, year = (int(part) for part in match.groups())
        elif match := re.fullmatch(r"(\d{1,2})\s+([а-яё]+)\s+(\d{4})", plain):
            day, month, year = int(match[1]), _MONTHS[match[2]], int(match[3])
        elif re.fullmatch(r"\d{4,5}", plain) and 7000 < int(plain) < 60000:
            return _EXCEL_EPOCH + timedelta(days=int(plain))
        else:
            raise ValueError("date")
        if year < 100:
            year += 2000 if year < 40 else 1900
        return date(year, month, day)
    except (KeyError, ValueError) as error:
        raise ValueError("date") from error


def contact(text: str) -> str:
    """An e-mail address as it is; a phone number as +7…; empty stays empty."""
    if not text or "@" in text:
        return text.strip().lower()
    digits = re.sub(r"\D", "", text)
    if len(digits) == 10 and digits.startswith("9"):
        digits = "7" + digits
    if len(digits) == 11 and digits.startswith("8"):
        digits = "7" + digits[1:]
    if len(digits) == 11 and digits.startswith("7"):
        return f"+{digits}"  # nearly all are Russian; the library takes its time
    try:
        number = phonenumbers.parse("+" + digits)
    except phonenumbers.NumberParseException as error:
        raise ValueError("phone") from error
    if not phonenumbers.is_possible_number(number):
        raise ValueError("phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def school_class(cells: Mapping[str, str]) -> str:
    """«7А» from «7 "а"», «7-а класс», or a number and a letter in two columns."""
    text = cells.get("group") or f"{cells.get('parallel', '')}{cells.get('letter', '')}"
    if not text:
        return ""
    match = re.fullmatch(
        r"(\d{1,2})\s*[-–«\"']?\s*([а-яёa-z]?)\s*[»\"']?\s*(кл\.?|класс)?", text.lower()
    )
    if match is None or not 1 <= int(match[1]) <= 11:
        raise ValueError("group")
    return f"{int(match[1])}{match[2].upper()}"


_KINDS: Final = {
    "ученик": "pupil", "ученица": "pupil", "учащийся": "pupil", "школьник": "pupil",
    "учитель": "teacher", "педагог": "teacher", "студент": "student", "студентка": "student",
    "выпускник": "alumnus", "выпускница": "alumnus", "сотрудник": "employee",
    "работник": "employee", "работодатель": "employee", "специалист": "employee",
    "pupil": "pupil", "teacher": "teacher", "student": "student", "alumnus": "alumnus",
    "employee": "employee",
}  # fmt: skip


def mentor_kind(text: str) -> str:
    return _one(text, _KINDS, "kind")


def capacity(text: str) -> int:
    match = re.fullmatch(r"(?:до\s*)?(\d{1,2})(?:\s*чел\.?)?", text.lower())
    if match is None or not 1 <= int(match[1]) <= 20:
        raise ValueError("capacity" if text else "missing")
    return int(match[1])


_FORMS: Final = {
    "ученик ученик": "pupil_pupil", "учитель учитель": "teacher_teacher",
    "педагог педагог": "teacher_teacher", "студент ученик": "student_pupil",
    "работодатель ученик": "employer_pupil", "работодатель студент": "employer_student",
}  # fmt: skip
_THEMES: Final = {
    "учеба": "studies", "успеваемость": "studies", "предмет": "studies", "экзамены": "exams",
    "огэ": "exams", "егэ": "exams", "олимпиады": "olympiads", "олимпиада": "olympiads",
    "профессия": "profession", "выбор профессии": "profession", "профориентация": "profession",
    "общение": "social_ties", "друзья": "social_ties", "уверенность": "confidence",
    "уверенность в себе": "confidence", "творческий проект": "creative_project",
    "творчество": "creative_project", "исследовательский проект": "research_project",
    "исследование": "research_project", "проект": "research_project",
    "адаптация": "adaptation", "методика": "teaching_methods",
    "методика преподавания": "teaching_methods", "цифровые навыки": "digital_skills",
    "икт": "digital_skills",
}  # fmt: skip
_DAYS: Final = {
    "пн": "mon", "понедельник": "mon", "вт": "tue", "вторник": "tue", "ср": "wed", "среда": "wed",
    "чт": "thu", "четверг": "thu", "пт": "fri", "пятница": "fri", "сб": "sat", "суббота": "sat",
    "вс": "sun", "воскресенье": "sun",
}  # fmt: skip
_WAYS: Final = {
    "очно": "in_person", "лично": "in_person", "онлайн": "online", "дистанционно": "online",
    "по разному": "mixed", "смешанно": "mixed", "любой": "mixed", "все равно": "mixed",
    "очно и онлайн": "mixed",
}  # fmt: skip
_LANGUAGES: Final = {"русский": "ru", "английский": "en", "татарский": "tt", "башкирский": "ba"}


def forms(text: str) -> tuple[str, ...]:
    return tuple(_one(part, _FORMS, "form") for part in _parts(text))


def themes(text: str) -> tuple[str, ...]:
    return tuple(_one(part, _THEMES, "theme") for part in _parts(text))


def times(text: str) -> tuple[str, ...]:
    """«Пн 15:00, ср 16» → ``("mon-15", "wed-16")``."""
    found = []
    for part in _parts(text):
        match = re.fullmatch(r"([а-яё]+)\.?\s*(?:в\s*)?(\d{1,2})(?:[:.\-]\d{2})?", part.lower())
        if match is None or match[1] not in _DAYS or not 7 <= int(match[2]) <= 21:
            raise ValueError("time")
        found.append(f"{_DAYS[match[1]]}-{int(match[2]):02d}")
    return tuple(dict.fromkeys(found))


def way(text: str) -> str:
    return _one(text, _WAYS, "way") if text else "mixed"


def languages(text: str) -> tuple[str, ...]:
    if not text:
        return ("ru",)
    return tuple(_LANGUAGES.get(normal(part), normal(part)) for part in _parts(text))


def words(text: str) -> tuple[str, ...]:
    return tuple(normal(part) for part in _parts(text)) if text else ()


_INTERESTS: Final = {
    "шахматы": "games", "игры": "games", "футбол": "sport", "спорт": "sport", "плавание": "sport",
    "музыка": "music", "робототехника": "technology", "техника": "technology",
    "программирование": "technology", "рисование": "art", "танцы": "art", "театр": "theatre",
    "чтение": "books", "книги": "books", "химия": "science", "физика": "science",
    "биология": "nature", "природа": "nature", "языки": "languages", "волонтерство": "volunteering",
    "фото": "media", "видео": "media", "медиа": "media",
}  # fmt: skip


def interests(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(codes, words that have none): what is not on the list is kept as the person's own words."""
    said = words(text)
    codes = tuple(dict.fromkeys(_INTERESTS[word] for word in said if word in _INTERESTS))
    return codes, tuple(word for word in said if word not in _INTERESTS)


def yes(text: str) -> bool:
    return normal(text) in ("да", "yes", "1", "согласен", "согласна", "можно", "true")


def _parts(text: str) -> list[str]:
    parts = [part.strip() for part in re.split(r"[,;/\n]| и (?=[а-яё])", text) if part.strip()]
    if not parts:
        raise ValueError("missing")
    return parts


def _one(text: str, known: Mapping[str, str], reason: str) -> str:
    plain = normal(text.replace("–", " ").replace("-", " ").replace("—", " "))
    if not plain:
        raise ValueError("missing")
    if plain not in known:
        raise ValueError(reason)
    return known[plain]
