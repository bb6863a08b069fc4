"""What the console reads from a query's text: tokens, bounds on expressions, values of parameters."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.console.errors import QueryRefusedError
from graph.console.gate import check_text
from graph.console.parameters import ParameterError, declared_values, needed_values
from graph.console.patterns import is_slow
from graph.console.tokens import decode_escapes, parameter_names, significant, tokenize
from graph.queries import get
from guanxi.config import ConsoleConfig

CYPHER_LIKE = st.text(st.sampled_from("abrange(){}[]|,.;:=~$'\"`\\/*u0061 \n12-+é王\x00"), max_size=80)


@given(st.one_of(st.text(max_size=80), CYPHER_LIKE))
@settings(max_examples=200)
def test_tokens_are_the_whole_text(text: str) -> None:
    assert "".join(token.raw for token in tokenize(text)) == decode_escapes(text)


@given(CYPHER_LIKE)
@settings(max_examples=200)
def test_any_text_is_admitted_or_refused(text: str) -> None:
    try:
        check_text(text, {}, ConsoleConfig())
    except QueryRefusedError as error:
        assert error.message


@given(st.text(st.characters(exclude_characters="\\`'\"")))
@settings(max_examples=50)
def test_strings_and_comments_hide_what_they_hold(content: str) -> None:
    text = f"RETURN '{content}' AS x /* {content.replace('*/', '')} */"
    assert [token.value for token in significant(text)] == ["RETURN", content, "AS", "x"]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (r"lo\u0061d/**/CSV", ["load", "CSV"]),
        (r"RETURN '\\u0061'", ["RETURN", r"\u0061"]),
        ("`a``b`(1)", ["a`b", "(", "1", ")"]),
        ("xs[..1000]", ["xs", "[", ".", ".", "1000", "]"]),
        ("1 // x\r+ 2", ["1", "+", "2"]),
        ("'it\\'s'", ["it's"]),
        ("$`a b` + $n", ["a b", "+", "n"]),
    ],
)
def test_tokens_as_neo4j_reads_them(text: str, values: list[str]) -> None:
    assert [token.value for token in significant(text)] == values


def test_parameters_in_strings_and_comments_are_none() -> None:
    assert parameter_names("RETURN $a, '$b', $c /* $d */, $a // $e") == ["a", "c"]


def refused(text: str, **parameters: Any) -> bool:
    try:
        check_text(text, parameters, ConsoleConfig(max_range=100_000))
    except QueryRefusedError:
        return True
    return False


@pytest.mark.parametrize(
    "text",
    [
        "RETURN reduce(s = 0, x IN range(1, 2000000000) | s + x) AS x",
        "RETURN [x IN range(1, 300000000) | x] AS x",
        r"RETURN r\u0061nge(1, 300000000) AS x",
        "RETURN `RANGE`/**/(1, 300000000) AS x",
        "RETURN range(1, $n) AS x",
        "RETURN range(1, $absent) AS x",
        "RETURN range(1, 2 * 3000000) AS x",
        "RETURN range(-1000000, 0) AS x",
        "RETURN [x IN range(1, 1000) | [y IN range(1, 1000) | x]] AS x",
        "RETURN [x IN range(1, 1000) | range(1, 1000)] AS x",
        "WITH range(1, 100000) AS r RETURN [x IN r | [y IN r | x]] AS x",
        "WITH range(1, 100000) AS r RETURN all(x IN r WHERE any(y IN r WHERE y = x)) AS x",
        "RETURN reduce(s = [], x IN range(1, 100000) | s + x) AS x",
        "RETURN reduce(s = '', x IN xs | s + x) AS x",
        "RETURN reduce(s = 'x', x IN range(1, 40) | s + s) AS x",
        "RETURN reduce(s = [1], x IN range(1, 40) | [s, s]) AS x",
        "RETURN reduce(s = {t: 'x'}, x IN range(1, 40) | {t: s.t + s.t}) AS x",
        "RETURN 'a' =~ '(.*a){12}b' AS x",
        "RETURN 'a' =~ '(.*a)' + '{12}b' AS x",
        "RETURN 'a' =~ n.pattern AS x",
        "RETURN 'a' =~ $slow AS x",
        "WITH 'aaa' AS s RETURN replace(s, 'a', s) AS s",
        "(" * 60,
        "RETURN " + "1 + " * 6000 + "1",
    ],
)
def test_expressions_without_end_are_refused(text: str) -> None:
    assert refused(text, n=10**9, slow="(a+)+b")


@pytest.mark.parametrize(
    "text",
    [
        "UNWIND range(1, 12) AS month RETURN month",
        "UNWIND range($n, 1, -1) AS i RETURN i",
        "WITH collect(n.name) AS xs UNWIND range(0, size(xs) - 1) AS i RETURN xs[i]",
        "RETURN [n IN nodes(p) | n.name] AS names, reduce(s = '', n IN nodes(p) | s + n.name) AS text",
        "RETURN [p IN paths | [n IN nodes(p) | n.name]] AS names",
        "RETURN reduce(t = 0, x IN xs | t + x.amount * 2) AS total",
        "RETURN reduce(m = 0, x IN xs | CASE WHEN x > m THEN x ELSE m END) AS highest",
        "RETURN reduce(s = '', x IN xs[..100] | s + x + ', ') AS text",
        "RETURN [(a)-[:KNOWS]->(b) WHERE b.age > 3 | b.name] AS friends",
        "MATCH (n:Person) WHERE n.name =~ '(?i).*wang.*' AND n.x =~ $pattern RETURN n",
        "RETURN 'range(1, 300000000)' AS text // range(1, 300000000)",
        "MATCH (n {range: 5}) RETURN n.range, n.load AS csv",
    ],
)
def test_ordinary_expressions_pass(text: str) -> None:
    assert not refused(text, n=100, pattern=r"[a-z]+@example\.(com|org)")


@pytest.mark.parametrize(
    "pattern", ["(a+)+b", "(.*a){12}b", "(a|aa)+$", "(?:x*)*y", r"(a)\1", ".*.*.*.*x", r"(\Q)\E.*a){12}", "((ab)*c?)*"]
)
def test_patterns_that_could_run_for_hours(pattern: str) -> None:
    assert is_slow(pattern)


@pytest.mark.parametrize(
    "pattern", ["(?i).*wang.*", r"\d{4}-\d{2}-\d{2}", "[(*+]+", "(foo|bar)", r"\(\+\d+\).*", "^A.*Z$"]
)
def test_patterns_that_are_quick(pattern: str) -> None:
    assert not is_slow(pattern)


def test_parameters_take_the_types_that_the_query_declares() -> None:
    query = get("paths/introduction")
    values = declared_values(query, {"from": "employee:7", "strength": "30", "limit": 3})
    assert values == {"from": "employee:7", "to": "contact:1", "strength": 30.0, "limit": 3}


@pytest.mark.parametrize("value", ["five", "1.5", "", True, 2.5, [1]])
def test_a_value_of_another_type_names_its_parameter(value: Any) -> None:
    with pytest.raises(ParameterError, match="Parameter limit must be a whole number") as caught:
        declared_values(get("paths/who_knows"), {"limit": value})
    assert caught.value.parameter == "limit"
    assert "how many colleagues" in caught.value.hint


def test_an_unknown_parameter_is_told_with_those_there_are() -> None:
    with pytest.raises(ParameterError, match="no parameter 'keys'") as caught:
        declared_values(get("paths/who_knows"), {"keys": "1"})
    assert "key, limit" in caught.value.hint


def test_parameters_of_a_text_are_guessed_and_none_may_lack() -> None:
    assert needed_values("RETURN $a, $b, $c", {"a": "7", "b": "contact:7", "c": '["x"]'}) == {
        "a": 7,
        "b": "contact:7",
        "c": ["x"],
    }
    with pytest.raises(ParameterError, match=r"needs a value for \$b"):
        needed_values("RETURN $a, $b", {"a": "1"})
