"""What expressions are held against: cases, the form around them, the table made from them."""
