"""Steps of what a hub keeps of a study beside the tables that the study has anywhere."""
