"""The records of a text file, block by block, each with its line, and what is wrong with the text.

Blocks keep memory moderate: some originals are larger than a gigabyte. A compressed file that is
cut short gives what can be read of it, and the problem.
"""

import csv
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

import numpy as np

from westphalia.records.reading.problems import Findings

_BLOCK = 1 << 23  # bytes read at once
_LONGEST = 1 << 20  # bytes; no record is longer, so the quotation it opened is never closed
_COMPRESSED = 1 << 12  # bytes of a compressed file read at once; what is damaged costs one piece
_GZIP = b"\x1f\x8b"
_GZIP_WINDOW = 31  # tells zlib to expect a gzip header
_MORE, _END, _BROKEN = "more", "end", "broken"
_NAMES = {",": "commas", "\t": "tabs", ";": "semicolons"}


class Block(NamedTuple):
    """Whole records as UTF-8 text, and the line on which each begins. [N]"""

    data: bytes
    lines: np.ndarray


class _Scan(NamedTuple):
    """Where the records of a text begin and end, how many fields each has, on which line."""

    starts: np.ndarray
    ends: np.ndarray
    fields: np.ndarray
    lines: np.ndarray
    newlines: int  # lines in all records


def header_of(path: Path) -> tuple[list[str], str]:
    """The names of the columns, without blanks around them, and the character between them.

    [] of a file that is empty or of which nothing can be read.
    """
    start = next((chunk for chunk, _ in _chunks(path)), b"")
    first = start.replace(b"\r", b"\n").split(b"\n", 1)[0]
    line = first.decode("utf-8-sig", errors="replace")
    delimiter = max(_NAMES, key=line.count)
    names = next(csv.reader([line], delimiter=delimiter), [])
    return [name.strip() for name in names] if line.strip() else [], delimiter


def blocks(path: Path, width: int, delimiter: str, findings: Findings) -> Iterator[Block]:
    """The records below the header that have as many fields as it, in blocks.

    `width`: number of fields. Records with too few or too many, bytes that are not UTF-8, a
    quotation that is never closed and a file that is cut short go to `findings`.
    """
    line, carry, held = 1, b"", b""
    for chunk, state in _chunks(path):
        chunk, held = held + chunk, b""
        if state == _MORE and chunk.endswith(b"\r"):
            chunk, held = chunk[:-1], b"\r"
        data = carry + chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        if state == _END and data and not data.endswith(b"\n"):
            data += b"\n"
            findings.notes.append(
                "the last line has no line ending; if the file was truncated there, so is its last "
                "value"
            )
        scan = _scan(data, delimiter, line)
        whole = int(scan.ends[-1]) + 1 if len(scan.ends) else 0
        carry = data[whole:]
        data, scan = _utf8(data[:whole], scan, delimiter, line, findings)
        end = state == _END and not carry
        yield _fitting(data, scan, width, delimiter, line == 1, end, findings)
        line += scan.newlines
        if state == _BROKEN:
            message = "the compressed file is damaged or truncated here; download it again"
            findings.add("cut short", message, [line], [""])
        elif len(carry) > _LONGEST or (state == _END and carry):
            message = "a quotation mark is opened here or further down and never closed"
            findings.add("quotation never closed", message, [line], [""])
            return


def _scan(data: bytes, delimiter: str, first_line: int) -> _Scan:
    """Find the records: line ends and delimiters inside of quotation marks do not count."""
    characters = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(characters == ord("\n"))
    delimiters = np.flatnonzero(characters == ord(delimiter))
    ends = newlines
    if b'"' in data:
        outside = np.cumsum(characters == ord('"'), dtype=np.int32) % 2 == 0
        ends, delimiters = ends[outside[ends]], delimiters[outside[delimiters]]
    starts = np.concatenate([[0], ends[:-1] + 1])[: len(ends)].astype(int)
    fields = np.searchsorted(delimiters, ends) - np.searchsorted(delimiters, starts) + 1
    lines = first_line + np.searchsorted(newlines, starts)
    inside = int(np.searchsorted(newlines, ends[-1], side="right")) if len(ends) else 0
    return _Scan(starts, ends, fields, lines, inside)


def _fitting(
    data: bytes,
    scan: _Scan,
    width: int,
    delimiter: str,
    first: bool,
    final: bool,
    findings: Findings,
) -> Block:
    """The records with the right number of fields; the others to `findings`."""
    blank = scan.ends == scan.starts
    if width == 1:
        blank[:] = False
    wrong = (scan.fields != width) & ~blank
    keep = ~wrong & ~blank
    if first and len(keep):
        wrong[0] = keep[0] = False  # the header
    if final and len(wrong) and wrong[-1] and scan.fields[-1] < width:
        message = f"the last line has {scan.fields[-1]} of {width} fields; the file is truncated"
        findings.add("cut short", message, scan.lines[-1:], [""])
        wrong[-1] = False
    message = f"{{value}} fields instead of {width}, separated by {_NAMES[delimiter]}"
    findings.add("wrong number of fields", message, scan.lines[wrong], scan.fields[wrong].tolist())
    if keep[1 if first else 0 :].all():
        begin = int(scan.starts[1 if first else 0]) if keep.any() else len(data)
        body = data[begin : int(scan.ends[-1]) + 1] if keep.any() else b""
    else:
        kept = zip(scan.starts[keep].tolist(), scan.ends[keep].tolist(), strict=True)
        body = b"".join(data[start : end + 1] for start, end in kept)
    return Block(body, scan.lines[keep])


def _utf8(
    data: bytes, scan: _Scan, delimiter: str, first_line: int, findings: Findings
) -> tuple[bytes, _Scan]:
    """The text as UTF-8 and where its records are; what is not UTF-8 is a problem."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        broken = []
        for number, line in enumerate(data.split(b"\n"), first_line):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError as error:
                broken.append((number, line[error.start : error.start + 1].hex()))
        message = "byte 0x{value} is not UTF-8 text; save the file as UTF-8"
        findings.add("not UTF-8", message, [n for n, _ in broken], [byte for _, byte in broken])
        data = data.decode("utf-8", errors="replace").encode()
        scan = _scan(data, delimiter, first_line)
    return data, scan


class _BrokenOff(Exception):
    """A compressed file is damaged, or ends before its end."""


def _chunks(path: Path) -> Iterator[tuple[bytes, str]]:
    """The text of a file, decompressed, in chunks, and what comes after each."""
    before, state = b"", _END
    with path.open("rb") as stream:
        zipped = stream.read(len(_GZIP)) == _GZIP
        stream.seek(0)
        source = _inflate(stream) if zipped else iter(lambda: stream.read(_BLOCK), b"")
        try:
            for chunk in filter(None, source):
                if before:
                    yield before, _MORE
                before = chunk
        except _BrokenOff:
            state = _BROKEN
    if before or state == _BROKEN:
        yield before, state


def _inflate(stream: BinaryIO) -> Iterator[bytes]:
    """The decompressed text of a gzip file of one or more members, in chunks.

    _BrokenOff, once what can be read has been given.
    """
    member, begun, ready = zlib.decompressobj(_GZIP_WINDOW), False, bytearray()
    while raw := stream.read(_COMPRESSED):
        while raw := raw if begun else raw.lstrip(b"\0"):  # padding after a member is allowed
            begun = True
            try:
                ready += member.decompress(raw)
            except zlib.error as error:
                yield bytes(ready)
                raise _BrokenOff from error
            if len(ready) >= _BLOCK:
                yield bytes(ready)
                ready.clear()
            raw = member.unused_data
            if member.eof:
                member, begun = zlib.decompressobj(_GZIP_WINDOW), False
    yield bytes(ready)
    if begun:
        raise _BrokenOff
