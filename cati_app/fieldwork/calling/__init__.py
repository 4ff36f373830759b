"""Cases offered, numbers dialled, results given."""
