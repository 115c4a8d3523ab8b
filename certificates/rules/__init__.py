"""Pure decisions about codes, numbers, names and truths: no database, no clock, no request."""
