"""Where people stand in practice: stations with so many places, and groups that go round them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Room, Session
from enrollment.models.people import Enrollment
from training.core.models import Owned
from training.core.models.complexes import Bilingual


class Station(Bilingual, Owned):
    """A practice station of a room, such as ten glove-box places in a room for twenty."""

    room = models.ForeignKey(Room, on_delete=models.PROTECT, related_name="stations")
    name_ko = models.CharField(_("name (Korean)"), max_length=100)
    name_en = models.CharField(_("name (English)"), max_length=100)
    places = models.PositiveSmallIntegerField(_("places"))

    class Meta:
        verbose_name = _("practice station")
        verbose_name_plural = _("practice stations")
        ordering = ["room", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["room", "name_ko"], name="station_name_once_per_room"),
            models.CheckConstraint(condition=Q(places__gte=1), name="station_has_a_place"),
        ]

    def __str__(self) -> str:
        return self.text("name")


class Rotation(Owned):
    """That a session runs at stations: so many groups go round them in so many turns of equal length."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="rotations")
    groups = models.PositiveSmallIntegerField(_("groups"))
    turns = models.PositiveSmallIntegerField(_("turns"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("rotation")
        verbose_name_plural = _("rotations")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["session"], name="rotation_once_per_session"),
            models.CheckConstraint(condition=Q(groups__gte=1, turns__gte=1), name="rotation_turns_somebody"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RotationStop(Owned):
    """One station of a rotation, in the order in which the groups go round."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="stops")
    station = models.ForeignKey(Station, on_delete=models.PROTECT, related_name="stops")
    order = models.PositiveSmallIntegerField(_("order"))

    class Meta:
        verbose_name = _("stop")
        verbose_name_plural = _("stops")
        ordering = ["rotation", "order"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "station"], name="stop_station_once"),
            models.UniqueConstraint(fields=["rotation", "order"], name="stop_order_once"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class RotationPlace(Owned):
    """The group (from 1) in which one person goes round."""

    rotation = models.ForeignKey(Rotation, on_delete=models.CASCADE, related_name="places")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="rotation_places")
    group = models.PositiveSmallIntegerField(_("group"))

    class Meta:
        verbose_name = _("place in a group")
        verbose_name_plural = _("places in groups")
        ordering = ["rotation", "group", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "enrollment"], name="rotation_person_once"),
            models.CheckConstraint(condition=Q(group__gte=1), name="rotation_group_from_one"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
