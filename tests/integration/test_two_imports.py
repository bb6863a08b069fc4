"""Two imports at once, of the same and of overlapping files: the graph of one after the other."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from graph.store import Store
from guanxi.appstore import AppStore
from guanxi.config import Settings
from ingest.pipeline import ingest
from tests.graph_hash import graph_hash


def test_two_imports_at_once(store: Store, appstore: AppStore, settings: Settings, tmp_path: Path) -> None:
    settings.graph.batch_rows = 20
    people = [f"p{n},Person {n},c{n % 5},p{n}@x.example" for n in range(100)]
    mails = [f"m{n},2026-01-01,p{n % 100}@x.example,p{(n + 1) % 100}" for n in range(200)]
    related = [f"p{n},p{n + 1},friend" for n in range(90)]
    first = _write(tmp_path / "a", "contacts", "id,name,customer,email", people[:60])
    _write(tmp_path / "a", "interactions", "id,at,from,to", mails[:150])
    _write(tmp_path / "a", "relationships", "from,to,kind", related[:60])
    second = _write(tmp_path / "b", "contacts", "id,name,customer,email", people[40:])
    _write(tmp_path / "b", "interactions", "id,at,from,to", mails[50:])
    _write(tmp_path / "b", "customers", "id,name,industry", [f"c{n},Customer {n},x" for n in range(5)])
    _write(tmp_path / "b", "relationships", "from,to,kind", related[30:])
    for paths in ([first, second], [first, first]):
        store.run_alone("MATCH (n) DETACH DELETE n")
        for path in paths:
            ingest([path], store, appstore, settings)
        in_turn = graph_hash(store, without=frozenset({"batch"}))
        store.run_alone("MATCH (n) DETACH DELETE n")
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda path: ingest([path], store, appstore, settings), paths))
        assert graph_hash(store, without=frozenset({"batch"})) == in_turn


def _write(folder: Path, kind: str, header: str, rows: list[str]) -> Path:
    folder.mkdir(exist_ok=True)
    (folder / f"{kind}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder
