"""Text files are cut into the records of the csv module; damage is found."""

import csv
import gzip
import io

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from records.folders import NMC, STATES, problems, swap, write
from westphalia.records.check_folder import check_folder
from westphalia.records.folder import open_folder
from westphalia.records.reading.problems import Findings
from westphalia.records.reading.text import blocks, header_of


def test_a_compressed_file_that_is_cut_short(tmp_path):
    rows = "".join(
        f"{ccode},{year},{(ccode * year * 7919) % 1000003},1,1,1,1,1,0.1\n"
        for ccode in (2, 20, 200, 220, 255, 300)
        for year in range(1816, 2023)
    )
    whole = gzip.compress((NMC.split("\n")[0] + "\n" + rows).encode())
    write(tmp_path, states__csv=STATES)
    (tmp_path / "nmc_v7.csv.gz").write_bytes(whole[: len(whole) * 3 // 4])
    (found,) = problems(tmp_path)
    line = int(found.split(":")[1])
    assert 600 < line < 1242
    assert "truncated" in found
    broken = bytearray(whole)
    broken[len(whole) // 2] ^= 0xFF
    (tmp_path / "nmc_v7.csv.gz").write_bytes(broken)
    assert any("damaged" in problem for problem in problems(tmp_path))


def test_a_file_that_is_not_utf8(tmp_path):
    text = swap(STATES, 3, "20,CAN,Québec,1920-01-10,2016-12-31").encode("latin-1")
    (tmp_path / "states.csv").write_bytes(text)
    (found,) = problems(tmp_path)
    assert found.startswith("states.csv:3: byte 0xe9 is not UTF-8")


def test_a_last_line_without_its_end_is_told(tmp_path):
    write(tmp_path, nmc_v7__csv=NMC[:-1], states__csv=STATES)
    (report,) = [r for r in check_folder(tmp_path) if r.key == "nmc"]
    assert report.rows == 3
    assert "last line has no line ending" in report.notes[0]


CELLS = st.text(st.sampled_from('ab1 ,;"\n'), max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8),
    end=st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_records_and_lines_are_those_of_the_csv_module(rows, end, tmp_path_factory):
    rows = [["x", *row] for row in rows]  # no row is blank
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([["a", "b", "c", "d"], *rows])
    reader = csv.reader(io.StringIO(text.getvalue(), newline=""))
    before, lines = 0, []
    for _ in reader:
        lines.append(before + 1)
        before = reader.line_num
    path = tmp_path_factory.mktemp("rows") / "t.csv"
    path.write_bytes(text.getvalue().replace("\n", end).encode())
    findings = Findings("t.csv")
    header, delimiter = header_of(path)
    read = list(blocks(path, len(header), delimiter, findings))
    got = list(csv.reader(io.StringIO(b"".join(b.data for b in read).decode(), newline="")))
    assert got == rows
    assert np.concatenate([b.lines for b in read]).tolist() == lines[1:]
    assert findings.problems() == ()


def test_blocks_join_where_they_are_cut(tmp_path, monkeypatch):
    monkeypatch.setattr("westphalia.records.reading.text._BLOCK", 61)
    text = NMC.replace("\n", "\r\n")
    bad = text + "20,1950,1,1\r\n"
    write(tmp_path, nmc_v7__csv=bad, states__csv=STATES.replace("Canada", '"Kanáda,\n1"'))
    assert problems(tmp_path) == [
        "nmc_v7.csv:5: the last line has 4 of 9 fields; the file is truncated"
    ]
    assert open_folder(tmp_path).table("states").statenme[1] == "Kanáda,\n1"
