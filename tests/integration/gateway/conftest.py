"""The running platform, and visitors who fill in its forms without a browser."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from gateway.accounts import Membership
from gateway.app import open_gateway
from gateway.context import Gateway
from gateway.setup import prepare
from infra.demo.asking import Asking
from infra.layout import Layout
from infra.supervisor import Stack
from infra.waiting import free_port
from shared.config import SERVICES, Settings
from shared.domain.ids import new_id
from shared.http.tokens import Issuer
from shared.mongo import connect

PASSWORD = "a-long-enough-word"
SECONDS = 60.0


class Visitor:
    """One browser without scripts: cookies, pages, forms with their tokens."""

    def __init__(self, address: str) -> None:
        self.http = httpx.Client(base_url=address, timeout=30.0)

    def get(self, path: str, status: int = 200) -> str:
        answer = self.http.get(path)
        assert answer.status_code == status, (path, answer.status_code)
        return answer.text

    def send(self, path: str, page: str, status: int = 302, **rest: Any) -> httpx.Response:
        """A form of ``page``, sent to ``path``."""
        token = re.search(r'name="csrf_token" value="([^"]+)"', self.http.get(page).text)
        assert token, f"{page} has no form"
        fields = {"csrf_token": token[1], "key": new_id(), **rest.pop("fields", {})}
        answer = self.http.post(path, data=fields, **rest)
        assert answer.status_code == status, (path, answer.status_code, answer.text)
        return answer

    def sign_in(self, login: str, password: str = PASSWORD, status: int = 302) -> httpx.Response:
        fields = {"login": login, "password": password, "next": ""}
        return self.send("/sign-in", "/sign-in", status, fields=fields)

    def until(self, path: str, text: str) -> str:
        """The page once it says what it must; read models follow within moments."""
        deadline = time.monotonic() + SECONDS
        while text not in (page := self.get(path)):
            assert time.monotonic() < deadline, f"{path} never says “{text}”"
            time.sleep(0.1)
        return page


@dataclass
class Site:
    layout: Layout
    gateway: Gateway
    asking: Asking
    council: str
    school: str
    setup_link: str

    def visitor(self) -> Visitor:
        return Visitor(self.layout.address)

    def account(self, *memberships: Membership) -> str:
        """A new account's login."""
        login = f"login-{new_id()[:8]}"
        self.gateway.accounts.create(login, PASSWORD, list(memberships))
        return login

    def member(self, tenant: str, *roles: str) -> Visitor:
        visitor = self.visitor()
        visitor.sign_in(self.account(self.membership(tenant, *roles)))
        return visitor

    def membership(self, tenant: str, *roles: str) -> Membership:
        school = tenant == self.school
        name, kind = ("Школа № 5", "school") if school else ("Заречье", "municipality")
        return Membership(tenant, roles, name, kind)  # type: ignore[arg-type]


@pytest.fixture(scope="module", name="site")
def _site(mongo_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    layout = Layout.from_env("embedded")
    layout = replace(
        layout,
        home=tmp_path_factory.mktemp("site"),
        ports={name: free_port() for name in layout.ports},
        mongo_url=mongo_url,
        cell=f"t{new_id()[:12]}",
    )
    stack = Stack(layout)
    stack.start()
    kept = dict(os.environ)
    try:
        os.environ.update(layout.environment(mongo_url))
        yield _prepared(layout)
    finally:
        os.environ.clear()
        os.environ.update(kept)
        stack.stop()
        _forget(mongo_url, layout.cell)


def _prepared(layout: Layout) -> Site:
    settings = Settings.from_env("gateway")
    link = prepare(settings, False)[-1].strip().removeprefix(layout.address)
    asking = Asking({n: settings.urls[n] for n in SERVICES}, Issuer("gateway", layout.secrets))
    council = new_id()
    admin = asking.caller(council, "municipal_admin")
    admin.post("participants", "/organisations", {"kind": "municipality", "name": "Заречье"})
    school = {"kind": "school", "name": "Школа № 5"}
    id = admin.post("participants", "/organisations", school)["id"]
    return Site(layout, open_gateway(settings), asking, council, id, link)


def _forget(mongo_url: str, cell: str) -> None:
    with connect(mongo_url) as client:
        for name in client.list_database_names():
            if name.startswith(cell):
                client.drop_database(name)
