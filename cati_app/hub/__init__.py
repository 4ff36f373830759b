"""The hub, through which many stations call from one sample: it knows messages and its own database, and no window."""
