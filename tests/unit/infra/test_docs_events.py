"""docs/EVENTS.md and docs/TENANCY.md say what the code says."""

from __future__ import annotations

from infra import docs_tenancy
from infra.docs_events import DOCUMENT, render
from shared.contracts.catalogue import TOPICS
from shared.tenancy.crossings import CROSSINGS


def test_the_document_is_up_to_date() -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == render(), "python -m infra.docs_events"


def test_every_message_and_what_is_sealed_in_it_is_listed() -> None:
    text = render()
    for messages in TOPICS.values():
        for message in messages:
            assert f"**`{message.__name__}`**" in text
    assert "- `features`: sealed, about `person`, purpose participation, bus keys" in text
    assert "**`roadmap.RoadmapApproved`**" in text
    assert "**`survey.SurveyAnswered`**" in text


def test_the_table_of_crossings_is_up_to_date() -> None:
    text = docs_tenancy.DOCUMENT.read_text(encoding="utf-8")
    assert text == docs_tenancy.rendered(text), "python -m infra.docs_tenancy"
    for crossing in CROSSINGS:
        assert f"| `{crossing.name}` |" in text
