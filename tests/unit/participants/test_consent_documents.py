"""A text that somebody has signed never changes: another text is another version."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from services.participants.application.shipped import LANGUAGES, document
from shared.domain.errors import NotFound
from shared.domain.purposes import CONSENT_PURPOSES, OFFERED_PURPOSES

GOLDEN = Path(__file__).parents[2] / "contracts" / "consent_documents.json"
RELEASED: dict[str, str] = json.loads(GOLDEN.read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(RELEASED))
def test_a_released_text_has_the_hash_that_consents_keep(name: str) -> None:
    purpose, version, language = name.split(".")
    assert document(purpose, language, int(version))["hash"] == RELEASED[name], (
        f"{name} was released: leave it and add a version with its hash to {GOLDEN.name}"
    )


@pytest.mark.parametrize("purpose", CONSENT_PURPOSES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_latest_text_is_released(purpose: str, language: str) -> None:
    latest = document(purpose, language)
    assert f"{purpose}.{latest['version']}.{language}" in RELEASED


@pytest.mark.parametrize("purpose", OFFERED_PURPOSES)
def test_a_text_says_whom_what_for_which_data_how_long_and_how_to_withdraw(purpose: str) -> None:
    text = document(purpose, "ru")["text"]
    for part in (
        "Кому.",
        "Зачем.",
        "Какие данные.",
        "Что с ними делают.",
        "Срок.",
        "Как отозвать.",
    ):
        assert part in text
    english = document(purpose, "en")["text"]
    for part in ("To whom.", "What for.", "Which data.", "Term.", "How to withdraw."):
        assert part in english


def test_a_version_that_never_was_is_not_found() -> None:
    with pytest.raises(NotFound):
        document("participation", "ru", 99)
