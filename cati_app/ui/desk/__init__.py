"""The supervisor's rooms."""
