"""The reader that machines talk to."""

import io
import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from traceability.gs1.reading import describe_line, describe_lines

ITEM = "https://truyxuat.example/01/09520600012346/10/L1?17=271231&utm=x"
SAID = {
    "element_string": "(01)09520600012346(10)L1(17)271231",
    "canonical": "https://id.gs1.org/01/09520600012346/10/L1?17=271231",
    "key": ["01", "09520600012346"],
    "qualifiers": [["10", "L1"]],
    "attributes": [["17", "271231"]],
    "ignored": ["utm=x"],
}


def test_one_uri_is_printed_as_json() -> None:
    out = io.StringIO()

    call_command("gs1", "read", ITEM, stdout=out)

    assert json.loads(out.getvalue()) == SAID


def test_a_refused_uri_exits_with_one_and_a_named_error() -> None:
    out = io.StringIO()

    with pytest.raises(CommandError) as refusal:
        call_command("gs1", "read", "https://a.example/01/09520600012346/", stdout=out)

    assert refusal.value.returncode == 1
    assert str(refusal.value).startswith("trailing_slash: ")
    assert json.loads(out.getvalue())["error"] == "trailing_slash"


def test_every_line_gets_one_answer_in_order(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [
        ITEM.encode(),
        b"",
        b"\xff\xfe",
        b"x\x00y\x0bz\xc2\x85",
        ITEM.encode() + b"\r",
        b"ftp://x",
    ]
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"\n".join(lines))))
    out = io.StringIO()

    call_command("gs1", "read", "-", stdout=out)

    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [answer.get("error") for answer in answers] == [
        *(None, "empty_line", "undecodable_line", "illegal_uri_character", None),
        "illegal_scheme",
    ]
    assert answers[0] == answers[4] == SAID
    assert all(answer["message"] for answer in answers if "error" in answer)


def test_a_line_end_at_the_end_makes_no_extra_answer() -> None:
    assert len(list(describe_lines(io.BytesIO(b"a\nb\n")))) == 2
    assert len(list(describe_lines(io.BytesIO(b"a\nb")))) == 2
    assert list(describe_lines(io.BytesIO(b""))) == []


@given(st.binary())
def test_no_bytes_can_break_the_reader(line: bytes) -> None:
    answer = describe_line(line)

    assert ("error" in answer) != ("canonical" in answer)
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("program", [["manage.py", "gs1"], ["-m", "traceability.gs1"]])
def test_the_program_answers_a_pipe_in_any_locale(program: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, *program, "read", "-"],
        input=b"\xff\n" + ITEM.encode() + "\nhttps://a/01/đ".encode(),
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0"},
        check=False,
        timeout=120,
    )

    assert run.returncode == 0
    answers = [json.loads(line) for line in run.stdout.splitlines()]
    assert [answer.get("error") for answer in answers] == [
        *("undecodable_line", None, "illegal_uri_character")
    ]


@pytest.mark.parametrize("program", [["manage.py", "gs1"], ["-m", "traceability.gs1"]])
def test_the_program_exits_with_one_where_a_uri_is_refused(program: list[str]) -> None:
    run = subprocess.run(
        [sys.executable, *program, "read", "https://a.example/01/"],
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert run.returncode == 1
    assert json.loads(run.stdout)["error"] == "empty_value"


def test_the_core_runs_without_django() -> None:
    probe = "import sys, traceability.gs1.__main__ as m; sys.exit('django' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", probe], check=False).returncode == 0
