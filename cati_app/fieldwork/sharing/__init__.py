"""One study at many stations: cases are lent and handed in whole, places in the quota are given before their use."""
