"""How much memory a waiting task takes, and a waiting thread, on this machine.

python memory.py            measure and print
python memory.py --write    put the figures into the readings beside this file
"""

import asyncio
import platform
import re
import subprocess
import sys
import threading
from pathlib import Path

TASKS, THREADS = 20_000, 1_000
TEXTS = {
    "README.md": (
        "| | one that waits | measured with |\n|---|---|---|\n"
        "| task | {task:.1f} kB | {tasks:,} at once |\n"
        "| thread | {thread:.1f} kB | {threads:,} at once |\n\n"
        "Measured by `memory.py`, in this folder, with CPython {version} on {system}.\n"
    ),
    "README.es.md": (
        "| | al esperar | medido con |\n|---|---|---|\n"
        "| tarea | {task:.1f} kB | {tasks} a la vez |\n"
        "| hilo | {thread:.1f} kB | {threads} a la vez |\n\n"
        "Medido por `memory.py`, en esta carpeta, con CPython {version} en {system}.\n"
    ),
}
MARKED = re.compile(r"(?<=<!-- memory -->\n).*?(?=<!-- end of memory -->)", re.DOTALL)


def used() -> float:
    """The kilobytes of memory that this process takes; where only that is told, at most so far."""
    import resource

    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * resource.getpagesize() / 1024
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1024 if sys.platform == "darwin" else float(peak)


async def wait_in_tasks(number: int) -> float:
    before, go = used(), asyncio.Event()
    tasks = [asyncio.create_task(go.wait()) for _ in range(number)]
    await asyncio.sleep(0)
    kilobytes = used() - before
    go.set()
    await asyncio.wait(tasks)
    return kilobytes / number


def wait_in_threads(number: int) -> float:
    before, go = used(), threading.Event()
    threads = [threading.Thread(target=go.wait) for _ in range(number)]
    for thread in threads:
        thread.start()
    kilobytes = used() - before
    go.set()
    for thread in threads:
        thread.join()
    return kilobytes / number


def measured(kind: str, number: int) -> float:
    """Measure in a process of its own, which has not used any memory for something else."""
    command = [sys.executable, __file__, kind, str(number)]
    return float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def main(*arguments: str) -> None:
    match arguments:
        case ["task", number]:
            print(asyncio.run(wait_in_tasks(int(number))))
        case ["thread", number]:
            print(wait_in_threads(int(number)))
        case [] | ["--write"]:
            values = {
                "task": measured("task", TASKS),
                "thread": measured("thread", THREADS),
                "tasks": TASKS,
                "threads": THREADS,
                "version": platform.python_version(),
                "system": platform.system(),
            }
            print(TEXTS["README.md"].format(**values))
            for name, text in TEXTS.items() if arguments else ():
                file = Path(__file__).with_name(name)
                fresh = MARKED.sub(text.format(**values), file.read_text(encoding="utf-8"))
                file.write_text(fresh, encoding="utf-8", newline="\n")
        case _:
            sys.exit(__doc__)


if __name__ == "__main__":
    main(*sys.argv[1:])
