"""Text to values, column by column: one module a subject.

What cannot be understood becomes null where a value has a type (`validate` then says so), and stays as written
where it is text. Cleaning what is clean changes nothing.
"""

from ingest.cleaning.companies import company_core, company_name
from ingest.cleaning.emails import email, reference
from ingest.cleaning.moments import date, moment, unix_moment
from ingest.cleaning.names import full_name, other_name, person_core, person_name
from ingest.cleaning.numbers import number
from ingest.cleaning.text import MISSING, text
from ingest.cleaning.typed import typed
from ingest.cleaning.words import boolean, word

__all__ = [
    "MISSING",
    "boolean",
    "company_core",
    "company_name",
    "date",
    "email",
    "full_name",
    "moment",
    "number",
    "other_name",
    "person_core",
    "person_name",
    "reference",
    "text",
    "typed",
    "unix_moment",
    "word",
]
