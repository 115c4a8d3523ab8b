"""Memory, files and threads of processes over time, and whether they stay flat. Reads /proc."""

import contextlib
import os
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests.bench.machine import descendants

WARM_UP = 1 / 3  # of the time: caches fill, each page is asked for by each process
MOST = 0.25  # MB a minute that a process may grow after that
MOST_MORE = 4  # files, threads or connections more than after the warm-up
PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True)
class Sample:
    at: float  # seconds
    memory: float  # MB, resident
    files: int
    threads: int


def sample(pid: int) -> Sample | None:
    """None where the process is gone."""
    with contextlib.suppress(OSError):
        folder = Path(f"/proc/{pid}")
        resident = int((folder / "statm").read_text().split()[1]) * PAGE / 2**20
        return Sample(
            time.monotonic(), resident, len(list((folder / "fd").iterdir())), len(list((folder / "task").iterdir()))
        )
    return None


def slope(samples: list[Sample]) -> float:
    """MB a minute: the middle of the last third against that of the first, so that one peak decides nothing."""
    third = max(len(samples) // 3, 1)
    first, last = samples[:third], samples[-third:]
    minutes = (median(each.at for each in last) - median(each.at for each in first)) / 60
    return (median(each.memory for each in last) - median(each.memory for each in first)) / minutes if minutes else 0.0


@dataclass
class Watch:
    """Samples the processes under each of these, by the name of the first; those that end are told apart by their number."""

    roots: dict[str, int]
    rows: list[float] = field(default_factory=list)  # MB of all, each time
    connections: list[int] = field(default_factory=list)
    found: dict[str, list[Sample]] = field(default_factory=lambda: defaultdict(list))

    def sample(self, *, connections: int = 0) -> None:
        total = 0.0
        for name, root in self.roots.items():
            for pid in (root, *descendants(root)):
                if one := sample(pid):
                    self.found[f"{name} {pid}"].append(one)
                    total += one.memory
        self.rows.append(total)
        self.connections.append(connections)

    def line(self) -> str:
        return f"{self.rows[-1]:.0f} MB in all, {self.connections[-1]} connections"

    def _after_warm_up(self) -> dict[str, list[Sample]]:
        """Of those that lived through half of the time at least."""
        begun = min(samples[0].at for samples in self.found.values())
        ended = max(samples[-1].at for samples in self.found.values())
        warm = begun + WARM_UP * (ended - begun)
        late = {name: [each for each in samples if each.at >= warm] for name, samples in self.found.items()}
        return {name: samples for name, samples in late.items() if len(samples) >= len(self.rows) / 2}

    def told(self) -> dict[str, dict[str, float]]:
        return {
            name: {
                "first MB": round(self.found[name][0].memory),
                "MB after warm-up": round(samples[0].memory, 1),
                "last MB": round(samples[-1].memory, 1),
                "MB a minute": round(slope(samples), 3),
                "files": samples[-1].files,
                "threads": samples[-1].threads,
            }
            for name, samples in self._after_warm_up().items()
        } | {"connections": {"after warm-up": self._warm_connections(), "last": self.connections[-1]}}

    def not_flat(self) -> list[str]:
        grown = [] if self.connections[-1] <= self._warm_connections() + MOST_MORE else ["connections"]
        for name, samples in self._after_warm_up().items():
            if slope(samples) > MOST:
                grown.append(f"{name}: memory")
            for what in ("files", "threads"):
                if getattr(samples[-1], what) > getattr(samples[0], what) + MOST_MORE:
                    grown.append(f"{name}: {what}")
        return grown

    def _warm_connections(self) -> int:
        return max(self.connections[: max(int(len(self.connections) * WARM_UP), 1)])
