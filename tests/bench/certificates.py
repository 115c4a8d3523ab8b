"""Certificates: drawing and signing beside WeasyPrint and pyHanko as they come, in one process and in turns.

`base` of drawing is WeasyPrint drawing the same page whole with fonts and style kept; of signing, pyHanko's default,
which signs twice to learn the size. Stamp and storage stand apart. CERTIFICATES says how many are drawn to see whether
time and memory stay flat (300; 5000 is full size).
"""

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from django.conf import settings
from django.test import override_settings
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers

from certificates import pdf
from certificates.rules import codes
from certificates.signing import authorities, pades, papers
from tests.bench.rows import Row, in_turns, milliseconds
from tests.certificates import stamps
from training.core.paper import fonts
from training.core.sealed.rendering import Renderer

DATABASES = ("sqlite",)
CERTIFICATES = int(os.environ.get("CERTIFICATES", "300"))
ROUNDS = int(os.environ.get("ROUNDS", "15"))
MODULES, EVERY = 8, 50
NAMES = ("홍길동", "김서연", "남궁민수", "이도윤", "선우은숙", "박지호", "최하윤", "황보민")
WORDING = pades.Wording("수료증", "충북테크노파크", "충북테크노파크 전자서명")


def bench(name: str) -> list[Row]:
    renderer = Renderer({face: str(path) for face, path in fonts.files().items()})
    counter = iter(range(1, 1_000_000))

    def drawn(*, whole: bool) -> bytes:
        document = page(next(counter))
        return renderer.pdf(document.html, document.assets, whole=whole)

    drawing = _faster(lambda: drawn(whole=False), lambda: drawn(whole=True))
    signing = _faster(lambda: signed(drawn(whole=False)), lambda: signed_by_default(drawn(whole=True)))
    return [
        Row(name, "how many times faster than WeasyPrint drawing it whole", *drawing, 3.5, False),
        Row(name, "the same signed, than whole and pyHanko's default", *signing, 3.5, False),
        *_apart(name, drawn(whole=False)),
        *_flat(name),
    ]


def _faster(ours: Callable[[], object], base: Callable[[], object]) -> tuple[float, float, str, float]:
    """Medians of processor time, and how many times faster ours is."""
    found = in_turns(lambda: _processor(ours), lambda: _processor(base), rounds=ROUNDS)
    return found[0], found[1], "ms", 1 / found[2]


def _processor(act: Callable[[], object]) -> float:
    """Milliseconds of this process's processor time: drawing waits for nobody."""
    worked = time.process_time()
    act()
    return (time.process_time() - worked) * 1000


def _apart(name: str, drawing: bytes) -> list[Row]:
    """What else a certificate costs, each beside drawing nothing: signature, reading again, stamp, credential, storage."""
    roots, made = authorities.roots("demo"), signed(drawing)
    stamp, service = _stamp(drawing)
    folder = Path(os.environ["BENCH_FOLDER"])

    def kept() -> None:
        with (folder / "kept.pdf").open("wb") as file:
            file.write(made)
            os.fsync(file.fileno())

    cases = {
        "signature alone": lambda: signed(drawing),
        "signature alone, pyHanko's default": lambda: signed_by_default(drawing),
        "the signed file read again": lambda: pades.checked(made, roots=roots, stamp_roots=[], stamped=False),
        "signature with a timestamp (service on this machine)": stamp,
        "credential embedded": lambda: pdf.embed(drawing, '{"id": "x"}'),
        "file written and synced": kept,
    }
    try:
        taken = {case: median(milliseconds(act) for _ in range(ROUNDS)) for case, act in cases.items()}
    finally:
        service.stop()
    return [Row(name, case, found, 1, "ms", found) for case, found in taken.items()]


def _stamp(drawing: bytes) -> tuple[Callable[[], object], stamps.Authority]:
    service = stamps.Authority()
    trusted = Path(settings.KEYS_DIR) / "stamped" / "stamp-roots"
    trusted.mkdir(parents=True)
    (trusted / "root.pem").write_bytes(service.root)

    def act() -> object:
        with override_settings(TIMESTAMP_URL=service.url):
            return papers.signed(drawing, owner="stamped", wording=WORDING)

    return act, service


# --- flat, bounded, and by two ---------------------------------------------------------------------
def _flat(name: str) -> list[Row]:
    """The same worker over many certificates, then two workers at once, each in a process of its own."""
    alone = _workers(1)[0]
    pair = _workers(2)
    first, last = median(alone["windows"][:2]), median(alone["windows"][-2:])
    rate = [found["count"] / found["seconds"] for found in (alone, *pair)]
    many, away = f"{CERTIFICATES:,}", abs(last / first - 1)
    return [
        Row(name, f"signed, the last of {many} / the first, processor", last, first, "ms", last / first, 1.15),
        Row(name, "the same, how far from even", away, 1, "", away, 0.15),
        Row(name, f"memory of a worker after {many}", alone["memory"], 300, "MB", alone["memory"] / 300, 1.0),
        Row(name, "two workers / one, certificates a second", sum(rate[1:]), rate[0], "/s", sum(rate[1:]) / rate[0], 1.8, False),
    ]  # fmt: skip


def _workers(many: int) -> list[dict]:
    command = [sys.executable, "-m", "tests.bench.certificates"]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) for _ in range(many)]
    return [json.loads(process.communicate()[0].splitlines()[-1]) for process in running]


def work() -> dict:
    """One worker: CERTIFICATES drawn and signed; processor milliseconds for each in windows, and memory at the end."""
    renderer = Renderer({face: str(path) for face, path in fonts.files().items()})
    for number in range(len(NAMES)):  # what is drawn once is drawn
        _one(renderer, number)
    begun, windows = time.perf_counter(), []
    window = min(EVERY, max(CERTIFICATES // 6, 1))
    for start in range(0, CERTIFICATES, window):
        worked = time.process_time()
        for number in range(start, start + window):
            _one(renderer, number)
        windows.append((time.process_time() - worked) * 1000 / window)
    memory = _peak()
    return {
        "count": window * len(windows),
        "seconds": time.perf_counter() - begun,
        "windows": windows,
        "memory": memory,
    }


def _peak() -> float:
    """The most that this process held, in MB. `ru_maxrss` would begin with what its parent held when it forked."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


def _one(renderer: Renderer, number: int) -> bytes:
    document = page(number)
    return signed(renderer.pdf(document.html, document.assets))


# --- one certificate -------------------------------------------------------------------------------
def page(number: int) -> pdf.Document:
    code = f"{number:018d}"
    code += codes.check_letters(code)
    hours = {"theory": "8", "practice": "8", "total": "16"}
    facts = {
        "number": f"제2026-충북-{number:04d}호", "replaces": None, "issued_on": "2026-11-30", "expires_on": None,
        "issuer": {"ko": "충북테크노파크", "en": "Chungbuk Technopark"},
        "design": {
            "title_ko": "수료증", "title_en": "Certificate of Completion", "signatory_ko": "원장",
            "signatory_en": "President", "seal": "충북테크노파크의인",
        },
        "holder": {"name": NAMES[number % len(NAMES)], "latin_name": f"HONG Gildong {number}"},
        "course": {
            "ko": "배터리 셀 제조공정 실무", "en": "Practical battery cell manufacturing", "cohort": 1,
            "starts_on": "2026-09-07", "ends_on": "2026-10-30",
        },
        "hours": hours,
        "modules": [
            {"block_ko": "전극", "block_en": "Electrode", "ko": f"슬러리 믹싱 {n}", "en": f"Slurry mixing {n}", **hours}
            for n in range(MODULES)
        ],
        "statement": {
            "ko": "위 사람은 본 기관이 실시한 위의 교육과정을 수료하였으므로 이 증서를 수여합니다.",
            "en": "This certifies that the person named above has completed the above course.",
        },
    }  # fmt: skip
    address = f"https://academy.example/verify/{code}/"
    return pdf.compose(facts, code=code, birth_date=date(1999, 5, 1 + number % 28), address=address, sample=True)


def signed(drawing: bytes) -> bytes:
    return pades.sign(drawing, signer=authorities.of("demo").signer(), stamper=None, wording=WORDING)


def signed_by_default(drawing: bytes) -> bytes:
    """As pyHanko signs where nobody says how much room to keep."""
    metadata = signers.PdfSignatureMetadata(
        field_name="Issuer", md_algorithm="sha256", subfilter=fields.SigSeedSubFilter.PADES, certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )  # fmt: skip
    made = io.BytesIO()
    signer: signers.Signer = authorities.of("demo").signer()
    signers.PdfSigner(metadata, signer=signer).sign_pdf(IncrementalPdfFileWriter(io.BytesIO(drawing)), output=made)
    return made.getvalue()


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(work()))  # noqa: T201 - the answer to the bench
