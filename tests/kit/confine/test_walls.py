"""A child tries, from inside, all that it must not do; each try is refused, and the same try outside succeeds."""

import json
import logging
import os
import shutil
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from backend.kit import children, confine
from backend.kit.confine import ConfinedFailure, ConfinedRefusal, Limits
from backend.kit.pdf.render import render

PROBE = "backend.kit.confined.probe:probe"
QUICK = Limits(wall_seconds=20, cpu_seconds=10)


def ask(act: str, *, limits: Limits = QUICK, hidden: tuple[Path, ...] = (), **words: Any) -> Any:
    payload = json.dumps({"act": act, **words}).encode()
    return json.loads(confine.run_confined(PROBE, payload, limits=limits, hidden=hidden))


def outside(act: str, **words: Any) -> Any:
    """The same try without walls, to show that it would have come off."""
    from backend.kit.confined.probe import probe

    return json.loads(probe(json.dumps({"act": act, **words}).encode()))


@pytest.fixture
def listening() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_answer, args=(server,), daemon=True).start()
        yield server.getsockname()[1]


def _answer(server: socket.socket) -> None:
    while True:
        try:
            server.accept()[0].close()
        except OSError:
            return


@pytest.fixture
def database_socket(tmp_path: Path) -> Iterator[Path]:
    folder = Path("/tmp") / f"probity-socket-{os.getpid()}"
    folder.mkdir(mode=0o700)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(folder / ".s.PGSQL.5432"))
        server.listen()
        yield folder / ".s.PGSQL.5432"
    shutil.rmtree(folder)


def test_machine_that_runs_the_tests_refuses_no_wall() -> None:
    refused = confine.walls_refused()
    if refused and not Path("/proc/1/ns").exists():
        pytest.skip("no namespaces here")
    assert refused == ()


def test_child_cannot_reach_the_network(listening: int) -> None:
    assert outside("connect", host="127.0.0.1", port=listening) == "connected"
    assert "refused" in ask("connect", host="127.0.0.1", port=listening)


@pytest.mark.parametrize("forced", [{"network"}, {"calls"}])
def test_child_cannot_reach_the_network_with_either_wall_alone(
    listening: int, forced: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confine, "_forced_refusals", forced)
    assert "refused" in ask("connect", host="127.0.0.1", port=listening)


def test_child_cannot_reach_the_database_socket(database_socket: Path) -> None:
    assert outside("connect-file", path=str(database_socket)) == "connected"
    assert "refused" in ask("connect-file", path=str(database_socket))
    assert "refused" in ask("list", path=str(database_socket.parent))


def test_child_cannot_see_the_socket_folder_without_the_call_filter(
    database_socket: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confine, "_forced_refusals", {"calls"})
    assert "FileNotFound" in ask("connect-file", path=str(database_socket))["refused"]


def test_child_cannot_read_the_home_or_the_machines_files(tmp_path: Path) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("canary-4711")
    assert outside("read", path=str(canary)) == "canary-4711"
    assert "refused" in ask("read", path=str(canary))
    for path in ("/etc/passwd", "/etc/hostname", str(Path.home() / ".bashrc"), "/proc/self/root/etc/passwd"):
        assert "refused" in ask("read", path=path), path


def test_child_cannot_read_a_hidden_folder_inside_what_it_may_read() -> None:
    folder = Path(confine.__file__).parent / "confined"
    assert "entry.py" in ask("list", path=str(folder))
    home = folder.parent / "pdf"
    assert "print.css" in ask("list", path=str(home))
    answer = ask("list", path=str(home), hidden=(home,))
    assert answer == [] or "refused" in answer


def test_child_cannot_read_the_home_named_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    home = Path(confine.__file__).parent / "pdf"
    monkeypatch.setenv("PROBITY_HOME", str(home))
    answer = ask("list", path=str(home))
    assert answer == [] or "refused" in answer


def test_child_sees_an_empty_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://canary")
    seen = ask("self")
    assert "canary" not in json.dumps(seen)
    assert set(seen["environment"]) == {"LC_ALL", "TZ", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE"}
    assert seen["niceness"] >= 10


def test_child_cannot_write_start_or_signal_anything(tmp_path: Path) -> None:
    assert "refused" in ask("write", path="/usr/canary", size=1)
    assert "refused" in ask("write", path=str(tmp_path / "canary"), size=1)
    assert "refused" in ask("run", program="/bin/true")
    assert "refused" in ask("signal", process=1)


def test_child_that_burns_time_is_stopped() -> None:
    used = children.processor_seconds()
    with pytest.raises(ConfinedFailure, match="took longer than 1 second of processor time"):
        ask("burn", limits=Limits(cpu_seconds=1, wall_seconds=20))
    assert 0.7 < children.processor_seconds() - used < 2  # the system counts in ticks


def test_child_that_sleeps_is_stopped() -> None:
    with pytest.raises(ConfinedFailure, match=r"took longer than 1 second$"):
        ask("sleep", seconds=30, limits=Limits(wall_seconds=1))


def test_child_that_wants_memory_is_stopped() -> None:
    small = Limits(memory_bytes=300 * 1024**2, wall_seconds=20)
    assert ask("eat", size=10_000_000, limits=small) == 10_000_000
    with pytest.raises(ConfinedFailure, match="needed more memory than allowed"):
        ask("eat", size=600_000_000, limits=small)
    assert "refused" in ask("map", size=600_000_000, limits=small)


def test_child_cannot_write_large_files_or_open_many() -> None:
    assert "refused" in ask("write", path="/tmp/x", size=2_000, limits=Limits(file_bytes=1_000))
    assert "refused" in ask("open-many", count=500)


def test_child_that_crashes_or_answers_too_much_is_a_plain_failure() -> None:
    with pytest.raises(ConfinedFailure, match="memory than allowed, or is damaged"):
        ask("die")
    with pytest.raises(ConfinedFailure, match="larger answer"):
        ask("shout", size=3_000_000, limits=Limits(answer_bytes=1_000_000))


def test_child_that_prints_does_not_spoil_its_answer() -> None:
    assert ask("shout", size=70_000) == "x" * 70_000


def test_refusal_of_a_task_reaches_the_caller_in_its_own_words() -> None:
    with pytest.raises(ConfinedRefusal, match=r"^That is no paper\.$"):
        ask("refuse", sentence="That is no paper.")


def test_only_listed_tasks_run() -> None:
    with pytest.raises(ValueError, match="not a task"):
        confine.run_confined("os:system", b"true")


def test_batch_goes_on_after_one_payload_breaks_the_child() -> None:
    wishes = [
        {"act": "shout", "size": 1},
        {"act": "die"},
        {"act": "refuse", "sentence": "No."},
        {"act": "self"},
    ]
    answers = confine.run_confined_many(PROBE, [json.dumps(wish).encode() for wish in wishes], limits=QUICK)
    assert [type(answer) for answer in answers] == [bytes, ConfinedFailure, ConfinedRefusal, bytes]


async def test_work_off_the_loop_gives_the_same_answer() -> None:
    answer = await confine.run_confined_async(PROBE, b'{"act": "shout", "size": 3}', limits=QUICK)
    assert answer == b'"xxx"'


@pytest.mark.parametrize("forced", [{"user", "files"}, {"tree"}])
def test_home_stays_closed_where_mounts_are_refused(
    forced: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    canary = tmp_path / "canary.txt"
    canary.write_text("canary-4711")
    monkeypatch.setattr(confine, "_forced_refusals", forced | {"rules"})
    if ask("read", path=str(canary)) != "canary-4711":
        pytest.skip("this kernel closes it by other means")
    monkeypatch.setattr(confine, "_forced_refusals", forced)
    if any("stay in sight" in wall for wall in confine.walls_refused()):
        pytest.skip("this kernel has no Landlock")
    assert "refused" in ask("read", path=str(canary))
    assert "refused" in ask("list", path=str(tmp_path))
    assert "refused" in ask("read", path="/etc/passwd")
    assert "refused" in ask("write", path=str(tmp_path / "new"), size=1)


def test_machine_that_refuses_namespaces_is_told_of_once_and_the_rest_still_holds(
    listening: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(confine, "_forced_refusals", {"user", "network", "files", "processes", "tree"})
    monkeypatch.setattr(confine, "_warned", set())
    with caplog.at_level(logging.WARNING):
        assert "refused" in ask("connect", host="127.0.0.1", port=listening)
        first = [record.getMessage() for record in caplog.records]
        assert "refused" in ask("run", program="/bin/true")
    assert any("no network namespace" in message for message in first)
    assert any("no mount namespace" in message for message in first)
    assert len(caplog.records) == len(first)
    with pytest.raises(ConfinedFailure, match="processor time"):
        ask("burn", limits=Limits(cpu_seconds=1, wall_seconds=20))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_ordinary_user_gets_the_same_walls(tmp_path: Path) -> None:
    python = next(
        (
            p
            for p in ("/usr/bin/python3.13", "/usr/bin/python3.12", "/usr/bin/python3.11")
            if Path(p).exists()
        ),
        "",
    )
    if not python or not shutil.which("setpriv"):
        pytest.skip("no Python here that an ordinary user may run")
    script = (
        "import json; from backend.kit import confine\n"
        "ask = lambda **w: json.loads(confine.run_confined("
        "'backend.kit.confined.probe:probe', json.dumps(w).encode()))\n"
        "print(json.dumps([confine.walls_refused(), ask(act='read', path='/etc/passwd'), ask(act='self')['user']]))"
    )
    checkout = Path(confine.__file__).parents[2]
    done = subprocess.run(
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", python, "-c", script],
        cwd="/",
        env={"PYTHONPATH": str(checkout), "PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    if "ModuleNotFoundError" in done.stderr or "Permission denied" in done.stderr:
        pytest.skip("the checkout lies where an ordinary user cannot read it")
    refused, passwd, user = json.loads(done.stdout)
    assert user == 65534 and "root:" not in json.dumps(passwd)
    assert refused == [] or all("namespace" in wall or "sight" in wall for wall in refused)


def test_child_that_is_stopped_leaves_no_process() -> None:
    ask("shout", size=1)
    nursery = children.nursery().process.pid
    with pytest.raises(ConfinedFailure):
        ask("sleep", seconds=300, limits=Limits(wall_seconds=0.5))
    assert children.nursery().process.pid == nursery
    # the kernel takes a child apart after its answer is here; a child of 300 seconds would outlive the wait
    _wait_until_gone(*map(int, _below(nursery).split()))


def test_children_end_with_the_process_that_wanted_them() -> None:
    script = (
        "import os, threading, time; from backend.kit import children, confine\n"
        'sleep = b\'{"act": "sleep", "seconds": 300}\'\n'
        "threading.Thread(target=confine.run_confined, args=("
        "'backend.kit.confined.probe:probe', sleep), daemon=True).start()\n"
        "time.sleep(1.5); print(children.nursery().process.pid, flush=True); time.sleep(300)"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True) as wanting:
        assert wanting.stdout
        nursery = int(wanting.stdout.readline())
        below = _below(nursery).split()
        wanting.kill()
    assert below
    _wait_until_gone(nursery, *map(int, below))


def test_crash_sends_later_children_to_a_new_nursery() -> None:
    """Whoever learnt where things lie in the memory of one child has learnt nothing for the next."""
    old = children.nursery().process
    with pytest.raises(ConfinedFailure, match="is damaged"):
        ask("die")
    assert ask("shout", size=1) == "x"
    assert children.nursery().process.pid != old.pid
    assert old.wait(timeout=20) == 0


def test_nursery_that_ended_is_replaced() -> None:
    old = children.nursery().process
    old.kill()
    old.wait()
    assert ask("shout", size=1) == "x"
    assert children.nursery().process.pid != old.pid


def test_child_holds_nothing_of_the_nursery_or_of_another_child() -> None:
    with ThreadPoolExecutor() as pool:
        others = [pool.submit(ask, "sleep", seconds=1.5) for _ in range(3)]
        time.sleep(0.5)
        held = ask("held")
        assert [other.result() for other in others] == ["slept"] * 3
    # its own pipes, each once more by a number of its own, and the folder that is being listed
    assert set(held.values()) <= {"pipe", "folder"}, held
    assert len(held) <= 6


@pytest.mark.parametrize("start", [children.start, lambda _: children._FromTheGround()])
def test_child_from_the_nursery_is_like_one_from_the_ground(
    start: Any, listening: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(children, "start", start)
    seen = ask("self")
    assert set(seen["environment"]) == {"LC_ALL", "TZ", "PYTHONHASHSEED", "PYTHONDONTWRITEBYTECODE"}
    assert seen["niceness"] >= 10
    assert "refused" in ask("connect", host="127.0.0.1", port=listening)
    assert "refused" in ask("read", path="/etc/passwd")
    assert "refused" in ask("run", program="/bin/true")
    with pytest.raises(ConfinedFailure, match=r"took longer than 1 second$"):
        ask("sleep", seconds=30, limits=Limits(wall_seconds=1))


def test_same_page_gives_the_same_bytes_from_the_nursery_and_from_the_ground(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = [render("<h1>A page</h1><p>Words.</p>", title="A page") for _ in range(2)]
    monkeypatch.setattr(children, "start", lambda _: children._FromTheGround())
    made.append(render("<h1>A page</h1><p>Words.</p>", title="A page"))
    assert len(set(made)) == 1


def _below(process: int) -> str:
    """The processes that this one started, the dead and unburied among them."""
    told = subprocess.run(
        ["ps", "--ppid", str(process), "-o", "pid="], capture_output=True, text=True, check=False
    )
    return told.stdout.strip()


def _wait_until_gone(*processes: int) -> None:
    deadline = time.monotonic() + 20
    while left := [each for each in processes if Path(f"/proc/{each}").exists()]:
        assert time.monotonic() < deadline, f"{left} go on without whoever wanted them"
        time.sleep(0.05)
