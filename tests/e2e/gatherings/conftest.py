"""One platform with a mail server for the tests of gatherings and their letters."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.e2e.gathering_site import Post, writing
from tests.e2e.site import Site


@pytest.fixture(scope="module", name="written")
def _written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Post]]:
    with writing(tmp_path_factory.mktemp("site")) as running:
        yield running


@pytest.fixture(scope="module", name="site")
def _site(written: tuple[Site, Post]) -> Site:
    return written[0]


@pytest.fixture(scope="module", name="post")
def _post(written: tuple[Site, Post]) -> Post:
    return written[1]
