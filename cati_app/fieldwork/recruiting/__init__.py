"""Focus groups after the field: who is drawn, who is invited, who comes."""
