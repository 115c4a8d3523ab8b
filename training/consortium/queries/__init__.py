"""Reads for one screen each."""
