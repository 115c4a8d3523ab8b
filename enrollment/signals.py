"""Events that apps above may answer, in the transaction of the change."""

from django.dispatch import Signal

decision_confirmed = Signal()  # decision: Decision
decision_reopening = Signal()  # decision: Decision; an answer may refuse with a DomainError
