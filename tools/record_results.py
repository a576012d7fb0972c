"""Record what the commands give, to compare with another version of the code.

    python tools/record_results.py FOLDER          # half an hour on two cores
    python tools/compare_results.py OLD NEW

The results are those of every case under all theories, the quick ledger of claims, the replay at
the defaults, base rates, counterfactuals, explanations and one game played by its staff's advice.
"""

import json
import subprocess
import sys
from pathlib import Path

CASES = ("napoleon-1803", "europe-1890", "europe-1930", "cold-war-1947", "iraq-1990")
EXPLAINED = (
    ("europe-1890", "GMY", "1912", ()),
    ("europe-1930", "ITA", "1935", ("--theory", "liberal")),
    ("cold-war-1947", "RUS", "1961", ("--theory", "offensive", "--run", "7")),
)
CHANGED = (("--off", "hotlines"), ("--set", "beta=1.1"))
GAME = {"case": "europe-1890", "players": ["GMY"], "seed": 3, "years": 4}


def westphalia(*args: str) -> str:
    """Standard output of one command line, run by this interpreter."""
    code = "from westphalia.cli import main; main()"
    command = [sys.executable, "-c", code, *args]
    print("westphalia", *args, flush=True)
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return done.stdout


def play(file: dict) -> list[dict]:
    """What the first player sees in every phase of a game in which it follows its staff."""
    from westphalia.app import play

    state, seen = file["players"][0], []
    game = play.read_game(file)
    while True:
        seat = play.seat(game, state)
        seen.append(seat)
        if seat["over"]:
            return seen
        choices: dict = {}
        for question in seat["questions"]:
            field, key = question["field"], question["key"]
            if key is None:
                choices[field] = question["advised"]
            else:
                choices.setdefault(field, {})[key] = question["advised"]
        game = play.move(game, state, choices)


def main(folder: Path) -> None:
    """Write every result into a folder that does not exist yet."""
    folder.mkdir(parents=True)
    for case in CASES:
        table = westphalia("run", case, "--runs", "50", "--out", str(folder / case), "--json")
        (folder / f"{case}.json").write_text(table, encoding="utf-8")
    for case, state, year, more in EXPLAINED:
        where = (str(folder / case), "--state", state, "--year", year, *more)
        (folder / f"explain-{state}.json").write_text(westphalia("explain", *where, "--json"))
        (folder / f"explain-{state}.txt").write_text(westphalia("explain", *where))
    for option, value in CHANGED:
        found = westphalia("counterfactual", str(folder / CASES[1]), option, value, "--json")
        (folder / f"counterfactual{option}.json").write_text(found)
    (folder / "game.json").write_text(json.dumps(play(GAME), indent=1))
    (folder / "rates.json").write_text(westphalia("rates", "--json"))
    westphalia("replay", "--out", str(folder / "replay"))
    westphalia("claims", "--quick", "--out", str(folder / "claims"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
