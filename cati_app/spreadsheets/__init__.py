"""Tables of spreadsheet programs, read as a person sees them there; whoever needs their rows asks here."""
