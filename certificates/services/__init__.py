"""The only writers of certificates."""
