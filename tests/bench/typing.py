"""How long an editor waits for what is found, in a ledger of 1,000 records: `python -m tests.bench.typing`.

What is changed is the document that all processes cite. Beside the time by the clock, that of the processor is told,
which is about the same where nothing else runs.
"""

import statistics
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from tests.bench.synthetic import build
from tests.lsp.test_server import Editor

TITLE = "Processlistan för hela planen, som den såg ut"


def changes(text: str) -> Iterator[tuple[str, list[str]]]:
    """By what is done, what the document's record is after each step of it."""
    yield "a title is typed", [text.replace("Processlistan", TITLE[:end]) for end in range(1, len(TITLE))]
    yield "a line is typed", [text + "url: https://example.org/x"[:end] for end in range(1, 27)]
    yield "another date", [text.replace("2023-12-31", f"2024-01-{day:02}") for day in range(1, 25)]
    yield "another number of lines", [text.replace("3040", str(3040 + more)) for more in range(1, 25)]
    yield "a date before all that cites it", [text.replace("2023-12-31", f"2023-11-{day:02}") for day in range(1, 4)]


def processor(number: int) -> float:
    """Milliseconds that a process has had of the processors (proc(5), schedstat)."""
    tasks = Path(f"/proc/{number}/task").glob("*/schedstat")
    return sum(int(task.read_text().split()[0]) for task in tasks) / 1e6


def main() -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        build(root, 1000)
        document = root / "ledger" / "sources" / "lista.yaml"
        text = document.read_text(encoding="utf-8")
        editor = Editor(root)
        editor.open(document, text)
        for _ in range(3):
            editor.type(document, text + "# warm\n")
            editor.type(document, text)
        for what, steps in changes(text):
            waited, used = [], []
            for step in steps:
                before, start = processor(editor.process.pid), perf_counter()
                editor.type(document, step)
                waited.append((perf_counter() - start) * 1000)
                used.append(processor(editor.process.pid) - before)
                sleep(0.02)
            editor.type(document, text)
            for name, figures in (("clock", waited), ("processor", used)):
                high = sorted(figures)[max(0, round(len(figures) * 0.95) - 1)]
                print(f"{what}, {name}: median {statistics.median(figures):.0f} ms, 95th percentile {high:.0f} ms")
        editor.process.kill()
        editor.process.wait()


if __name__ == "__main__":
    main()
