"""The terminal that people read: progress and log go to stderr, results to stdout."""

from rich.console import Console

console = Console(stderr=True)
output = Console()
