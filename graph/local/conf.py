"""The neo4j.conf of the managed server: small, on the loopback, and shut to the outside."""

from __future__ import annotations

from pathlib import Path

_UNITS = {"k": 1024, "m": 1024**2, "g": 1024**3}


def settings(*, bolt_port: int, page_cache: str, heap: str) -> dict[str, str]:
    """The server's settings.

    LOAD CSV can reach neither files nor addresses, APOC is not loaded, only Bolt on 127.0.0.1 listens, and
    time and memory of a transaction are bounded: one takes half of the heap at most, all of them 70 %.
    The heap itself is a JVM option.
    """
    return {
        "server.default_listen_address": "127.0.0.1",
        "server.bolt.enabled": "true",
        "server.bolt.listen_address": f"127.0.0.1:{bolt_port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "server.directories.import": "import",
        "dbms.security.allow_csv_import_from_file_urls": "false",
        "internal.dbms.cypher_ip_blocklist": "0.0.0.0/0,::/0",
        "dbms.security.procedures.allowlist": "db.*,dbms.components",
        "dbms.security.auth_enabled": "true",
        "db.transaction.timeout": "10m",
        "db.memory.transaction.max": _share(heap, 0.5),
        "dbms.memory.transaction.total.max": _share(heap, 0.7),
        "server.memory.pagecache.size": page_cache,
        "db.tx_log.rotation.retention_policy": "256M size",
        "dbms.usage_report.enabled": "false",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",  # else each stop waits 10 s for nothing
    }


def write(home: Path, values: dict[str, str]) -> None:
    """Make the server's folders under `home` and write its configuration."""
    for name in ("conf", "data", "logs", "plugins", "import", "run"):
        (home / name).mkdir(parents=True, exist_ok=True)
    text = "".join(f"{key}={value}\n" for key, value in values.items())
    (home / "conf" / "neo4j.conf").write_text(text, encoding="utf-8")


def _share(size: str, share: float) -> str:
    return f"{int(int(size[:-1]) * _UNITS[size[-1]] * share) // 1024}k"
