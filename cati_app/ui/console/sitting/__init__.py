"""The guided screen: outline, topic and card of a sitting with an expert, by keys alone."""
