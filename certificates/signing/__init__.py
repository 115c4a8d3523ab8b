"""Keys, and what is signed with them: checkpoints of the public log."""
