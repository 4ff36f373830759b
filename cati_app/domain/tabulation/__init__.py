"""Tables of answers: counts, weighted percentages, bases, and what of them may be handed out."""
