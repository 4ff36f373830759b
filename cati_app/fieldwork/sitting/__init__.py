"""The running sitting with an expert, as a machine of events and commands."""
