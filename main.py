"""Start CMDesk: with words the command line, without words the window."""

from __future__ import annotations

import sys


def main(words: list[str]) -> int:
    """Do what the words say and return the exit code."""
    workspace: dict[str, object] = {}
    if words:
        from cmdesk import cli

        answer = cli.main(words)
        if isinstance(answer, int):
            return answer
        workspace = answer.for_window()
    from cmdesk.ui.display import why_no_window

    reason = why_no_window()
    if reason:
        print(reason, file=sys.stderr)
        return 1
    from cmdesk.ui.application import run

    return run(**workspace)  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
