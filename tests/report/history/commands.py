"""Commands of the studies of history, as tests run them."""

from westphalia.cli import dispatch


def error(capsys, *args: str) -> str:
    """The message of a command that a user's mistake ends."""
    assert dispatch(list(args)) == 2
    out = capsys.readouterr()
    assert out.out == ""
    assert "Traceback" not in out.err
    return " ".join(out.err.split())
