"""``readouts train`` and ``readouts corpus``: train models, and restore the texts of public
codings."""

from __future__ import annotations

import argparse
from pathlib import Path

from readouts.commands.shared import DONE, FAILED, jobs_option, say


def train_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `train`."""
    command.add_argument(
        "--check", action="store_true",
        help="check whether data/models/ agrees with the codings; changes nothing",
    )  # fmt: skip
    command.add_argument(
        "--gold", default="", metavar="FOLDER", help="also learn from these codings and texts"
    )
    jobs_option(command)


def train(arguments: argparse.Namespace) -> int:  # no example: tests/evaluation shows a run
    """Train the models and write them, or compare them with the existing ones."""
    from readouts.evaluation import learning_run

    further = Path(arguments.gold) if arguments.gold else None
    made = learning_run.files(further, jobs=arguments.jobs or 2)
    changed = learning_run.differing(made)
    if arguments.check:
        for name in changed:
            say(f"data/models/{name}: differs from what the codings give; run `readouts train`.")
        say(
            f"Files that differ: {len(changed)}"
            if changed
            else "The models agree with the codings."
        )
        return FAILED if changed else DONE
    learning_run.write(made)
    say(f"Files written to data/models/: {len(changed)} changed, {len(made)} in all.")
    return DONE


def corpus_options(command: argparse.ArgumentParser) -> None:
    """Declare the arguments of `corpus`."""
    command.add_argument("action", choices=["rebuild"], help="restore the texts of public codings")
    command.add_argument("clone", metavar="CLONE", help="the folder of a clone of the corpus")


def corpus(arguments: argparse.Namespace) -> int:  # no example: tests/corpus has one
    """Restore the texts of ``data/gold/public.jsonl``; return status 1 if one could not be
    restored."""
    from readouts.evaluation.public_texts import rebuild, rebuilt_dir
    from readouts.storage.paths import shown

    restored, problems = rebuild(Path(arguments.clone))
    for problem in problems:
        say(problem)
    say(f"Texts restored to {shown(rebuilt_dir())}: {restored}")
    return FAILED if problems else DONE
