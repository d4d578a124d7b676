"""An empty page is shown by no other site and tells no numbers, until somebody decides so."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Final, assert_never
from urllib.parse import urlsplit

from services.reporting.domain.public_site import commands, events
from services.reporting.domain.public_site.commands import PublicSiteCommand
from services.reporting.domain.public_site.events import PublicSiteEvent
from shared.domain.decider import Decider
from shared.domain.errors import Invalid

MOST: Final = 20
_HOST: Final = re.compile(
    r"(?=.{1,253}\Z)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+"
)
_HERE: Final = ("localhost", "127.0.0.1")


@dataclass(frozen=True, slots=True)
class PublicSite:
    sites: tuple[str, ...] = ()
    numbers: bool = False


def decide(command: PublicSiteCommand, site: PublicSite) -> list[PublicSiteEvent]:
    match command:
        case commands.AllowSites(sites):
            allowed = tuple(sorted({origin_of(one) for one in sites}))
            if len(allowed) > MOST:
                raise Invalid("too many sites", {"sites": [f"at most {MOST}"]})
            return [events.SitesAllowed(allowed)] if allowed != site.sites else []
        case commands.ShowNumbers(shown):
            return [events.NumbersShown(shown)] if shown != site.numbers else []
        case _:
            assert_never(command)


def origin_of(text: str) -> str:
    """The site of an address that somebody wrote, in the form browsers compare; a name in Cyrillic
    as its Latin one. Raises Invalid for what is no site, and for sites without HTTPS."""
    wrong = Invalid("not the address of a site", {"sites": ["like https://school.example"]})
    try:
        parts = urlsplit(text.strip() if "//" in text else f"https://{text.strip()}")
        host = (parts.hostname or "").encode("idna").decode("ascii").lower()
        port = parts.port
    except (ValueError, UnicodeError) as error:
        raise wrong from error
    secure = parts.scheme == "https" and _HOST.fullmatch(host) and _is_name(host)
    if parts.username is not None or not (secure or (parts.scheme == "http" and host in _HERE)):
        raise wrong
    usual = {"https": 443, "http": 80}[parts.scheme]
    return f"{parts.scheme}://{host}" + (f":{port}" if port not in (None, usual) else "")


def _is_name(host: str) -> bool:
    """Whether every part that stands for other letters really does."""
    labels = [label for label in host.split(".") if label.startswith("xn--")]
    try:
        plain = "".join(label[4:].encode("ascii").decode("punycode") for label in labels)
    except ValueError:  # UnicodeError among them
        return False
    return all(sign == "-" or unicodedata.category(sign)[0] in "LMN" for sign in plain)


def evolve(site: PublicSite, event: PublicSiteEvent) -> PublicSite:
    match event:
        case events.SitesAllowed(sites):
            return replace(site, sites=sites)
        case events.NumbersShown(shown):
            return replace(site, numbers=shown)
        case _:
            assert_never(event)


PUBLIC_SITE: Decider[PublicSiteCommand, PublicSiteEvent, PublicSite] = Decider(
    "public_site", events.EVENTS, PublicSite(), decide, evolve
)
