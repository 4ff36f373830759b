"""Steps of what a hub keeps beside the tables of its studies, in words for both engines."""
