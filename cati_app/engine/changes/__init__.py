"""What differs between two versions of a questionnaire, and which answers of one can stand in the other."""
