"""Mails for tests, and a mailbox of them."""


def mail(**changes: str | None) -> bytes:
    """The head of a mail from Ann to Bob, with other or without (None) some headers."""
    headers: dict[str, str | None] = {
        "Message-ID": "<1@x.example>",
        "Date": "Tue, 5 Mar 2024 09:14:00 +0000",
        "From": "Ann Lee <ann@x.example>",
        "To": "Bob <bob@y.example>",
        "Subject": "Hello",
    }
    lines = [f"{name}: {value}\n" for name, value in (headers | changes).items() if value is not None]
    return "".join(lines).encode()


def mailbox(*mails: bytes) -> bytes:
    """An mbox file of them."""
    return b"".join(b"From ann@x.example Tue Mar  5 09:14:00 2024\n" + content + b"\n\n" for content in mails)
