"""What a question is, and what an answer to it is worth. Pure: no rows, no clock, no request."""
