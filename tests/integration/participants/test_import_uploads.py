"""A hundred megabytes are refused before they are held: by what they say, and as they come."""

from __future__ import annotations

import io
import secrets
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from gateway.app import create_app as create_gateway
from services.participants.application.imports.files import FILE_LIMIT
from shared.config import Settings
from shared.http.tokens import ensure_keys
from tests.integration.participants.conftest import YEAR, Town

pytestmark = pytest.mark.integration
HUGE = 100 * 2**20
SLACK = 2**20


class Endless(io.RawIOBase):
    """A body of a hundred megabytes that counts how much of it was taken."""

    def __init__(self, head: bytes = b"") -> None:
        self.taken = 0
        self._head = head

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = min(len(buffer), 64 * 1024, HUGE - self.taken)
        part = self._head[self.taken : self.taken + count].ljust(count, b"x")
        buffer[:count] = part
        self.taken += count
        return count


def send(http: FlaskClient, path: str, body: Endless, *, said: bool, **options: Any) -> Any:
    """With its Content-Length, or in chunks as gunicorn hands them on."""
    environ: dict[str, Any] = {"wsgi.input": body}
    environ.update({"CONTENT_LENGTH": str(HUGE)} if said else {"wsgi.input_terminated": True})
    return http.post(path, environ_overrides=environ, **options)


@pytest.mark.parametrize("path", ["/v1/imports", "/v1/imports/jobs"])
@pytest.mark.parametrize("said", [True, False])
def test_the_service_refuses_it_early(town: Town, path: str, said: bool) -> None:
    staff, body = town.coordinator(town.north), Endless()
    answer = send(
        staff.http, f"{path}?kind=class_list&year={YEAR}", body, said=said,
        headers=staff._headers(None), content_type="application/octet-stream",
    )  # fmt: skip
    assert answer.status_code == 413
    assert answer.get_json()["detail"] == "The request is too large."
    assert body.taken <= (0 if said else FILE_LIMIT + SLACK)
    assert town.cell.service.db.import_files.count_documents({}) == 0


def test_a_stranger_sends_nothing_at_all(town: Town) -> None:
    body = Endless()
    send(
        town.cell.app.test_client(),
        f"/v1/imports/jobs?kind=class_list&year={YEAR}",
        body,
        said=False,
    )
    assert body.taken == 0, "no token, not a byte is read"


@pytest.fixture(name="pages")
def _pages(mongo_url: str, cell: str, tmp_path: Path) -> FlaskClient:
    ensure_keys(tmp_path)
    (tmp_path / "master.key").write_bytes(secrets.token_bytes(32))
    environ = {"MONGO_URL": mongo_url, "MENTORBASE_CELL": cell, "MENTORBASE_SECRETS": str(tmp_path)}
    return create_gateway(Settings.from_env("gateway", environ)).test_client()


@pytest.mark.parametrize("said", [True, False])
def test_the_pages_refuse_it_early(pages: FlaskClient, said: bool) -> None:
    head = b'--b\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    body = Endless(head)
    answer = send(pages, "/import", body, said=said, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert "10" in answer.get_data(as_text=True)
    assert body.taken <= (0 if said else FILE_LIMIT + SLACK)
