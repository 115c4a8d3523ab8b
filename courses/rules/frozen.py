"""Frozen dataclasses as plain values and back, so that what they say has one canonical JSON."""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from decimal import Decimal, InvalidOperation
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _


class Misfit(ValueError):
    """The values do not make the object; its text says where and why, for whoever wrote them."""


def plain(value: Any) -> Any:
    """Plain values; what stands at its default is left out, so that a later field changes no hash."""
    if is_dataclass(value):
        held = {field.name: (getattr(value, field.name), field.default) for field in fields(value)}
        return {name: plain(item) for name, (item, default) in held.items() if item != default}
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def made(wanted: Any, value: Any, where: str) -> Any:
    """The object of a class from plain values, as JSON or YAML gives them. Raises Misfit."""
    if is_dataclass(wanted):
        return _object(wanted, value, where)
    if isinstance(wanted, UnionType):  # something or nothing
        return None if value is None else made(get_args(wanted)[0], value, where)
    if get_origin(wanted) is tuple:
        if not isinstance(value, list):
            raise Misfit(_("%(where)s: a list belongs here.") % {"where": where})
        return tuple(made(get_args(wanted)[0], item, where) for item in value)
    if wanted is Decimal:
        return _decimal(value, where)
    if wanted is str and isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if not isinstance(value, wanted) or (wanted is int and isinstance(value, bool)):
        raise Misfit(_("%(where)s: “%(value)s” does not fit here.") % {"where": where, "value": str(value)[:40]})
    return value


def _object(wanted: Any, value: Any, where: str) -> Any:
    if not isinstance(value, Mapping):
        raise Misfit(_("%(where)s: several named values belong here.") % {"where": where})
    hints = get_type_hints(wanted)
    if unknown := set(value) - {field.name for field in fields(wanted)}:
        raise Misfit(
            _("%(where)s: nothing is called “%(name)s” here.") % {"where": where, "name": min(map(str, unknown))}
        )
    if missing := [field.name for field in fields(wanted) if field.default is MISSING and field.name not in value]:
        raise Misfit(_("%(where)s: “%(name)s” is missing.") % {"where": where, "name": missing[0]})
    return wanted(**{name: made(hints[name], item, f"{where}.{name}") for name, item in value.items()})


def _decimal(value: Any, where: str) -> Decimal:
    try:
        number = Decimal(str(value))
    except InvalidOperation as error:
        raise Misfit(_("%(where)s: “%(value)s” is no number.") % {"where": where, "value": str(value)[:40]}) from error
    if not number.is_finite() or abs(number) > Decimal("1e30"):
        raise Misfit(_("%(where)s: this number is too large.") % {"where": where})
    return number
