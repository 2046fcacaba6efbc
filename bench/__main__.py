"""`python -m bench [SUBJECT] …`: this project and what people would use instead, on the same work, in one run.

`python -m bench SUBJECT --help` says what a subject measures. To add one: a module here with `main(arguments)`, a line below.
"""

import sys

from bench import asked, chat, compare, pairs, positions, read, scale, watch

SUBJECTS = {
    "asked": asked.main,
    "chat": chat.main,
    "compare": compare.main,
    "read": read.main,
    "pairs": pairs.main,
    "positions": positions.main,
    "scale": scale.main,
    "watch": watch.main,
}


def main() -> None:
    name, *rest = sys.argv[1:] or ["compare"]
    if name.startswith("-"):
        name, rest = "compare", sys.argv[1:]
    if name not in SUBJECTS:
        sys.exit(f"There is no benchmark {name}; there are: {', '.join(SUBJECTS)}.")
    sys.exit(SUBJECTS[name](rest))


if __name__ == "__main__":
    main()
