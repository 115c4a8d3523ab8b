"""Writing the question bank."""
