"""The questionnaire engine: definition, expressions, the running interview; no clock, file or window of its own."""
