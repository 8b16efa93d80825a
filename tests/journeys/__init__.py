"""Whole stories, told in verbs: what an agency does with the program from end to end."""
