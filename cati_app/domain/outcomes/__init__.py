"""Results of calls and what they are: codes, the one final code of a case, rates."""
