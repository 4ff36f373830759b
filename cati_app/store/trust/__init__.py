"""Keys, people and sealing as every station and hub of a study understands them; formats are fixed by vectors."""
