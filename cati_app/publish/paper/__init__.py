"""The questionnaire on paper, for people who judge it before anybody is called."""
