"""Who works in a study, and what each role may see."""
