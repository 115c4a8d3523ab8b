"""What happened to people, told upwards in the same transaction."""

from django.dispatch import Signal

# sender=Membership; membership, granted (True or False), by, now. What hangs on a role answers here.
roles_changed = Signal()

# sender=Consent; consent, by, now. What rests on a consent that was taken back ends here.
consent_withdrawn = Signal()
