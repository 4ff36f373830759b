"""A running interview: where it stands, what was answered, what comes next."""
