"""The hub: a server that keeps the log of every station. It knows messages and its own database, and no window."""
