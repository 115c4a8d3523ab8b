"""What reports count, and how they are read."""
