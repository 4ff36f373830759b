"""The list of cases and what happened to one."""
