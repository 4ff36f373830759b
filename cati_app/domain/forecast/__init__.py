"""When a cell, a margin and the total will be full: a field so far, played forward many times from one seed."""
