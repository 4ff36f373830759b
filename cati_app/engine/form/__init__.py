"""A questionnaire as it was built: questions, choices, conditions."""
