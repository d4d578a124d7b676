"""Fields that all services share: ids, and days and moments inside the bounds of the platform."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from marshmallow import ValidationError, fields, validate
from werkzeug.routing import BaseConverter

from shared.domain.bounds import is_reckonable
from shared.domain.ids import ID_PATTERN
from shared.domain.school_years import PATTERN

ID: Final = validate.Regexp(ID_PATTERN + r"\Z", error="not an id")
ID_OR_NONE: Final = validate.Regexp(rf"({ID_PATTERN})?\Z", error="not an id")
"""An empty text stands for none."""
YEAR: Final = validate.Regexp(PATTERN + r"\Z", error="a year looks like 2026/27")
_FIRST_BIRTH_YEAR: Final = 1900


class IdInPath(BaseConverter):
    """``<id:event>``: an address with anything else in this place leads nowhere."""

    regex = ID_PATTERN


class Day(fields.Date):
    """From 2000 to 2100."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        day: date = super()._deserialize(value, attr, data, **kwargs)
        if not is_reckonable(day):
            raise ValidationError("a day from 2000 to 2100")
        return day


class Moment(fields.AwareDateTime):
    """With its zone, from 2000 to 2100."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> datetime:
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        if not is_reckonable(moment.date()):
            raise ValidationError("a time from 2000 to 2100")
        return moment


class BirthDay(fields.Date):
    """From 1900 to this year."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        day: date = super()._deserialize(value, attr, data, **kwargs)
        if not _FIRST_BIRTH_YEAR <= day.year <= date.today().year:
            raise ValidationError("a birth date from 1900 to this year")
        return day
