"""Load, call one service, answer."""
