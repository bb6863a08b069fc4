"""Every query's header tells its parameters, and the server can plan it."""

import re

import pytest

from graph import queries
from graph.store import Store

NAMES = [query.name for query in queries.all_queries()]


@pytest.mark.parametrize("name", NAMES)
def test_header_names_the_parameters_that_are_used(name: str) -> None:
    query = queries.get(name)
    assert {p.name for p in query.parameters} == set(re.findall(r"\$(\w+)", query.text))
    assert query.title.endswith(".")


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("schema/")])
def test_server_plans_it(name: str, session_store: Store) -> None:
    query = queries.get(name)
    with session_store.session() as session:
        assert session.run(f"EXPLAIN {query.text}", query.examples()).consume().plan  # type: ignore[arg-type]
