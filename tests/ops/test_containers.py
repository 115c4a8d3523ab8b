"""The form of Dockerfile and compose.yaml: what can be held without a container engine."""

import re

import yaml
from django.conf import settings

ROOT = settings.BASE_DIR
ONCE = {"migrate", "bucket"}


def services() -> dict[str, dict]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())["services"]


def test_every_service_is_there_and_says_whether_it_is_well():
    found = services()
    assert set(found) == {"web", "worker", "pdf-worker", "beat", "postgres", "redis", "objects", *ONCE}
    by_image = {"web"}  # its check stands in the Dockerfile
    without = {name for name, service in found.items() if not service.get("healthcheck", {}).get("test")}
    assert without == ONCE | by_image
    assert re.search(r"^HEALTHCHECK .*bin/healthy", (ROOT / "Dockerfile").read_text(), re.MULTILINE)


def test_nothing_runs_as_root_or_may_gain_rights():
    lines = (ROOT / "Dockerfile").read_text().splitlines()
    assert [line for line in lines if line.startswith("USER ")] == ["USER ochang"]
    ours = [service for service in services().values() if service["image"] == "ochang"]
    assert {(*service["cap_drop"], *service["security_opt"], service["read_only"]) for service in ours} == {
        ("ALL", "no-new-privileges:true", True)
    }


def test_no_secret_stands_in_it_and_every_setting_exists():
    environment = services()["web"]["environment"]
    listed = set(re.findall(r"^# ([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert environment.keys() <= listed
    for name in ("SECRET_KEY", "CODE_KEY"):
        assert environment[name] == f"${{{name}:?}}"
    assert "${POSTGRES_PASSWORD:?}" in environment["DATABASE_URL"]


def test_each_queue_has_its_worker_and_time_to_finish():
    found = services()
    environment = found["web"]["environment"]
    queues = {
        name: found[name]["command"][found[name]["command"].index("--queues") + 1] for name in ("worker", "pdf-worker")
    }
    assert queues == {"worker": environment["QUEUE"], "pdf-worker": environment["HEAVY_QUEUE"]}
    for name in queues:
        assert int(found[name]["stop_grace_period"].removesuffix("s")) > settings.CELERY_TASK_TIME_LIMIT


def test_images_are_named_by_version():
    images = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    images += [service["image"] for service in services().values() if service["image"] != "ochang"]
    assert [image for image in images if ":" not in image or image.endswith(":latest")] == []


def test_the_server_is_of_the_version_of_our_pg_dump():
    """pg_dump of an older version refuses a newer server; the image takes Debian's, which is 15 in bookworm."""
    bases = set(re.findall(r"^FROM \S+-slim-(\w+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    assert (bases, services()["postgres"]["image"]) == ({"bookworm"}, "postgres:15-bookworm")


def test_migrating_waits_for_no_lock_for_long():
    assert services()["migrate"]["environment"]["PGOPTIONS"] == "-c lock_timeout=1s"
    assert services()["migrate"]["environment"].items() > services()["web"]["environment"].items()
