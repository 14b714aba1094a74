"""Hundreds of files made to break a reader: each is read or refused with a sentence, and nothing else happens.

The files come from a seed, so that a failure can be repeated: its number is in the test's name.
"""

import gzip
import io
import json
import random
import zipfile
from collections.abc import Callable

import pytest

from salaries.importers.reading import UnreadableFile, open_table
from salaries.tests.test_reading_workbook import PAY, row, workbook

COUNT = 300
TEXTS = [
    "city;role;pay\nŁódź;ML Engineer;12 000,50\nGdańsk;Analyst;9 000,00\n",
    'city,pay\n"Hanoi\nOld Town","9,5"\nPune,8\n',
    '[{"city": "Hanoi", "pay": 9.50}, {"city": "Pune", "tags": ["a", {"b": null}]}]',
    '{"city": "Hanoi", "pay": 9}\n{"city": "Pune", "pay": 8}\n',
    '{"meta": {"n": 2}, "data": [{"city": "Hanoi"}, {"city": "Pune"}]}',
    "город\tоклад\nМосква\t1\n",
]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1250", "cp1251", "gb18030"]
SHARP = [b"\0", b'"', b"\n", b"\r", b",", b";", b"\\", b"[", b"{", b"}", b"]", b"\xff", b"\xef\xbb\xbf", b"PK\x03\x04"]


def a_text(dice: random.Random) -> bytes:
    return dice.choice(TEXTS).encode(dice.choice(ENCODINGS), "replace") * dice.choice([1, 1, 1, 40])


def mutated(dice: random.Random, content: bytes) -> bytes:
    """A few bytes changed, put in or taken out, or the end cut off."""
    changed = bytearray(content)
    for _ in range(dice.randint(1, 12)):
        at = dice.randrange(len(changed) + 1)
        match dice.randrange(5):
            case 0:
                changed[at:at] = dice.choice(SHARP)
            case 1:
                changed[at : at + 1] = dice.randbytes(1)
            case 2:
                del changed[at : at + dice.randint(1, 30)]
            case 3:
                changed[at:at] = dice.choice(SHARP) * dice.choice([3, 300, 3000])
            case _:
                changed = changed[: max(1, at)] if dice.random() < 0.3 else changed
    return bytes(changed)


def zipped(dice: random.Random, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", dice.choice([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])) as archive:
        for number in range(dice.choice([1, 1, 1, 2])):
            archive.writestr(f"{number}.csv", content)
    return packed.getvalue()


def a_workbook(dice: random.Random) -> bytes:
    hostile = [
        PAY,
        row(1, "a", "b")
        + f'<row r="{dice.randint(1, 1 << 21)}"><c r="XFD{dice.randint(1, 1 << 21)}"><v>1</v></c></row>',
        row(1, "a", "b") + '<row r="2"><c r="A2" t="s"><v>99999999</v></c><c r="B2" s="77"><v>1e999</v></c></row>',
        '<row r="0"><c r="A0"><v>1</v></c></row><row r="-1"><c r="ZZZZZ9"><v>x</v></c></row>',
        "<row>" * dice.choice([10, 1000]),
        row(1, "&#x1;" * 5, "b") + '<c r="A1" t="e"><v>' + "#" * 1000 + "</v></c>",
    ]
    content = workbook({dice.choice(["Data", "", "'\"<", "a" * 500]): dice.choice(hostile)})
    if dice.random() < 0.3:
        # The same parts, some of them spoilt, in a sound zip file.
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = {name: archive.read(name) for name in archive.namelist()}
        spoilt = io.BytesIO()
        with zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, part in parts.items():
                archive.writestr(name, mutated(dice, part) if part and dice.random() < 0.3 else part)
        return spoilt.getvalue()
    return content


KINDS: list[Callable[[random.Random], bytes]] = [
    lambda dice: dice.randbytes(dice.randint(0, 5000)),
    lambda dice: bytes(dice.choices(range(1, 128), k=dice.randint(1, 3000))),
    lambda dice: b"".join(dice.choices([*SHARP, b"a", b"1", b" "], k=dice.randint(1, 2000))),
    lambda dice: mutated(dice, a_text(dice)),
    lambda dice: mutated(dice, a_text(dice)),
    lambda dice: mutated(dice, gzip.compress(a_text(dice))),
    lambda dice: gzip.compress(mutated(dice, a_text(dice))),
    lambda dice: gzip.compress(a_text(dice))[: dice.randint(1, 60)],
    lambda dice: mutated(dice, zipped(dice, a_text(dice))),
    lambda dice: zipped(dice, dice.choice([gzip.compress, lambda content: zipped(dice, content)])(a_text(dice))),
    a_workbook,
    lambda dice: mutated(dice, a_workbook(dice)),
    lambda dice: b",".join([b"a"] * dice.choice([20_000, 1_000_000])) + b"\n1,2\n",
    lambda dice: b"a,b\n" + b'"' * dice.choice([1, 2, 3]) + b"x" * dice.choice([100, 200_000, 5_000_000]),
    lambda dice: b"a,b\n" + dice.choice([b'"\n', b'",\n"', b"\r", b'x,"\n']) * dice.choice([10, 300_000]),
    lambda dice: dice.choice([b"[", b'{"a":', b'[{"a":[', b'[{"a":1},']) * dice.choice([10, 1000, 200_000]),
    lambda dice: json.dumps([{str(dice.random()): dice.random()} for _ in range(dice.choice([10, 20_000]))]).encode(),
    lambda dice: gzip.compress(dice.choice([b"\0", b"a", b"a,b\n", b'[{"a":1},', b" ", b"\n"]) * 20_000_000, 1),
    lambda dice: zipped(dice, dice.choice([b"\0", b"1,2\n"]) * 12_000_000),
]


SLOW = 9


def hostile_file(seed: int) -> bytes:
    """Every kind in turn, but the slow ones, which stand last, only where the seed is a multiple of ten."""
    dice = random.Random(seed)
    kinds, turn = (KINDS, seed // 10) if seed % 10 == 0 else (KINDS[:-SLOW], seed)
    return kinds[turn % len(kinds)](dice)


# The last one got through in a longer run.
@pytest.mark.parametrize("seed", [*range(COUNT), 2770])
def test_a_hostile_file_is_read_or_refused_with_a_sentence(seed):
    try:
        with open_table(io.BytesIO(hostile_file(seed)), name="hostile") as table:
            numbers = [number for number, _ in table.rows()]
            assert numbers == sorted(set(numbers))
            assert all("\0" not in column for column in table.columns)
    except UnreadableFile as refused:
        sentence = str(refused)
        assert sentence.startswith("hostile")
        assert sentence.endswith(".")
        assert len(sentence) < 1000
