"""Two accounts of one guardian become one: nothing is lost, and the other login ends at once."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import pytest

from gateway.accounts import Membership
from gateway.uniting import taken_in
from shared.domain.errors import Refused
from shared.domain.ids import PersonId, TenantId, new_id
from shared.mongo import Document
from tests.integration.gateway.conftest import PASSWORD, Site

pytestmark = [pytest.mark.integration, pytest.mark.timeout(280)]


def guardian(tenant: str, person: str | None = None) -> Membership:
    name = PersonId(person or new_id())
    return Membership(TenantId(tenant), ("guardian",), "Школа № 5", "school", name)


def memberships(site: Site, login: str) -> list[Membership]:
    accounts = site.gateway.accounts
    session = accounts.sign_in(login, PASSWORD)
    assert session is not None
    found = accounts.signed_in(session)
    assert found is not None
    return list(found.memberships)


def account_of(site: Site, login: str) -> str:
    found = site.gateway.accounts.signed_in(site.gateway.accounts.sign_in(login, PASSWORD))
    assert found is not None
    return found.account


def test_the_other_account_comes_over_and_ends_everywhere_at_once(site: Site) -> None:
    one, two = guardian(site.school), guardian(new_id())
    kept, given = site.account(one), site.account(two)
    elsewhere, here = site.visitor(), site.visitor()
    elsewhere.sign_in(given)
    elsewhere.get("/family")
    here.sign_in(kept)
    assert "/family/unite" in here.get("/family")
    path = "/family/unite"
    here.send(path, path, 403, fields={"login": given, "password": "not the word"})
    own = {"login": kept, "password": PASSWORD}
    assert "в которой вы сейчас" in here.send(path, path, 409, fields=own).text
    elsewhere.get("/family")  # nothing happened yet
    answer = here.send(path, path, fields={"login": given, "password": PASSWORD})
    assert answer.headers["Location"] == "/family"
    assert "1 организация перешла" in here.get("/family")
    assert elsewhere.http.get("/family").status_code == 302
    elsewhere.sign_in(given, status=403)
    assert memberships(site, kept) == [one, two]
    site.gateway.accounts.create(given, PASSWORD, [two])  # the login is free again


def test_the_log_tells_that_it_happened_and_names_nobody(site: Site) -> None:
    kept, given = site.account(guardian(site.school)), site.account(guardian(new_id()))
    mine, ended = account_of(site, kept), account_of(site, given)
    visitor, path = site.visitor(), "/family/unite"
    visitor.sign_in(kept)
    visitor.send(path, path, fields={"login": given, "password": PASSWORD})
    text = (site.layout.logs / "gateway.log").read_text("utf-8")
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    told = {(line["event"], line.get("actor")) for line in lines}
    assert {("accounts_united", mine), ("account_ended", ended)} <= told
    assert not [word for word in (kept, given, "Школа", PASSWORD) if word in text]


def test_one_school_that_knows_the_person_twice_is_one_membership(site: Site) -> None:
    person = new_id()
    one, same = guardian(site.school, person), guardian(site.school, person)
    kept, given = site.account(one), site.account(same, guardian(new_id()))
    assert site.gateway.accounts.unite(account_of(site, kept), given, PASSWORD) == 2
    assert len(memberships(site, kept)) == 2
    assert memberships(site, kept)[0] == one


def test_an_account_of_staff_is_taken_into_nothing(site: Site) -> None:
    kept = site.account(guardian(site.school))
    staff = site.account(site.membership(site.school, "coordinator"), guardian(site.school))
    with pytest.raises(Refused) as refused:
        site.gateway.accounts.unite(account_of(site, kept), staff, PASSWORD)
    assert refused.value.code == "not-a-guardians"
    assert len(memberships(site, staff)) == 2
    assert len(memberships(site, kept)) == 1
    assert site.gateway.accounts.unite(account_of(site, staff), kept, PASSWORD) == 1
    visitor = site.member(site.school, "coordinator")
    visitor.get("/family/unite", status=404)


def test_two_accounts_that_take_each_other_in_leave_one_with_everything(site: Site) -> None:
    first, second = guardian(site.school), guardian(new_id())
    logins = (site.account(first), site.account(second))
    ids = [account_of(site, login) for login in logins]
    unite = site.gateway.accounts.unite
    came = together(
        lambda: unite(ids[0], logins[1], PASSWORD), lambda: unite(ids[1], logins[0], PASSWORD)
    )
    assert sorted(map(str, came)) == ["1", "None"]
    (left,) = [login for login in logins if site.gateway.accounts.knows(login, PASSWORD)]
    assert {m.tenant for m in memberships(site, left)} == {first.tenant, second.tenant}


def test_an_invitation_accepted_meanwhile_is_not_lost(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other account comes over between the reading and the writing of the invitation."""
    accounts, third = site.gateway.accounts, guardian(new_id())
    kept, given = site.account(guardian(site.school)), site.account(guardian(new_id()))
    mine, came = account_of(site, kept), []

    def meanwhile(read: list[Document], more: Document) -> list[Document]:
        if not came:
            came.append(accounts.unite(mine, given, PASSWORD))
        return taken_in(read, more)

    monkeypatch.setattr("gateway.accounts.taken_in", meanwhile)
    assert accounts.join(kept, PASSWORD, third) == mine
    assert came == [1]
    assert len(memberships(site, kept)) == 3


def together(*works: Callable[[], object]) -> list[object]:
    results: list[object] = [None] * len(works)
    ready = threading.Barrier(len(works))

    def run(place: int) -> None:
        ready.wait()
        results[place] = works[place]()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
