"""The kinds of questions: a file for each, with everything the program has to know about it."""
