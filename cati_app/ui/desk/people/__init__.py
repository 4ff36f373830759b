"""The tab of the settings: who works on the study, and the recovery sheet."""
