"""The fixtures of all browser tests: one running platform a module, and browsers for its visitors."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.site import DESKTOP, PHONE, Site, Visit, Visitor, filled, running


@pytest.fixture(scope="module", name="site")
def _site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with running(tmp_path_factory.mktemp("site"), "pages") as layout:
        yield filled(layout)


@pytest.fixture(name="visit")
def _visit(browser: Browser, site: Site) -> Iterator[Visit]:
    contexts: list[BrowserContext] = []

    def visit() -> Visitor:
        contexts.append(browser.new_context(viewport=DESKTOP, locale="ru-RU"))  # type: ignore[arg-type]
        return Visitor(contexts[-1], site.address)

    yield visit
    for context in contexts:
        context.close()


@pytest.fixture(name="phone")
def _phone(browser: Browser, site: Site) -> Iterator[Visitor]:
    """A phone without JavaScript, of somebody who has not signed in."""
    context = browser.new_context(viewport=PHONE, locale="ru-RU", java_script_enabled=False)  # type: ignore[arg-type]
    yield Visitor(context, site.address)
    context.close()
