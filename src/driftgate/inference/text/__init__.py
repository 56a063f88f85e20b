"""What strings have in common: forms, alphabets, fixed parts, lists of words."""
