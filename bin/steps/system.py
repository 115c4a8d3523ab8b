"""What the machine itself must have: Pango for PDF, Korean fonts, and gettext to develop.

Found already: nothing happens. Debian or Ubuntu as root: apt installs it. Without root: apt downloads the
packages, they are unpacked under var/system, and `environment()` points the programs there.
"""

import os
import re
import shutil
import sys
from pathlib import Path

from steps.ground import LOG, ROOT, logged, quiet, refuse, root, step

UNPACKED = ROOT / "var" / "system"
LIBRARIES = [
    "libgobject-2.0.so.0",
    "libpango-1.0.so.0",
    "libpangoft2-1.0.so.0",
    "libfontconfig.so.1",
    "libharfbuzz.so.0",
    "libharfbuzz-subset.so.0",
]
FONTS = Path("usr/share/fonts/truetype/nanum")
FACES = ["NanumGothic.ttf", "NanumGothicBold.ttf", "NanumMyeongjo.ttf", "NanumMyeongjoBold.ttf"]
PROGRAMS = ["xgettext", "msgmerge", "msgfmt", "msgattrib"]
PANGO = ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
WHAT_FOR = {"libpango-1.0-0": "Pango", "fonts-nanum": "the Nanum fonts", "gettext": "gettext"}


def environment() -> dict[str, str]:
    """The environment of every child: as it is, and pointed at var/system where packages were unpacked there."""
    env = dict(os.environ)
    if UNPACKED.is_dir():
        folders = sorted({str(path.parent) for path in UNPACKED.glob("**/lib/**/*.so*")})
        env["LD_LIBRARY_PATH"] = os.pathsep.join([*folders, *filter(None, [env.get("LD_LIBRARY_PATH")])])
        env["PATH"] = os.pathsep.join([env.get("PATH", os.defpath), str(UNPACKED / "usr" / "bin")])
        if not Path("/etc/fonts/fonts.conf").exists():
            env["FONTCONFIG_FILE"] = str(UNPACKED / "fonts.conf")
    return env


def provide(*, dev: bool) -> None:
    """Make sure of every package, or say in one sentence which ones to install."""
    missing = _missing(dev=dev)
    if not missing:
        return
    if not shutil.which("apt-get"):
        refuse(
            "Install Pango (with HarfBuzz's subset library), the fonts NanumGothic and NanumMyeongjo, and gettext; "
            f"on Debian these are {' '.join(missing)}. Set FONT_DIR if the fonts stand elsewhere than /{FONTS}."
        )
    with step(f"Installing {_words(missing)}"):
        if root():
            _install(missing)
        else:
            _unpack(missing)
    still = _missing(dev=dev)
    if still:
        refuse(
            f"{' '.join(still)} could not be made usable here. Install it by hand; what was tried: {LOG.relative_to(ROOT)}."
        )


def _missing(*, dev: bool) -> list[str]:
    env = environment()
    load = f"import ctypes; [ctypes.CDLL(name) for name in {LIBRARIES}]"
    missing = [] if quiet([sys.executable, "-c", load], env=env) else list(PANGO)
    fonts = [Path(env["FONT_DIR"])] if env.get("FONT_DIR") else [Path("/") / FONTS, UNPACKED / FONTS]
    if not any(all((folder / face).exists() for face in FACES) for folder in fonts):
        missing.append("fonts-nanum")
    if dev and not all(shutil.which(program, path=env["PATH"]) for program in PROGRAMS):
        missing.append("gettext")
    return missing


def _words(packages: list[str]) -> str:
    return ", ".join(words for name, words in WHAT_FOR.items() if name in packages)


def _install(packages: list[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
    if not logged(install, env=env)[0] and not (
        logged(["apt-get", "update", "-q"], env=env)[0] and logged(install, env=env)[0]
    ):
        refuse(
            f"apt-get could not install {' '.join(packages)}. Check the network; what it said: {LOG.relative_to(ROOT)}."
        )


def _unpack(packages: list[str]) -> None:
    """Download the packages with those of their dependencies that are missing here, and unpack them."""
    downloads = UNPACKED / "downloads"
    downloads.mkdir(parents=True, exist_ok=True)
    options: list[str] = []
    listed = _dependencies(packages, options)
    if not listed:  # no package lists on this machine: fetch some of our own
        for folder in ("lists/partial", "archives/partial"):
            (UNPACKED / folder).mkdir(parents=True, exist_ok=True)
        options = ["-o", f"Dir::State::lists={UNPACKED / 'lists'}", "-o", f"Dir::Cache={UNPACKED}"]
        logged(["apt-get", *options, "update", "-q"])
        listed = _dependencies(packages, options)
    if not listed or not logged(["apt-get", *options, "download", "-q", *listed], cwd=downloads)[0]:
        refuse(
            f"apt-get could not download {' '.join(packages)}. Check the network, or ask an administrator to install them."
        )
    for archive in sorted(downloads.glob("*.deb")):
        logged(["dpkg", "-x", str(archive), str(UNPACKED)])
    for folder in ("downloads", "lists", "archives"):
        shutil.rmtree(UNPACKED / folder, ignore_errors=True)
    _write_fontconfig()


def _dependencies(packages: list[str], options: list[str]) -> list[str]:
    """What apt would install here, dependencies included."""
    found, said = logged(["apt-get", *options, "install", "-s", "-q", "--no-install-recommends", *packages])
    return re.findall(r"^Inst (\S+)", said, re.MULTILINE) if found else []


def _write_fontconfig() -> None:
    (UNPACKED / "fonts.conf").write_text(
        f"<fontconfig><dir>{UNPACKED}/usr/share/fonts</dir><cachedir>{UNPACKED}/cache</cachedir></fontconfig>\n"
    )
