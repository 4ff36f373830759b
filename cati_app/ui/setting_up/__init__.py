"""Setting a study up in the window, from the questionnaire to a folder that can be opened."""
