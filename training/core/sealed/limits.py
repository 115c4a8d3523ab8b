"""What the sealed process may use. It lowers its own limits before it reads the first document."""

import resource

MEMORY = 1024 * 1024 * 1024  # address space; a certificate needs about a third of it
SECONDS = 20  # of processor time for one document
FILE = 32 * 1024 * 1024  # WeasyPrint keeps a copy of each font in its own temporary folder


def seal() -> None:
    """Bound memory and files for good."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE, FILE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def allow_next() -> None:
    """Give the next document its processor time; the kernel ends the process when it is used up."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + 1 + SECONDS
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
