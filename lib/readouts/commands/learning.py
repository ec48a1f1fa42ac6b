"""``readouts train`` and ``readouts corpus``: train models, and restore the texts of public
codings."""

from __future__ import annotations

from pathlib import Path

from readouts.terminal import say


def train(check: bool, gold: str, jobs: int) -> int:  # no example: tests/evaluation shows a run
    """Train the models and write them, or compare them with the existing ones."""
    from readouts.evaluation import learning_run

    made = learning_run.files(Path(gold) if gold else None, jobs=jobs or 2)
    changed = learning_run.differing(made)
    if check:
        for name in changed:
            say(f"data/models/{name}: differs from what the codings give; run `readouts train`.")
        say(
            f"Files that differ: {len(changed)}"
            if changed
            else "The models agree with the codings."
        )
        return 1 if changed else 0
    learning_run.write(made)
    say(f"Files written to data/models/: {len(changed)} changed, {len(made)} in all.")
    return 0


def corpus(action: str, clone: str) -> int:  # no example: tests/corpus has one
    """Restore the texts of ``data/gold/public.jsonl``; return status 1 if one could not be
    restored."""
    from readouts.evaluation.public_texts import rebuild, rebuilt_dir
    from readouts.storage.paths import shown

    restored, problems = rebuild(Path(clone))
    for problem in problems:
        say(problem)
    say(f"Texts restored to {shown(rebuilt_dir())}: {restored}")
    return 1 if problems else 0
