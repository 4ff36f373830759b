"""Practice for one interviewer: the real window, a simulated telephone and person, and nothing that stays."""
