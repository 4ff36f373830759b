"""The sample tab of the supervisor's desk."""
