"""Small parts that screens are made of. Qt only; no rules."""
