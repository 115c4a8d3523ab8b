"""The broker in a folder: whoever looks while another writes sees nothing yet, never half a file."""

import json
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.transport import filesystem

from training.core import folder_broker
from training.core.folder_broker import Transport

MESSAGE = {"body": "7", "headers": {}, "properties": {}}


def channel(transport: type, folder: Path):
    (folder / "queue").mkdir(exist_ok=True)
    (folder / "control").mkdir(exist_ok=True)
    options = {
        "data_folder_in": str(folder / "queue"),
        "data_folder_out": str(folder / "queue"),
        "control_folder": str(folder / "control"),
    }
    return Connection(transport=transport, transport_options=options).channel()


@pytest.fixture
def meanwhile(monkeypatch):
    """Do something between the opening of a file and its writing, whichever transport writes."""

    def install(act):
        def dumps(content):
            act()
            return json.dumps(content)

        monkeypatch.setattr(filesystem, "dumps", dumps)
        monkeypatch.setattr(folder_broker, "dumps", dumps)

    return install


@pytest.mark.parametrize(
    ("transport", "error"),
    [
        pytest.param(Transport, Empty, id="ours"),
        pytest.param(filesystem.Transport, json.JSONDecodeError, id="teeth: kombu's own reads an empty file"),
    ],
)
def test_reader_between_opening_and_writing_of_a_message(tmp_path, meanwhile, transport, error):
    writer, reader = (channel(transport, tmp_path) for _ in range(2))
    met: list[Exception] = []

    def read() -> None:
        with pytest.raises(error) as caught:
            reader._get("q")
        met.append(caught.value)

    meanwhile(read)
    writer._put("q", MESSAGE)
    assert len(met) == 1


def test_message_is_taken_once_whole_and_leaves_nothing_behind(tmp_path):
    writer, reader = (channel(Transport, tmp_path) for _ in range(2))
    for number in range(3):
        writer._put("q", {**MESSAGE, "body": str(number)})
    assert sorted(reader._get("q")["body"] for _ in range(3)) == ["0", "1", "2"]
    with pytest.raises(Empty):
        reader._get("q")
    assert list((tmp_path / "queue").iterdir()) == []


@pytest.mark.parametrize(
    ("transport", "error"),
    [
        pytest.param(Transport, None, id="ours"),
        pytest.param(filesystem.Transport, json.JSONDecodeError, id="teeth: kombu's own reads an empty table"),
    ],
)
def test_reader_while_the_first_queue_is_bound(tmp_path, meanwhile, monkeypatch, transport, error):
    monkeypatch.setattr(filesystem, "lock", lambda *_: None)  # the reader comes before the writer's lock
    writer, reader = (channel(transport, tmp_path) for _ in range(2))
    met: list[Exception | None] = []

    def read() -> None:
        try:
            reader.get_table("ochang")
            met.append(None)
        except json.JSONDecodeError as caught:
            met.append(caught)

    meanwhile(read)
    writer._queue_bind("ochang", "key", "", "q")
    assert [type(one) if one else None for one in met][:1] == [error]
    assert [bound.queue for bound in reader.get_table("ochang")] == ["q"]


def test_two_who_bind_the_first_queue_at_once_keep_both(tmp_path, meanwhile):
    first, second = (channel(Transport, tmp_path) for _ in range(2))
    waiting = [lambda: second._queue_bind("ochang", "key", "", "b")]
    meanwhile(lambda: waiting.pop()() if waiting else None)
    first._queue_bind("ochang", "key", "", "a")
    assert {bound.queue for bound in first.get_table("ochang")} == {"a", "b"}
    assert [path.name for path in (tmp_path / "control").iterdir()] == ["ochang.exchange"]


def test_the_platform_means_this_transport_by_its_default_broker():
    import training.celery  # noqa: F401 # it tells kombu

    with Connection("filesystem://localhost") as broker:
        assert isinstance(broker.transport, Transport)
