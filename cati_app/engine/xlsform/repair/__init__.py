"""Puts right what questionnaires of other programs write differently, and says so."""
