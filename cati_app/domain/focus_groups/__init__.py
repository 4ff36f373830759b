"""Focus groups: who is invited, drawn so that everybody can be told why."""
