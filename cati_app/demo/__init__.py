"""A demo shift: the real windows, driven by keys alone, with simulated respondents and a simulated clock."""
