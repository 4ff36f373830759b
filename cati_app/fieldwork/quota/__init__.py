"""Places in cells: held, moved, given back."""
