"""One study at many stations: who has which case, who has which place in the quota."""
