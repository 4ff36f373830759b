"""One command a module, each with `add_arguments` and `run`; thin, over the composition root."""
