"""A worker with this does not renew its lease while it works: teeth."""

from training.core import outbox

outbox._renew = lambda owed, over: None
