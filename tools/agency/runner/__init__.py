"""The tests, shared out among processes and counted."""
