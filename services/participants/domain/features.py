"""From answers to the closed list of features that other services may know."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from dataclasses import fields as fields_of
from datetime import date
from typing import Any, Final

from services.participants.domain.ages import ADULT_AT, age_band, age_on
from shared.contracts.features import FORMS, THEMES, Features, Form, Way
from shared.contracts.variants import VARIANTS
from shared.domain.personal import Personal

NEEDED: Final = (
    "forms", "themes", "languages", "adult", "group_ok", "check_due", "checked_until",
)  # fmt: skip
"""Without these nobody can be matched; a mentor who permits at all permits them. How earlier pairs
ended and which role somebody prefers stay at home."""
CHOSEN: Final = (
    "times", "way", "grade", "age_band", "area", "interests", "gender", "gender_wish", "vetoes",
    "competences",
)  # fmt: skip
"""What a mentor lets another school know field by field."""
CHOSEN_AT_FIRST: Final = tuple(field for field in CHOSEN if field != "competences")
"""What there was to choose when permissions did not say which fields they are for."""
_COMPETENCES: Final = ("subjects", "skills", "teaching_needs", "teaching_offers")
"""Questions whose answers are codes of what somebody wants to learn or can teach."""

_FIELDS = tuple(field.name for field in fields_of(Features))
_WAYS: Mapping[str, Way] = {"in_person": "in_person", "online": "online", "mixed": "mixed"}


def grade_of(group: str) -> int | None:
    """``7 А`` → 7; a post such as ``учитель`` has none."""
    found = re.match(r"\s*(\d{1,2})(?!\d)", group)
    return int(found.group(1)) if found and 1 <= int(found.group(1)) <= 11 else None


def features_of(
    answers: Mapping[str, Any],
    *,
    birth_date: date | None,
    group: str,
    today: date,
    vetoes: Iterable[str] = (),
    advised: Iterable[str] = (),
    checked: tuple[bool, date | None] = (False, None),
    outcomes: int | None = None,
) -> Features:
    """What is not in the closed list stays out, whatever the answers hold. ``checked`` says whether
    a background check is due and until when there is one."""
    due, until = checked
    age = age_on(birth_date, today) if birth_date else None
    return Features(
        forms=tuple(form for form in FORMS if form in _several(answers, "forms")),
        themes=tuple(theme for theme in THEMES if theme in _several(answers, "themes")),
        times=tuple(sorted(_several(answers, "times"))),
        way=_WAYS.get(str(answers.get("way", "")), "mixed"),
        languages=tuple(sorted(_several(answers, "languages"))) or ("ru",),
        grade=grade_of(group),
        age_band=age_band(age) if age is not None else "",
        adult=age is not None and age >= ADULT_AT,
        area=str(answers.get("area", "")).strip(),
        interests=tuple(sorted(_several(answers, "interests"))),
        group_ok=answers.get("group_ok") is True,
        gender=_gender(answers.get("gender")),
        gender_wish=_gender(answers.get("gender_wish")),
        vetoes=tuple(sorted(set(vetoes) | set(_several(answers, "vetoes")))),
        variants=_variants(answers),
        check_due=due,
        checked_until=until.isoformat() if due and until else "",
        advised=tuple(theme for theme in THEMES if theme in set(advised)),
        outcomes=outcomes,
        competences=tuple(sorted({code for one in _COMPETENCES for code in _codes(answers, one)})),
    )


def permitted(features: Features, forms: Iterable[str], fields: Iterable[str] = CHOSEN) -> Features:
    """What a mentor who allowed only some forms and fields lets another school know; the others
    say what they say of somebody about whom nothing is known."""
    allowed, shown = set(forms), {*NEEDED, *fields}
    known = {name: getattr(features, name) for name in _FIELDS if name in shown}
    known["forms"] = tuple(form for form in features.forms if form in allowed)
    return Features(**known)


def sealed_features(features: Features) -> Personal:
    return Personal.of_json(asdict(features))


def read_features(values: Mapping[str, Any]) -> Features:
    """From the JSON inside a sealed value."""
    forms: tuple[Form, ...] = tuple(form for form in FORMS if form in values.get("forms", ()))
    rest: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in values.items()
        if name != "forms"
    }
    return Features(forms=forms, **rest)


def _several(answers: Mapping[str, Any], code: str) -> tuple[str, ...]:
    value = answers.get(code)
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(str(item) for item in value) if isinstance(value, list | tuple) else ()


def _codes(answers: Mapping[str, Any], code: str) -> tuple[str, ...]:
    """Of a list alone: where a school asks this in words of one's own, they stay out."""
    return _several(answers, code) if isinstance(answers.get(code), list | tuple) else ()


def _variants(answers: Mapping[str, Any]) -> tuple[str, ...]:
    """The role variants that somebody named; of a form without any, all, for silence rules nothing
    out. Without a word about any form there are none."""
    named = set(_codes(answers, "variants"))
    forms = [form for form in FORMS if form in _several(answers, "forms")]
    told = {form: set(_codes(answers, f"variants_{form}")) for form in forms}
    if any(told.values()):
        named |= {one for form, said in told.items() for one in said or VARIANTS[form]}
    return tuple(sorted(named))


def _gender(value: Any) -> str:
    return value if value in ("m", "f") else ""
