"""Subjects and skills that the shipped questionnaires ask for, by code."""

from __future__ import annotations

from typing import Final

from flask_babel import lazy_gettext as lazy

COMPETENCES: Final = {
    "russian": lazy("Russian language"),
    "literature": lazy("literature"),
    "mathematics": lazy("mathematics"),
    "informatics": lazy("computer science"),
    "physics": lazy("physics"),
    "chemistry": lazy("chemistry"),
    "biology": lazy("biology"),
    "history": lazy("history lessons"),
    "social_studies": lazy("social studies"),
    "geography": lazy("geography"),
    "foreign_language": lazy("a foreign language"),
    "other_subject": lazy("another subject"),
    "speaking": lazy("public speaking"),
    "planning": lazy("planning"),
    "projects": lazy("running a project"),
    "programming": lazy("programming"),
    "design": lazy("design, photography, video"),
    "writing": lazy("writing"),
    "research": lazy("doing research"),
    "teamwork": lazy("teamwork"),
    "conversation": lazy("speaking a foreign language"),
    "handwork": lazy("handwork"),
    "money": lazy("handling money"),
    "job_search": lazy("finding a job"),
    "methods": lazy("methods of a lesson"),
    "discipline": lazy("order in class"),
    "marking": lazy("marking"),
    "papers": lazy("paperwork"),
    "parents": lazy("talks with parents"),
    "digital": lazy("digital tools"),
    "tiredness": lazy("tiredness of teaching"),
}
