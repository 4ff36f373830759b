"""Lines: the contract every dialler fulfils, and its drivers."""
