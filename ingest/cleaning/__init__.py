"""Text to values, column by column: one module a subject.

What cannot be understood becomes null where a value has a type (`validate` then says so), and stays as written
where it is text. Cleaning what is clean changes nothing.
"""

from ingest.cleaning.columns import Conventions, clean_column
from ingest.cleaning.companies import company_core, company_name
from ingest.cleaning.emails import email, reference
from ingest.cleaning.moments import order_of
from ingest.cleaning.names import full_name, other_name, person_core, person_name
from ingest.cleaning.numbers import number
from ingest.cleaning.text import MISSING, text
from ingest.cleaning.words import boolean

__all__ = [
    "MISSING",
    "Conventions",
    "boolean",
    "clean_column",
    "company_core",
    "company_name",
    "email",
    "full_name",
    "number",
    "order_of",
    "other_name",
    "person_core",
    "person_name",
    "reference",
    "text",
]
