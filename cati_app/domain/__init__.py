"""Facts and rules of telephone surveys; no clock, file, socket or random source of its own."""
