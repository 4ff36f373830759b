"""A whole field before it begins: simulated people and telephones, everything else as in earnest."""
