"""The public log: hashes of what was issued, extended, superseded and revoked, in order, for everybody to check."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from certificates.models.awards import Certificate
from certificates.rules import merkle
from certificates.states import LogEvent
from training.core.models import AppendOnly, Owned

HASH = 32


class Log(Owned):
    """One complex's log: its name for good, and its size, which moves in the transaction of its entries only."""

    origin = models.CharField(_("origin"), max_length=200, help_text=_("The name in its checkpoints."))
    size = models.PositiveBigIntegerField(_("entries"), default=0)

    class Meta:
        verbose_name = _("public log")
        verbose_name_plural = _("public logs")
        constraints = [models.UniqueConstraint(fields=["complex"], name="log_once_per_complex")]

    def __str__(self) -> str:
        return self.origin


class Added(AppendOnly):
    """A row of the log."""

    REFUSAL = "The public log is only ever added to."

    class Meta:
        abstract = True


class LogEntry(Added):
    """One line of the log, in the bytes that everybody can read; and the subtrees that it completed.

    `nodes` holds their hashes one after the other, the leaf's first: whoever has these of a few lines can compute
    every root and proof.
    """

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="entries")
    index = models.PositiveBigIntegerField(_("index"))
    event = models.CharField(_("event"), max_length=10, choices=LogEvent.choices)
    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="entries")
    text = models.TextField()
    nodes = models.BinaryField()
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("log entries")
        ordering = ["log", "index"]
        constraints = [
            models.UniqueConstraint(fields=["log", "index"], name="log_entry_index_once"),
            models.UniqueConstraint(
                fields=["certificate", "event"],
                condition=~models.Q(event=LogEvent.EXTEND),
                name="log_entry_event_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.index}: {self.event}"

    def node(self, height: int) -> bytes:
        return bytes(self.nodes)[height * HASH : (height + 1) * HASH]

    @property
    def leaf(self) -> bytes:
        return merkle.leaf_hash(self.text.encode())


class TreeHead(Added):
    """What the log's key signed at a size: `note` is the checkpoint exactly as it is given out."""

    log = models.ForeignKey(Log, on_delete=models.PROTECT, related_name="heads")
    size = models.PositiveBigIntegerField(_("entries"))
    root = models.BinaryField()
    note = models.TextField()
    signed_at = models.DateTimeField(_("signed"))

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["log", "-size"]
        constraints = [models.UniqueConstraint(fields=["log", "size"], name="tree_head_size_once")]

    def __str__(self) -> str:
        return f"{self.size}"


class HeadStamp(Added):
    """That a timestamp authority saw a checkpoint: its RFC 3161 token over the SHA-256 of the note as it is given out."""

    head = models.OneToOneField(TreeHead, on_delete=models.PROTECT, related_name="stamp")
    token = models.BinaryField()
    stamped_at = models.DateTimeField(_("time stamped"))
    authority = models.CharField(_("timestamp authority"), max_length=200)
    is_demonstration = models.BooleanField(_("of a demonstration authority"))

    class Meta:
        verbose_name = _("timestamp of a checkpoint")
        verbose_name_plural = _("timestamps of checkpoints")
        ordering = ["head"]

    def __str__(self) -> str:
        return f"{self.head_id}: {self.stamped_at:%Y-%m-%d}"
