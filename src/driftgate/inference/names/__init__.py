"""What a name says: its words, the prefixes of its ids, whether its value is a secret."""
