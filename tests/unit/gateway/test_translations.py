"""Every sentence of the pages is there in both languages."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from gateway.catalogues import PLACE, ROOT

_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
_KEYWORDS = {"_": None, "lazy": None, "ngettext": (1, 2)}


def _catalogue(language: str) -> Catalog:
    with (PLACE / language / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return read_po(file, locale=language)


def _sentences() -> set[str]:
    found = extract_from_dir(ROOT, _METHODS, keywords=_KEYWORDS)
    return {m[2] if isinstance(m[2], str) else m[2][0] for m in found}


@pytest.mark.parametrize("language", ["ru", "en"])
def test_nothing_is_untranslated(language: str) -> None:
    catalogue = _catalogue(language)
    assert len(_sentences()) > 150
    missing = [s for s in _sentences() if catalogue.get(s) is None]
    empty = [m.id for m in catalogue if m.id and not (m.string and all(m.string))]
    assert (missing, empty) == ([], [])
    assert not [m.id for m in catalogue if m.id and m.fuzzy]


def test_russian_has_three_plurals_and_keeps_placeholders() -> None:
    for message in _catalogue("ru"):
        if message.id:
            assert not list(message.check()), message.id
            if message.pluralizable:
                assert len(message.string) == 3
