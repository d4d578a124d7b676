"""Facts about campaigns. Whether somebody consents is the consent's own stream's to say."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from shared.domain.ids import PersonId
from shared.domain.personal import About, Personal
from shared.domain.purposes import REGISTER, Purpose

Role = Literal["mentee", "mentor"]


@dataclass(frozen=True, slots=True)
class CampaignStarted:
    """``people`` lacked the consent at the start, or would have lacked it on ``due``. ``until`` is
    the last day of the consents that are asked for; ``group`` a class, or empty for everybody."""

    campaign: str
    purpose: Purpose
    role: Role
    year: str
    group: Annotated[Personal, About("@stream", purpose=REGISTER)]
    due: date
    until: date
    people: tuple[PersonId, ...]


@dataclass(frozen=True, slots=True)
class LinksMade:
    """``links[i]`` is the one-time link that was made for ``people[i]``, whoever signs it."""

    campaign: str
    people: tuple[PersonId, ...]
    links: tuple[str, ...]
    on: date


@dataclass(frozen=True, slots=True)
class Reminded:
    campaign: str
    people: tuple[PersonId, ...]
    on: date


@dataclass(frozen=True, slots=True)
class CampaignClosed:
    campaign: str
    on: date


ConsentCampaignEvent = CampaignStarted | LinksMade | Reminded | CampaignClosed
