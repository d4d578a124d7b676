"""What one process asks another for is the route that was meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.errors import NotFound, Unavailable
from shared.domain.ids import ActorId, TenantId
from shared.http.client import ServiceClient
from shared.http.tokens import Issuer, ensure_keys
from shared.tenancy.scope import Scope

SCOPE = Scope(TenantId("school"), ActorId("link"), frozenset({"service"}))


@pytest.fixture(name="client", scope="module")
def _client(tmp_path_factory: pytest.TempPathFactory) -> ServiceClient:
    """Of a service that does not run: a path that is taken ends in Unavailable."""
    secrets: Path = tmp_path_factory.mktemp("secrets")
    ensure_keys(secrets, ["gateway"])
    return ServiceClient("http://127.0.0.1:9", Issuer("gateway", secrets), "meetings")


@pytest.mark.parametrize(
    "part", ["..", ".", "a?b", "a#b", "a/../b", "a%2e", "а", "", "a b", "a\n", "a\\b", "a;b"]
)
def test_a_part_that_leads_elsewhere_is_not_found(client: ServiceClient, part: str) -> None:
    with pytest.raises(NotFound):
        client.get(f"/v1/outreach/{part}/rsvp", SCOPE)


def test_ids_and_secrets_of_every_kind_are_asked_for(client: ServiceClient) -> None:
    with pytest.raises(Unavailable):
        client.get("/v1/outreach/0a-_~.z/R-AAAAA-BBBBB/2026+27:1@x", SCOPE, params={"after": "?"})


@given(part=st.text(min_size=1).filter(lambda text: not text.isascii()))
def test_no_text_beyond_ascii_is_a_part(client: ServiceClient, part: str) -> None:
    with pytest.raises(NotFound):
        client.get(f"/v1/people/{part}", SCOPE)
