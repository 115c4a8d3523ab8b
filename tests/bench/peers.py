"""The same page by others' ways, beside ours, in one process and in turns: processor milliseconds for each certificate.

Typst sets the page whole; a ticket shop's way writes text with reportlab over a background that was drawn once. Theirs have
no tags, no PDF/A and no second page. TCPDF (PHP, as Moodle uses it) is measured where Debian's php-cli, php-xml and php-tcpdf
are there.
"""

import io
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import pikepdf
import segno
import typst
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from weasyprint import HTML

from tests.bench.certificates import NAMES, page
from tests.bench.rows import Row, in_turns
from training.core.paper import fonts
from training.core.sealed.rendering import Renderer

DATABASES = ("sqlite",)
ROUNDS = int(os.environ.get("ROUNDS", "9"))
WIDTH, HEIGHT = 595.28, 841.89
TCPDF = Path("/usr/share/php/tcpdf/tcpdf.php")
STATEMENT = "위 사람은 본 기관이 실시한 위의 교육과정을 수료하였으므로 이 증서를 수여합니다."
COURSE = "배터리 셀 제조공정 실무 (1기)", "Practical battery cell manufacturing (cohort 1)"
TYPST = """#set page(paper: "a4", background: image("border.svg", width: 210mm))
#set text(font: ("NanumMyeongjo", "Nanum Myeongjo"), size: 14pt)
#set align(center)
#v(3cm)
#text(size: 34pt)[수료증]
#v(1cm)
#text(size: 26pt)[#sys.inputs.name] \\ HONG Gildong \\ #sys.inputs.number
#v(1cm)
%s \\ %s
#v(1cm)
%s
#v(1cm)
2026년 11월 30일 \\ 충북테크노파크 원장
#image("qr.svg", width: 3cm)
"""


def bench(name: str) -> list[Row]:
    renderer = Renderer({face: str(path) for face, path in fonts.files().items()})
    numbers = iter(range(1, 1_000_000))
    folder = Path(os.environ["BENCH_FOLDER"])

    def ours() -> float:
        document = page(next(numbers))
        return processor(lambda: renderer.pdf(document.html, document.assets))

    peers = {"Typst": by_typst(folder), "reportlab over a background": by_reportlab(folder)}
    rows = []
    for peer, draw in peers.items():
        found = in_turns(lambda draw=draw: processor(lambda: draw(next(numbers))), ours, rounds=ROUNDS)  # type: ignore[misc]
        rows.append(Row(name, f"{peer}, beside ours (tagged, two pages)", found[0], found[1], "ms", found[2]))
    if (taken := by_tcpdf(folder)) is not None:
        own = median(ours() for _ in range(ROUNDS))
        rows.append(Row(name, "TCPDF in a warm PHP process, beside ours", taken, own, "ms", taken / own))
    return rows


def processor(act: Callable[[], object]) -> float:
    worked = time.process_time()
    act()
    return (time.process_time() - worked) * 1000


def address(number: int) -> str:
    return f"https://academy.example/verify/{number:020d}/"


def by_typst(folder: Path) -> Callable[[int], bytes]:
    (folder / "border.svg").write_bytes(page(1).assets["border.svg"])
    (folder / "page.typ").write_text(TYPST % (*COURSE, STATEMENT))
    places = sorted({str(path.parent) for path in fonts.files().values()})
    compiler = typst.Compiler(str(folder / "page.typ"), root=str(folder), font_paths=places)

    def draw(number: int) -> bytes:
        segno.make(address(number), error="m").save(str(folder / "qr.svg"), border=4)
        made: bytes = compiler.compile(
            format="pdf", sys_inputs={"name": NAMES[number % len(NAMES)], "number": f"제2026-충북-{number:04d}호"}
        )
        return made

    return draw


def by_reportlab(folder: Path) -> Callable[[int], bytes]:
    pdfmetrics.registerFont(TTFont("Serif", str(serif())))
    (folder / "border.svg").write_bytes(page(1).assets["border.svg"])
    drawing = "<style>@page{size:A4;margin:0}img{width:210mm;height:297mm}</style><img src='border.svg'>"
    background = HTML(string=drawing, base_url=str(folder)).write_pdf()
    lines = ((640, 34, "수료증"), (470, 14, COURSE[0]), (450, 12, COURSE[1]), (400, 11, STATEMENT), (330, 14, "2026년 11월 30일"),
             (300, 18, "충북테크노파크 원장"))  # fmt: skip

    def draw(number: int) -> bytes:
        made = io.BytesIO()
        canvas = Canvas(made, pagesize=(WIDTH, HEIGHT))
        own = (
            (560, 26, NAMES[number % len(NAMES)]),
            (535, 12, "HONG Gildong"),
            (515, 12, f"제2026-충북-{number:04d}호"),
        )
        for top, size, text in (*lines, *own):
            canvas.setFont("Serif", size)
            canvas.drawCentredString(WIDTH / 2, top, text)
        for row, bits in enumerate(segno.make(address(number), error="m").matrix):
            for column, bit in enumerate(bits):
                if bit:
                    canvas.rect(250 + 2.5 * column, 250 - 2.5 * row, 2.5, 2.5, stroke=0, fill=1)
        canvas.save()
        with pikepdf.open(io.BytesIO(made.getvalue())) as text, pikepdf.open(io.BytesIO(background)) as under:
            under.pages[0].add_overlay(text.pages[0])
            merged = io.BytesIO()
            under.save(merged)
        return merged.getvalue()

    return draw


def serif() -> Path:
    found = fonts.files()
    return next((path for face, path in found.items() if "Myeongjo" in str(path)), next(iter(found.values())))


# --- TCPDF -----------------------------------------------------------------------------------------
PHP = """<?php
require $argv[1];
$font = TCPDF_FONTS::addTTFfont($argv[2], 'TrueTypeUnicode', '', 32, getcwd() . '/');
$taken = [];
for ($number = 0; $number < (int) $argv[3]; $number++) {
    $begun = getrusage();
    $pdf = new TCPDF('P', 'mm', 'A4', true, 'UTF-8', false);
    $pdf->setPrintHeader(false); $pdf->setPrintFooter(false); $pdf->SetAutoPageBreak(false);
    $pdf->AddPage();
    $pdf->ImageSVG('border.svg', 0, 0, 210, 297);
    foreach (json_decode(file_get_contents('lines.json')) as [$top, $size, $text]) {
        $pdf->SetFont($font, '', $size, getcwd() . "/$font.php"); $pdf->SetXY(10, $top); $pdf->Cell(190, 0, $text, 0, 0, 'C');
    }
    $pdf->write2DBarcode(sprintf('https://academy.example/verify/%020d/', $number), 'QRCODE,M', 90, 230, 30, 30);
    $made = $pdf->Output('', 'S');
    $ended = getrusage();
    $taken[] = ($ended['ru_utime.tv_sec'] - $begun['ru_utime.tv_sec']) * 1000
        + ($ended['ru_utime.tv_usec'] - $begun['ru_utime.tv_usec']) / 1000;
}
file_put_contents('last.pdf', $made);
echo json_encode(array_slice($taken, 1));
"""


def by_tcpdf(folder: Path) -> float | None:
    """Median after the first; nothing where PHP or its library is not installed."""
    php = shutil.which("php")
    if php is None or not TCPDF.exists():
        return None
    lines = [(60, 34, "수료증"), (90, 26, NAMES[0]), (105, 12, "HONG Gildong"), (115, 12, "제2026-충북-0001호"), (130, 14, COURSE[0]),
             (140, 12, COURSE[1]), (160, 11, STATEMENT), (185, 14, "2026년 11월 30일"), (200, 18, "충북테크노파크 원장")]  # fmt: skip
    (folder / "lines.json").write_text(json.dumps(lines))
    (folder / "draw.php").write_text(PHP)
    command = [php, "-d", "memory_limit=512M", "draw.php", str(TCPDF), str(serif()), str(ROUNDS + 1)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)
    return median(json.loads(done.stdout.splitlines()[-1]))
