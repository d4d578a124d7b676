"""What a questionnaire may ask: whether its definition is usable."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final

from shared.contracts.conditions import Question
from shared.contracts.features import FORMS, THEMES
from shared.contracts.variants import VARIANTS
from shared.domain.errors import Invalid

Fault = tuple[str, str]
"""Where (a dotted path) and why (a sentence without any of the text that was written there)."""

CODE: Final = re.compile(r"[a-z][a-z_0-9]{0,39}")
TITLE_MAX: Final = 500
QUESTIONS_MAX: Final = 100
OPTIONS_MAX: Final = 60
STEPS_MAX: Final = 100
CONTRAINDICATIONS: Final = ("no_group", "no_online", "no_peer", "specialist_first")

_KIND_OF: Final[Mapping[str, str]] = {
    "forms": "several",
    "themes": "themes",
    "times": "slots",
    "way": "choice",
    "languages": "several",
    "interests": "several",
    "area": "text",
    "group_ok": "yes_no",
    "gender": "choice",
    "gender_wish": "choice",
    "contraindications": "several",
    **{f"variants_{form}": "several" for form in FORMS},
}
"""What matching reads of the answers: by these codes, so the kinds may not change."""
_CLOSED: Final[Mapping[str, Sequence[str]]] = {
    "forms": FORMS,
    "way": ("in_person", "online", "mixed"),
    "gender": ("m", "f"),
    "gender_wish": ("m", "f", "any"),
    "contraindications": CONTRAINDICATIONS,
    **{f"variants_{form}": variants for form, variants in VARIANTS.items()},
}
_NEEDED: Final[Mapping[str, Sequence[str]]] = {
    "mentee": ("forms", "themes"),
    "mentor": ("forms", "themes"),
    "third_party": ("contraindications",),
}


def check_template(template: Mapping[str, Any]) -> None:
    """Raises Invalid that says where and why a questionnaire could not be used."""
    wrong: dict[str, list[str]] = {}
    for where, why in _faults(template):
        wrong.setdefault(where, []).append(why)
    if wrong:
        raise Invalid("the questionnaire is not usable", wrong)


def _faults(template: Mapping[str, Any]) -> Iterator[Fault]:
    yield from _titled("title", template.get("title"))
    questions: Sequence[Question] = template["questions"]
    if not 1 <= len(questions) <= QUESTIONS_MAX:
        yield "questions", "ask from 1 to 100 questions"
    earlier: dict[str, Question] = {}
    for number, question in enumerate(questions):
        place = f"questions.{number}"
        yield from _question_faults(place, question)
        if question["code"] in earlier:
            yield f"{place}.code", "this code is used twice"
        yield from _condition_faults(f"{place}.when", question.get("when") or {}, earlier)
        earlier[question["code"]] = question
    for code in _NEEDED.get(template.get("kind", ""), ()):
        if code not in earlier:
            yield "questions", f"the question “{code}” is needed for finding a match"
        elif earlier[code].get("when"):
            place = f"questions.{list(earlier).index(code)}.when"
            yield place, "matching needs this question, so it has to be asked of everybody"


def _question_faults(place: str, question: Question) -> Iterator[Fault]:
    code, kind = question["code"], question["kind"]
    if not CODE.fullmatch(str(code)):
        yield f"{place}.code", "a code is a small Latin letter, then letters, digits and _"
    yield from _titled(f"{place}.title", question.get("title"))
    parts = _PARTS.get(kind)
    if parts is None:
        yield f"{place}.kind", "there is no such kind of question"
        return
    if code in _KIND_OF and kind != _KIND_OF[code]:
        yield f"{place}.kind", "matching reads this question, so its kind cannot change"
    yield from parts(place, question)
    allowed = _CLOSED.get(code)
    if allowed is not None:
        for number, option in enumerate(question.get("options") or ()):
            if option.get("code") not in allowed:
                yield f"{place}.options.{number}.code", "matching does not know this option"


def _titled(place: str, title: Any) -> Iterator[Fault]:
    """Russian has to be there; English may be missing, then the Russian text is shown."""
    if not isinstance(title, Mapping) or not str(title.get("ru") or "").strip():
        yield f"{place}.ru", "write the text in Russian"
        return
    for language, text in title.items():
        if language not in ("ru", "en"):
            yield f"{place}.{language}", "texts are in Russian (ru) and English (en)"
        elif not isinstance(text, str) or len(text) > TITLE_MAX:
            yield f"{place}.{language}", "a text has at most 500 letters"


def _plain(place: str, question: Question) -> Iterator[Fault]:
    for name in ("options", "rows"):
        if question.get(name):
            yield f"{place}.{name}", "this kind of question has no list"


def _options(place: str, question: Question) -> Iterator[Fault]:
    yield from _listed(f"{place}.options", question.get("options"), least=2)
    if question.get("rows"):
        yield f"{place}.rows", "only a matrix has rows"
    most = question.get("most")
    if most is not None and not 1 <= most <= len(question.get("options") or ()):
        yield f"{place}.most", "allow at least one and no more than there are options"


def _matrix(place: str, question: Question) -> Iterator[Fault]:
    yield from _listed(f"{place}.rows", question.get("rows"), least=1)
    yield from _listed(f"{place}.options", question.get("options"), least=2)


def _scale(place: str, question: Question) -> Iterator[Fault]:
    yield from _plain(place, question)
    low, high = question.get("min", 1), question.get("max", 10)
    if not low < high <= low + STEPS_MAX:
        yield f"{place}.max", "a scale goes up, by at most 100 steps"


def _listed(place: str, entries: Any, *, least: int) -> Iterator[Fault]:
    entries = entries or ()
    if not least <= len(entries) <= OPTIONS_MAX:
        yield place, "the list is too short or longer than 60 lines"
    seen: set[str] = set()
    for number, entry in enumerate(entries):
        code = entry.get("code")
        if not isinstance(code, str) or not CODE.fullmatch(code):
            yield (
                f"{place}.{number}.code",
                "a code is a small Latin letter, then letters, digits and _",
            )
        elif code in seen:
            yield f"{place}.{number}.code", "this code is used twice"
        seen.add(str(code))
        yield from _titled(f"{place}.{number}.title", entry.get("title"))


def _condition_faults(
    place: str, conditions: Mapping[str, Any], earlier: Mapping[str, Question]
) -> Iterator[Fault]:
    for code, wanted in conditions.items():
        if code not in earlier:
            yield f"{place}.{code}", "the condition names no earlier question"
            continue
        possible = possible_answers(earlier[code])
        chosen = wanted if isinstance(wanted, list | tuple) else [wanted]
        if not chosen or any(not _among(one, possible) for one in chosen):
            yield f"{place}.{code}", "this answer cannot be given to the earlier question"


def possible_answers(question: Question) -> list[Any]:
    """The single answers that a condition may ask for; none for free text, dates and times."""
    match question["kind"]:
        case "choice" | "several":
            return [option.get("code") for option in question.get("options") or ()]
        case "themes":
            return list(THEMES)
        case "yes_no":
            return [True, False]
        case "scale":
            return list(range(question.get("min", 1), question.get("max", 10) + 1))
        case _:
            return []


def _among(one: Any, possible: Sequence[Any]) -> bool:
    return any(type(one) is type(other) and one == other for other in possible)


_PARTS: Final[Mapping[str, Callable[[str, Question], Iterator[Fault]]]] = {
    "choice": _options,
    "several": _options,
    "matrix": _matrix,
    "scale": _scale,
    "themes": _plain,
    "slots": _plain,
    "text": _plain,
    "yes_no": _plain,
    "date": _plain,
}
KINDS: Final = tuple(_PARTS)
