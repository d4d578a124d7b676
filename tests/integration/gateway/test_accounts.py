"""Signing in and out, roles, organisations, the first set-up: over HTTP, as a browser does it."""

from __future__ import annotations

import pytest

from gateway.accounts import ATTEMPTS
from tests.integration.gateway.conftest import PASSWORD, Site, Visitor

pytestmark = [pytest.mark.integration, pytest.mark.timeout(280)]


def test_the_setup_link_makes_one_administrator(site: Site) -> None:
    visitor, link = site.visitor(), site.setup_link
    right = {"name": "Город N", "login": "first", "password": PASSWORD}
    visitor.get(link)
    visitor.send(link, link, 422, fields={**right, "password": "short"})
    visitor.get(link)
    assert visitor.send(link, link, fields=right).headers["Location"] == "/sign-in"
    visitor.get(link, status=404)
    visitor.sign_in("first")
    assert "Школы муниципалитета" in visitor.get("/municipality")
    visitor.get("/candidates", status=404)


def test_a_wrong_password_opens_nothing(site: Site) -> None:
    login, visitor = site.account(site.membership(site.school, "coordinator")), site.visitor()
    assert 'role="alert"' in visitor.sign_in(login, "not the word", status=403).text
    assert visitor.http.get("/school").headers["Location"].startswith("/sign-in")
    answer = visitor.sign_in(login)
    assert answer.headers["Location"] == "/"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    visitor.get("/school")


def test_after_many_wrong_passwords_the_right_one_waits_too(site: Site) -> None:
    login, visitor = site.account(site.membership(site.school, "coordinator")), site.visitor()
    for _ in range(ATTEMPTS):
        visitor.sign_in(login, "not the word", status=403)
    visitor.sign_in(login, status=403)
    other = site.account(site.membership(site.school, "coordinator"))
    visitor.sign_in(other)


def test_a_form_without_its_token_does_nothing(site: Site) -> None:
    login, visitor = site.account(site.membership(site.school, "coordinator")), site.visitor()
    answer = visitor.http.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert answer.status_code == 400
    assert visitor.http.get("/school").status_code == 302


def test_whoever_signs_out_is_out_with_the_old_cookie_too(site: Site) -> None:
    visitor = site.member(site.school, "coordinator")
    stolen = Visitor(site.layout.address)
    stolen.http.cookies.update(visitor.http.cookies)
    stolen.get("/school")
    visitor.send("/sign-out", "/school")
    assert stolen.http.get("/school").headers["Location"].startswith("/sign-in")


def test_signing_in_never_leads_to_another_site(site: Site) -> None:
    login, visitor = site.account(site.membership(site.school, "coordinator")), site.visitor()
    fields = {"login": login, "password": PASSWORD, "next": "//elsewhere.example/school"}
    assert visitor.send("/sign-in", "/sign-in", fields=fields).headers["Location"] == "/"


PAGES = ("/municipality", "/school", "/candidates", "/mentees", "/consents", "/import", "/pairs")
MAY = {
    "municipal_admin": {"/municipality"},
    "coordinator": {"/school", "/candidates", "/mentees", "/consents", "/import", "/pairs"},
    "head": {"/school", "/candidates", "/mentees", "/consents", "/pairs"},
    "teacher": {"/school", "/candidates", "/pairs"},
    "mentee": {"/pairs"},
}


@pytest.mark.parametrize("role", MAY)
def test_each_role_has_its_pages_and_finds_no_others(site: Site, role: str) -> None:
    tenant = site.council if role == "municipal_admin" else site.school
    visitor = site.member(tenant, role)
    found = {page for page in PAGES if visitor.http.get(page).status_code == 200}
    assert found == MAY[role]
    refused = {visitor.http.get(page).status_code for page in set(PAGES) - found}
    assert refused == {404}


def test_an_account_of_two_organisations_chooses_one(site: Site) -> None:
    both = (
        site.membership(site.school, "coordinator"),
        site.membership(site.council, "municipal_admin"),
    )
    visitor = site.visitor()
    visitor.sign_in(site.account(*both))
    assert visitor.http.get("/school?a=1").headers["Location"] == "/organisation?next=/school?a%3D1"
    visitor.send("/organisation", "/organisation", 404, fields={"index": "2"})
    visitor.send("/organisation", "/organisation", fields={"index": "0"})
    visitor.get("/school")
    visitor.get("/municipality", status=404)
    visitor.send("/organisation", "/organisation", fields={"index": "1"})
    visitor.get("/municipality")
    visitor.get("/school", status=404)
