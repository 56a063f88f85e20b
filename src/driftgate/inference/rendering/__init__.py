"""What is written: schemas and laws that are asserted, and what is only proposed."""
