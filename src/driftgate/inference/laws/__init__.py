"""Laws between fields: mined from the instances of one kind of object, tried on bodies left out, written in CEL."""
