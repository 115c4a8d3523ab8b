"""The writers of the ground."""
