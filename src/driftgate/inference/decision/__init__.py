"""What is decided at each place, and where the evidence contradicts itself."""
