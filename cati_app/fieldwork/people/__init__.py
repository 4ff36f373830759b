"""Who works on a study, and what takes two of them."""
