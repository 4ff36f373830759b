"""The study folder: study.yaml as a checked model, its rules and its sample."""
