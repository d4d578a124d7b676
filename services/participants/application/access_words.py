"""The words of the access report and of the erasure certificate, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

Words = Mapping[str, tuple[str, str]]
"""Code → (Russian, English)."""

KINDS: Final[Words] = {
    "person": ("запись в реестре", "entry in the register"),
    "guardianship": ("связь с законным представителем", "link with a guardian"),
    "consent": ("согласие", "consent"),
    "consent_link": ("ссылка на согласие", "link to a consent"),
    "questionnaire_response": ("анкета", "questionnaire"),
    "mentee": ("база наставляемых", "base of mentees"),
    "mentor_profile": ("база наставников", "base of mentors"),
    "mentor_record": ("долгосрочная база наставников", "long-term base of mentors"),
    "sharing_permission": ("разрешение другой школе", "permission to another school"),
    "pseudonym": ("псевдоним для измерений", "pseudonym for measurements"),
    "assessment": ("отметка об измерении", "note of a measurement"),
    "measurement": ("измерение", "measurement"),
    "assessment_round": ("закрытый этап измерений", "closed round of measurements"),
    "interview": ("собеседование", "interview"),
    "training": ("обучение", "training"),
    "pairing_outcome": ("итог пары", "outcome of a pair"),
    "erasure": ("удаление данных", "erasure"),
    "programme": ("программа", "programme"),
    "mentor_places": ("места наставника", "places of a mentor"),
    "enrolment": ("участие в парах", "taking part in pairs"),
    "ballot": ("предпочтения после встречи", "preferences after the meeting"),
    "match_run": ("подбор пар", "matching"),
    "pairing": ("пара или группа", "pair or group"),
    "order": ("приказ", "order"),
    "outreach": ("мероприятие", "gathering"),
    "meeting_series": ("встречи пары", "meetings of a pair"),
    "goal": ("цель пары", "goal of a pair"),
    "feedback": ("обратная связь", "feedback"),
    "roadmap": ("дорожная карта", "roadmap"),
    "survey": ("опрос", "survey"),
    "case": ("кейс", "case"),
    "award": ("награждение", "award"),
    "publication": ("публикация", "publication"),
}
FIELDS: Final[Words] = {
    "name": ("имя", "name"),
    "birth_date": ("дата рождения", "birth date"),
    "contact": ("контакт", "contact"),
    "group": ("класс или должность", "class or post"),
    "adult_from": ("дата совершеннолетия", "date of coming of age"),
    "answers": ("ответы", "answers"),
    "features": ("признаки для подбора", "features for matching"),
    "pseudonym": ("псевдоним", "pseudonym"),
    "protocol": ("протокол", "protocol"),
    "note": ("примечание", "note"),
    "values": ("значения", "values"),
    "choice": ("выбор", "choice"),
    "why": ("объяснение подбора", "explanation of the match"),
    "topic": ("тема встречи", "topic of the meeting"),
    "next_step": ("следующий шаг", "next step"),
    "text": ("текст", "text"),
    "measure": ("как измерить", "how it is measured"),
    "scores": ("оценки", "scores"),
    "story": ("рассказ", "story"),
    "reason": ("обоснование", "reason"),
    "words": ("текст публикации", "text of the publication"),
    "capacity": ("число мест", "number of places"),
    "journal": ("журнал встреч", "journal of meetings"),
    "goal": ("цель", "goal"),
    "feedback": ("обратная связь", "feedback"),
    "explanation": ("объяснение подбора", "explanation of the match"),
    "order": ("приказ", "order"),
    "report": ("отчёт о данных", "report on the data"),
    "third_party": ("сведения от третьих лиц", "third-party information"),
}
PURPOSES: Final[Words] = {
    "register": ("учёт школы", "register of the school"),
    "participation": ("участие в программе", "taking part"),
    "third_party": ("сведения от третьих лиц", "third-party information"),
    "sharing": ("работа с другими школами", "work with other schools"),
    "publication": ("публикация", "publication"),
    "after_programme": ("связь после программы", "contact after the programme"),
    "psychology": ("собеседование с психологом", "interview with a psychologist"),
    "document": ("изданный документ", "issued document"),
}
SERVICES: Final[Words] = {
    "participants": ("Участники", "Participants"),
    "matching": ("Подбор пар", "Matching"),
    "meetings": ("Встречи", "Meetings"),
    "reporting": ("Отчётность", "Reporting"),
}
ROLES: Final[Words] = {
    "municipal_admin": ("муниципальный координатор", "municipal administrator"),
    "head": ("руководитель", "head"),
    "coordinator": ("куратор", "coordinator"),
    "psychologist": ("психолог", "psychologist"),
    "social_worker": ("социальный педагог", "social worker"),
    "teacher": ("педагог", "teacher"),
    "mentor": ("наставник", "mentor"),
    "mentee": ("наставляемый", "mentee"),
    "guardian": ("законный представитель", "guardian"),
    "company_coordinator": ("координатор компании", "company coordinator"),
    "service": ("служба платформы", "service of the platform"),
}
REASONS: Final[Words] = {
    "register": ("реестр", "register"),
    "person": ("карточка человека", "one person"),
    "names": ("имена на странице", "names on a page"),
    "candidates": ("список кандидатов", "list of candidates"),
    "candidates for pairs": ("кандидаты в пары", "candidates for pairs"),
    "mentee base": ("база наставляемых", "base of mentees"),
    "mentor base": ("база наставников", "base of mentors"),
    "mentor": ("карточка наставника", "one mentor"),
    "consents": ("согласия", "consents"),
    "consent register": ("реестр согласий", "register of consents"),
    "consent link": ("ссылка на согласие", "link to a consent"),
    "questionnaires": ("список анкет", "list of questionnaires"),
    "questionnaire mentee": ("анкета наставляемого", "questionnaire of a mentee"),
    "questionnaire mentor": ("анкета наставника", "questionnaire of a mentor"),
    "questionnaire third_party": ("сведения от третьих лиц", "third-party information"),
    "third party": ("сведения от третьих лиц", "third-party information"),
    "interviews": ("собеседования", "interviews"),
    "training": ("обучение", "training"),
    "assessment coverage": ("кто измерен", "who is measured"),
    "sharing": ("работа с другими школами", "work with other schools"),
    "pairs": ("пары", "pairs"),
    "proposal": ("подбор пар", "matching"),
    "order": ("приказ", "order"),
    "journal": ("журнал встреч", "journal of meetings"),
    "feedback alerts": ("тревоги обратной связи", "feedback alerts"),
    "survey texts": ("ответы опроса без имён", "answers of a survey without names"),
    "award": ("награждение", "award"),
    "case": ("кейс", "case"),
    "access report": ("отчёт о собственных данных", "report on one's own data"),
    "erasures": ("удаление данных", "erasures"),
}
ASKED_BY: Final[Words] = {
    "self": ("сам человек", "the person"),
    "guardian": ("законный представитель", "the guardian"),
    "coordinator": ("куратор", "the coordinator"),
}
BASES: Final[Words] = {
    "local-act": (
        "локальный акт организации, закон об архивном деле",
        "local act of the organisation, law on archives",
    ),
    "anonymous-statistics": ("обезличенный подсчёт", "count without names"),
}


def word(table: Words, code: object, language: str) -> str:
    """What has no word yet is shown as its code."""
    found = table.get(str(code))
    return str(code) if found is None else found[0 if language == "ru" else 1]
