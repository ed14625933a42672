import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from tests.factories.epcis import event

ROOT = Path(__file__).parents[3]
CHAINS = Path(__file__).parents[2] / "vectors" / "epcis"
RICE = CHAINS / "chain_rice_st25.jsonld"


def run(*arguments: str, text: str = "") -> tuple[int, list[str], str]:
    """Run the tool as a program and return its exit code, the lines it said, its complaints."""
    done = subprocess.run(
        [sys.executable, "-m", "traceability.epcis.core", *arguments],
        cwd=ROOT,
        input=text,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout.splitlines(), done.stderr


def test_hash_prints_one_hash_an_event_in_order() -> None:
    told = json.loads((CHAINS / "chain_rice_st25.hashes.json").read_text())

    code, lines, complaints = run("hash", str(RICE), "-", text=json.dumps(event()))

    assert (code, complaints) == (0, "")
    assert lines[:-1] == [row["hash"] for row in told]
    assert len(lines) == 11


def test_validate_says_nothing_of_sound_files() -> None:
    assert run("validate", *map(str, sorted(CHAINS.glob("*.jsonld")))) == (0, [], "")


def test_validate_prints_one_line_a_fault(tmp_path: Path) -> None:
    chain = json.loads(RICE.read_text())
    chain["schemaVersion"] = "1.2"
    chain["epcisBody"]["eventList"][3]["inputQuantityList"][0]["uom"] = "kilogram"
    faulty = tmp_path / "faulty.json"
    faulty.write_text(json.dumps(chain))

    assert run("validate", str(faulty)) == (
        1,
        [
            f"{faulty}: $.schemaVersion: '1.2' is no version 2.0",
            (
                f"{faulty}: $.epcisBody.eventList[3].inputQuantityList[0].uom: "
                "'kilogram' is no UN/CEFACT unit code"
            ),
        ],
        "",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b'{"a":', "$: this is no JSON: Expecting value: line 1 column 6 (char 5)"),
        (b"\xff\xfe\x00", "$: this is no JSON: "),
        (b"[]", "$: this is no JSON object"),
        (b'{"type": "Invoice"}', "$: this is no EPCISDocument or EPCISQueryDocument or event: "),
        (b'{"eventTime": NaN}', "$: this is no JSON: NaN is no number of JSON"),
        (b"[" * 100_000, "$: this is no JSON: "),
        (b'{"a":' * 500 + b"1" + b"}" * 500, "$: "),
    ],
)
def test_what_cannot_be_read_is_one_line(tmp_path: Path, content: bytes, sentence: str) -> None:
    file = tmp_path / "file.json"
    file.write_bytes(content)

    code, lines, complaints = run("validate", str(file))

    assert (code, len(lines), complaints) == (1, 1, "")
    assert lines[0].startswith(f"{file}: {sentence}")
    assert run("hash", str(file))[0] == 1


def test_a_file_that_is_not_there_is_one_line(tmp_path: Path) -> None:
    gone = tmp_path / "gone.json"
    sentence = f"{gone}: $: this file cannot be read: No such file or directory"

    assert run("validate", str(gone)) == (1, [sentence], "")


def test_a_schema_of_the_operator_runs_too(tmp_path: Path) -> None:
    schema = tmp_path / "schema.json"
    schema.write_text('{"properties": {"creationDate": {"format": "date"}}}')

    code, lines, _complaints = run("validate", "--schema", str(schema), str(RICE))

    assert (code, lines) == (
        1,
        [f"{RICE}: $.creationDate: '2025-12-01T00:00:00Z' is not a 'date'"],
    )
    assert run("validate", "--schema", str(tmp_path / "none"), str(RICE))[0] == 2


def test_django_has_the_same_commands_and_asks_no_database() -> None:
    out = StringIO()

    call_command("epcis", "hash", str(RICE), stdout=out)
    with pytest.raises(SystemExit) as left:
        call_command("epcis", "validate", "/nowhere.json", stdout=out)

    assert left.value.code == 1
    assert len(out.getvalue().splitlines()) == 11
