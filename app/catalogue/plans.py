"""The plans of ``resources/plans``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from app.catalogue.files import Table, read_kind
from app.catalogue.wording import refuse_twins, wording
from app.model.care import StepKind
from app.model.plan import (
    ALL_STEPS,
    Directive,
    Plan,
    PlannedMeasure,
    PlannedSession,
    When,
    as_directive,
)
from app.model.prompt import Medium, NotWhen, Place, Prompt
from app.model.words import PersonError, Sentence

KIND: Final = "plans"
NO_PROMPT: Final = Sentence(
    "The file {file} names the prompt {prompt}, and there is no such prompt. Your pictures and "
    "pages are not touched; they are in your library. Please install Innerscape again, or take "
    "the file out if it is your own."
)


def plans(prompts: Iterable[Prompt]) -> tuple[Plan, ...]:
    """Return all plans, in the order of the files.

    Raises
    ------
    app.model.words.PersonError
        If a file breaks the schema or names a prompt that is not there, or two plans share a
        uid or a name.
    """
    by_name = {prompt.name: prompt for prompt in prompts}
    found = tuple(plan_from(table, by_name, name) for name, table in read_kind(KIND).items())
    refuse_twins(KIND, (plan.uid for plan in found))
    refuse_twins(KIND, (plan.name for plan in found))
    return found


def plan_from(table: Table, prompts: Mapping[str, Prompt], file: str) -> Plan:
    """Return the plan a checked table describes.

    Parameters
    ----------
    prompts : mapping
        Every prompt by its name.
    file : str
        The file's name, for the person.

    Raises
    ------
    app.model.words.PersonError
        If it names a prompt that is not there.
    """
    try:
        gentle = as_directive(prompts[table["gentle"]])
        sessions = tuple(_session(row, prompts) for row in table["sessions"])
    except KeyError as error:
        fields = {"file": file, "prompt": error.args[0]}
        raise PersonError(Sentence(NO_PROMPT.message, fields)) from error
    return Plan(
        uid=table["uid"],
        name=table["name"],
        title=wording(table["title"]),
        about=wording(table["about"]),
        not_when=wording(table["not_when"]),
        not_when_tags=tuple(NotWhen(tag) for tag in table["not_when_tags"]),
        not_after=tuple(table["not_after"]),
        gentle=gentle,
        measures=tuple(PlannedMeasure(m["measure"], When(m["when"])) for m in table["measures"]),
        source=table["source"],
        sessions=sessions,
    )


def _session(row: Mapping[str, Any], prompts: Mapping[str, Prompt]) -> PlannedSession:
    return PlannedSession(
        title=wording(row["title"]),
        aim=wording(row["aim"]),
        steps=tuple(StepKind(step) for step in row.get("steps", ALL_STEPS)),
        warm_up=_directive(row["warm_up"], prompts),
        making=_directive(row["making"], prompts),
        question=wording(row["question"]),
        grounding=row.get("grounding", ""),
    )


def _directive(row: Mapping[str, Any], prompts: Mapping[str, Prompt]) -> Directive:
    if "prompt" in row:
        return as_directive(prompts[row["prompt"]])
    return Directive(
        title=wording(row["title"]),
        opening=wording(row["opening"]),
        place=Place(row["place"]),
        medium=Medium(row["medium"]),
        fluidity=float(row["fluidity"]),
        minutes=row["minutes"],
        not_when_tags=tuple(NotWhen(tag) for tag in row.get("not_when_tags", ())),
        not_after=tuple(row.get("not_after", ())),
    )
