"""What was seen: the values at each place of bodies and examples, counted, mergeable and bounded."""
