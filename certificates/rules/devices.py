"""With what somebody looked, from what a browser says of itself: three words, since more would tell who it was."""

from certificates.states import Device

PROGRAMS = ("bot", "crawl", "spider", "preview", "scrap", "externalhit", "curl", "wget", "python", "headless")
PHONES = ("mobi", "android", "iphone", "ipad")


def device(agent: str) -> Device:
    said = agent.casefold()
    if not said.startswith("mozilla/") or any(word in said for word in PROGRAMS):
        return Device.PROGRAM
    return Device.PHONE if any(word in said for word in PHONES) else Device.COMPUTER
