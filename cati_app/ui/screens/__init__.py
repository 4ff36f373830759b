"""The screens, one folder a role."""
