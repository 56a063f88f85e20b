"""What shape values have: kinds of objects, maps, declared and shared schemas, and their names."""
