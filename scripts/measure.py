#!/usr/bin/env python3
"""Measures trucewatch from outside, in a pseudo-terminal, beside the least that a ratatui program can do.

    cargo build --release --bins --examples
    scripts/measure.py target/release/trucewatch

The bare `hello` (examples/hello.rs) runs in turn with the board, so the ratios hold on a machine that does other things
too, where the times do not. Linux only: processes are read from /proc.
"""

import argparse
import fcntl
import os
import pty
import re
import select
import signal
import statistics
import struct
import subprocess
import sys
import tempfile
import termios
import time
from pathlib import Path

COLUMNS, ROWS = 120, 40
PATIENCE = 30.0  # seconds until a condition counts as never met
ENTRIES = {"default": None, "10k": 10_000, "100k": 100_000}
SAVES = {"default": 40, "10k": 16, "100k": 6}
KEYS = 500
HIDDEN = ("NO_COLOR", "CLICOLOR_FORCE", "TRUCEWATCH_FILE", "RUST_BACKTRACE")
STATE = tempfile.TemporaryDirectory(prefix="trucewatch-state-")


class Program:
    """A program in a terminal of its own. Times are seconds of the monotonic clock, which all processes share."""

    def __init__(self, command):
        self.said = bytearray()
        stamp_out, stamp_in = os.pipe()
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            become(command, stamp_in)
        os.close(stamp_in)
        with os.fdopen(stamp_out, "rb") as pipe:
            (self.started,) = struct.unpack("d", pipe.read(8))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Asks it to end; ends it if it does not."""
        end = time.monotonic() + 5
        self.press("q")
        while True:
            ended, _, used = os.wait4(self.pid, os.WNOHANG)
            if ended:
                break
            if time.monotonic() > end:
                os.kill(self.pid, signal.SIGKILL)
            self.read(0.01)
        self.cpu = used.ru_utime + used.ru_stime
        os.close(self.terminal)

    def read(self, timeout):
        """Takes what it says within a time; returns how many bytes that was and when they came."""
        if not select.select([self.terminal], [], [], timeout)[0]:
            return 0, time.monotonic()
        try:
            chunk = os.read(self.terminal, 1 << 16)
        except OSError:  # Linux says EIO where the other side has closed
            chunk = b""
        self.said += chunk
        return len(chunk), time.monotonic()

    def wait_for(self, *texts):
        """When one of the texts had come. A word that is drawn anew in every letter comes in one piece."""
        end = time.monotonic() + PATIENCE
        while not any(text.encode() in self.said for text in texts):
            count, at = self.read(max(0.0, end - time.monotonic()))
            if count == 0:
                sys.exit(f"waited in vain for {texts!r}; it said last: {bytes(self.said[-2000:])!r}")
        return at

    def rest(self, quiet):
        """Reads on until nothing has come for a time, and forgets it."""
        while self.read(quiet)[0]:
            pass
        self.said.clear()

    def press(self, key):
        os.write(self.terminal, key.encode())
        return time.monotonic()

    def status(self, name):
        """A number of /proc/PID/status."""
        return number_in(Path(f"/proc/{self.pid}/status"), name)

    def wake_ups(self):
        """How often its threads have gone to sleep of their own accord, ended threads aside."""
        threads = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(number_in(thread / "status", "voluntary_ctxt_switches") for thread in threads)


def become(command, stamp_in):
    """Turns this forked process into the program, and says when."""
    fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    environment = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    environment |= {"TERM": "xterm-256color", "LANG": "C.UTF-8", "XDG_STATE_HOME": STATE.name}
    try:
        os.write(stamp_in, struct.pack("d", time.monotonic()))
        os.execve(command[0], command, environment)
    finally:
        os._exit(127)


def number_in(file, name):
    found = re.search(rf"^{name}:\s+(\d+)", file.read_text(), re.MULTILINE)
    return int(found.group(1))


class Case:
    """One program to measure: what starts it, and what has been measured so far."""

    def __init__(self, name, command, file=None):
        self.name, self.command, self.file = name, command, file
        # The last thing that a frame draws: frames come from the top left to the bottom right.
        # The footer of an old file says first how to see the board as of then.
        self.last_words = ("quit", "newest") if file else ("hello",)
        self.found = {}

    def run(self):
        return Program(self.command)

    def start(self):
        """From the start to the last word of the first frame, and the CPU time of the whole short run, in ms."""
        with self.run() as program:
            took = program.wait_for(*self.last_words) - program.started
        return 1000 * took, 1000 * program.cpu

    def keys(self):
        """From a key to the first byte of the frame that answers it, in ms, for each of many keys; and memory, in MiB."""
        latencies = []
        with self.run() as program:
            program.wait_for(*self.last_words)
            program.press("3")
            program.rest(0.3)
            for turn in range(KEYS):
                pressed = program.press("jk"[turn % 2])
                count, answered = program.read(PATIENCE)
                if count == 0:
                    sys.exit(f"{self.name}: a key was not answered")
                latencies.append(1000 * (answered - pressed))
                program.rest(0.004)
            return latencies, program.status("VmHWM") / 1024

    def saves(self):
        """From the end of a save to its frame, in ms, for saves in place and by rename in turn; and memory, in MiB."""
        text = self.file.read_text()
        latencies = []
        with self.run() as program:
            program.wait_for(*self.last_words)
            program.rest(0.5)
            for turn in range(SAVES[self.name]):
                # Every letter differs from the one that was there, so that all of them are drawn.
                mark = chr(ord("A") + turn % 26) * 7
                saved = save(self.file, with_mark(text, mark), in_place=turn % 2 == 0)
                latencies.append(1000 * (program.wait_for(mark) - saved))
                program.rest(0.15)
            return latencies, program.status("VmHWM") / 1024

    def idle(self, seconds, key=None):
        """Wake-ups and bytes a second while nobody does anything."""
        with self.run() as program:
            program.wait_for(*self.last_words)
            if key:
                program.press(key)
            end = time.monotonic() + 3
            while time.monotonic() < end:  # the watches are set up, the first ages have settled
                program.read(max(0.0, end - time.monotonic()))
            program.said.clear()
            before, begin = program.wake_ups(), time.monotonic()
            while time.monotonic() < begin + seconds:
                program.read(max(0.0, begin + seconds - time.monotonic()))
            took = time.monotonic() - begin
            return (program.wake_ups() - before) / took, len(program.said) / took


def with_mark(text, mark):
    """The watchlist with another name for its first crossing, which stands in the title of the first pane."""
    changed, count = re.subn(r"(\ncrossings:\n(?:.*\n)*?    name: ).*", rf"\g<1>{mark}", text, count=1)
    assert count == 1, "the watchlist has no crossing with a name"
    return changed


def save(file, text, in_place):
    """Saves as editors do; returns the moment right before the step that finishes it."""
    target = file if in_place else file.with_name("." + file.name + ".new")
    out = open(target, "w", encoding="utf-8")
    out.write(text)
    out.flush()
    if in_place:
        finished = time.monotonic()
        out.close()
    else:
        out.close()
        finished = time.monotonic()
        os.replace(target, file)
    return finished


def measure(hello, boards, rounds, idle_seconds):
    """Fills in what each case has `found`."""
    cases = [hello, *boards]
    starts = {case.name: [] for case in cases}
    for turn in range(rounds):
        for case in cases:
            every = {"10k": 3, "100k": 6}.get(case.name, 1)
            if turn % every == 0:
                starts[case.name].append(case.start())
    for case in cases:
        progress(f"{case.name}: keys, saves, idle")
        latencies, memory = case.keys()
        found = case.found
        took, cpu = zip(*starts[case.name])
        found["start → full frame, median ms"] = statistics.median(took)
        found["start → full frame, best ms"] = min(took)
        found["start and end, best CPU ms"] = min(cpu)
        found["key → frame, median ms"] = statistics.median(latencies)
        found["key → frame, p99 ms"] = statistics.quantiles(latencies, n=100)[98]
        found["idle with seconds: wake-ups/s"], found["idle with seconds: bytes/s"] = case.idle(idle_seconds)
        found["memory, MiB"] = memory
        if case.file is None:
            continue
        quiet = case.idle(idle_seconds, key="t")
        found["idle without: wake-ups/s"], found["idle without: bytes/s"] = quiet
        latencies, memory = case.saves()
        found["save → frame, median ms"] = statistics.median(latencies)
        found["save → frame, worst ms"] = max(latencies)
        found["memory after saves, MiB"] = memory


def print_table(cases, baseline):
    names = list(dict.fromkeys(name for case in cases for name in case.found))
    columns = [case.name for case in cases] + [f"{case.name} ÷ {baseline.name}" for case in cases if case is not baseline]
    print(f"{'':32}" + "".join(f"{column:>17}" for column in columns))
    for name in names:
        values = [case.found.get(name) for case in cases]
        least = baseline.found.get(name)
        ratios = [value / least if value is not None and least else None for value in values[1:]]
        print(f"{name:32}" + "".join(f"{cell(value):>17}" for value in values + ratios))


def cell(value):
    return "–" if value is None else f"{value:.2f}"


def progress(text):
    print(f"… {text}", file=sys.stderr, flush=True)


def prepare(binary, folder):
    """The cases, with their files written and found clean by the program's own `check`."""
    examples = binary.parent / "examples"
    for needed in (binary, examples / "hello", examples / "synthetic"):
        if not needed.exists():
            sys.exit(f"{needed} is missing: cargo build --release --bins --examples")
    boards = []
    for name, entries in ENTRIES.items():
        file = folder / f"{name}.yaml"
        if entries is None:
            subprocess.run([binary, "init", file], check=True, stdout=subprocess.DEVNULL)
        else:
            with open(file, "wb") as out:
                subprocess.run([examples / "synthetic", str(entries)], check=True, stdout=out)
            subprocess.run([binary, "check", file], check=True, stdout=subprocess.DEVNULL)
        boards.append(Case(name, [str(binary), str(file)], file))
    return Case("hello", [str(examples / "hello")]), boards


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", type=Path, help="such as target/release/trucewatch")
    parser.add_argument("--rounds", type=int, default=24, help="how often each is started (default 24)")
    parser.add_argument("--idle", type=float, default=15, help="seconds of each idle measurement (default 15)")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="trucewatch-measure-") as folder:
        hello, boards = prepare(arguments.binary.resolve(), Path(folder))
        load, cores = os.getloadavg()[0], os.cpu_count()
        progress(f"load {load:.1f} on {cores} cores; starting each {arguments.rounds} times")
        measure(hello, boards, arguments.rounds, arguments.idle)
        print(f"{COLUMNS}x{ROWS}; load {load:.1f} before and {os.getloadavg()[0]:.1f} after, on {cores} cores")
        print_table([hello, *boards], hello)


if __name__ == "__main__":
    main()
