"""One module per user goal. A service opens one unit of work, asks the domain, commits once, returns what changed."""
