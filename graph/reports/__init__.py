"""Answers for people: what the screens, the API and the command line show."""
