"""The words and rules of an agency."""
