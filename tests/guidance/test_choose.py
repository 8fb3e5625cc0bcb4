"""What is offered: gentle, never forced, the same for the same, and its reason is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.catalogue import prompts, safety_list
from app.guidance.choose import Offer, Situation, Surprise, choose
from app.guidance.continuum import FLUIDITY_STEP, RUNGS, levels_apart
from app.guidance.learned import what_is_learned
from app.guidance.ranking import Chooser
from app.guidance.situation import what_counts
from app.model.care import Standing
from app.model.entities import (
    Answer,
    CheckIn,
    Estimate,
    LabelledProbability,
    SafetyMark,
    Suggestion,
)
from app.model.prompt import Medium, NotWhen, Place, Prompt
from app.model.words import Sentence

PROMPTS = prompts()
BY_UID = {prompt.uid: prompt for prompt in PROMPTS}
NOW = datetime(2026, 11, 21, 20, 0, tzinfo=UTC)
ASKED = safety_list().asked_tags
FLAT = frozenset({Medium.PAINTING, Medium.WORDS})
TAGS = sorted({tag for prompt in PROMPTS for tag in prompt.not_after})

axes = st.none() | st.floats(-1, 1, allow_nan=False)
ages = st.timedeltas(timedelta(0), timedelta(days=30))
answers = st.none() | st.sampled_from(Answer)
fits = st.none() | st.booleans()


def suggestion(
    uid: str,
    prompt: Prompt,
    ago: timedelta,
    answer: Answer | None,
    did_fit: bool | None = None,
) -> Suggestion:
    fit = did_fit if answer is Answer.TRY_IT else None
    return Suggestion(uid, prompt.uid, NOW - ago, (Sentence("why"),), answer, None, fit)


def reading(
    valence: float | None, arousal: float | None, *, is_unsure: bool = False, p: float = 0.7
) -> Estimate:
    return Estimate(
        uid="e",
        entry_uid="entry",
        revision=1,
        start=0,
        end=10,
        language="en",
        labels=(LabelledProbability("sadness", p), LabelledProbability("grief", p / 2)),
        valence=valence,
        arousal=arousal,
        is_unsure=is_unsure,
        model="emotion-en",
        version="1",
        engine="onnx",
        ms=4.0,
    )


def histories() -> st.SearchStrategy[tuple[Suggestion, ...]]:
    one = st.tuples(st.sampled_from(PROMPTS), ages, answers, fits)
    return st.lists(one, max_size=12).map(
        lambda rows: tuple(suggestion(f"s{i}", *row) for i, row in enumerate(rows))
    )


marks = st.lists(st.tuples(ages, st.sets(st.sampled_from(TAGS), min_size=1)), max_size=3).map(
    lambda rows: tuple(SafetyMark(f"m{i}", NOW - a, tuple(t)) for i, (a, t) in enumerate(rows))
)
check_ins = st.none() | st.builds(
    lambda v, a, ago: CheckIn("c", NOW - ago, v, a),
    axes,
    axes,
    st.timedeltas(timedelta(0), timedelta(days=1)),
)
readings = st.none() | st.builds(reading, axes, axes)
situations = st.builds(
    Situation,
    now=st.just(NOW),
    media_at_hand=st.sampled_from(
        [FLAT, frozenset({Medium.WORDS}), frozenset({Medium.PAINTING}), frozenset(Medium)]
    ),
    check_in=check_ins,
    reading=readings,
    may_use_reading=st.booleans(),
    history=histories(),
    marks=marks,
    seed=st.integers(0, 2**32 - 1),
    may_learn=st.booleans(),
    surprise=st.sampled_from(Surprise),
    minutes=st.none() | st.integers(4, 30),
    standings=st.lists(
        st.builds(
            lambda prompt, is_barred, pin: Standing(
                f"standing-{prompt.uid}", prompt.uid, is_barred=is_barred, pin=pin
            ),
            st.sampled_from(PROMPTS),
            st.booleans(),
            st.none() | st.integers(1, 3),
        ),
        max_size=4,
        unique_by=lambda standing: standing.uid,
    ).map(tuple),
)


def newest(situation: Situation, answer: Answer | None = None) -> Suggestion | None:
    found = [s for s in situation.history if answer is None or s.answer is answer]
    return sorted(found, key=lambda s: s.at)[-1] if found else None


@given(situations)
def test_the_same_situation_always_gives_the_same_offer(situation: Situation) -> None:
    assert choose(situation, PROMPTS) == choose(situation, PROMPTS)


@given(situations)
def test_what_waits_after_a_mark_is_not_offered_for_seven_days(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    waiting = {t for m in situation.marks if NOW - m.at < timedelta(days=7) for t in m.tags}
    assert offer is None or waiting.isdisjoint(offer.prompt.not_after)


@given(situations)
def test_nothing_is_offered_twice_in_a_row(situation: Situation) -> None:
    offer, last = choose(situation, PROMPTS), newest(situation)
    assert offer is None or last is None or offer.prompt.uid != last.prompt_uid


@given(situations)
def test_a_move_from_what_was_tried_last_is_small(situation: Situation) -> None:
    offer, tried = choose(situation, PROMPTS), newest(situation, Answer.TRY_IT)
    if offer is not None and tried is not None:
        last = BY_UID[tried.prompt_uid]
        assert levels_apart(last.place, offer.prompt.place) <= 1
        assert abs(last.fluidity - offer.prompt.fluidity) <= FLUIDITY_STEP + 1e-9


@given(situations)
def test_only_what_is_at_hand_is_offered(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    assert offer is None or offer.prompt.medium in situation.media_at_hand | {Medium.ANY}


@given(situations)
def test_not_like_this_is_not_offered_again(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    refused = {s.prompt_uid for s in situation.history if s.answer is Answer.NOT_LIKE_THIS}
    assert offer is None or offer.prompt.uid not in refused


@given(situations)
def test_tender_prompts_wait_for_a_first_try_and_for_a_calmer_moment(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    if offer is None:
        return
    known = what_counts(situation, PROMPTS)
    tags = offer.prompt.not_when_tags
    assert NotWhen.FIRST not in tags or known.last_tried is not None
    assert NotWhen.TENSE not in tags or not known.is_tense
    assert NotWhen.HEAVY not in tags or not known.is_heavy


@given(situations)
def test_without_consent_or_when_unsure_the_reading_changes_nothing(situation: Situation) -> None:
    closed = replace(situation, may_use_reading=False)
    assert choose(closed, PROMPTS) == choose(replace(closed, reading=None), PROMPTS)
    unsure = replace(situation, reading=reading(-0.9, 0.9, is_unsure=True))
    assert choose(unsure, PROMPTS) == choose(replace(situation, reading=None), PROMPTS)


@given(situations)
def test_a_reading_the_person_corrected_or_refused_changes_nothing(situation: Situation) -> None:
    read = reading(-0.9, 0.9)
    without = choose(replace(situation, reading=None), PROMPTS)
    for said in (replace(read, correction=("tired",)), replace(read, is_refused=True)):
        assert choose(replace(situation, reading=said), PROMPTS) == without


def removed(situation: Situation, field: str) -> Situation:
    """Return the situation as if the field had never been there."""
    if field == "check_in":
        return replace(situation, check_in=None)
    if field == "reading":
        return replace(situation, reading=None)
    answer = Answer(field.removeprefix("history."))
    kept = tuple(s for s in situation.history if s.answer is not answer)
    return replace(situation, history=kept)


@given(situations)
def test_every_sentence_of_a_reason_comes_from_a_field_that_mattered(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    if offer is None:
        return
    chooser = Chooser.of(situation, PROMPTS)
    ranked = chooser.rank()
    assert len(offer.reason) == len(offer.used) >= 1
    assert ranked[0] is offer.prompt
    for field in offer.used:
        if field == "chance":
            continue
        without = chooser.rank((field,))
        assert without != ranked, field
        if field == "surprise":
            assert without[0] is not offer.prompt
        elif field == "pin" or field.startswith("learned."):
            continue
        elif not situation.may_learn:
            # the same, told without ever having been there
            gone = Chooser.of(removed(situation, field), PROMPTS).rank()
            assert gone != ranked, field


@given(situations)
def test_a_field_that_is_not_named_and_was_said_did_not_matter(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    if offer is None:
        return
    for field in {"check_in", "reading"} - set(offer.used):
        gone = Chooser.of(removed(situation, field), PROMPTS).rank()
        assert gone == Chooser.of(situation, PROMPTS).rank()


@given(situations)
def test_a_reason_says_chance_only_where_nothing_decided(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    if offer is None or "chance" not in offer.used:
        return
    assert offer.used == ("chance",)
    known = what_counts(situation, PROMPTS)
    if "no check-in" in str(offer.reason[0]):
        assert known.valence is None
        assert known.arousal is None
        assert known.reading is None


@given(situations)
def test_a_reason_names_the_word_and_how_sure_and_never_a_disorder(situation: Situation) -> None:
    offer = choose(replace(situation, may_use_reading=True), PROMPTS)
    if offer is None or "reading" not in offer.used:
        return
    said = str(offer.reason[offer.used.index("reading")])
    assert "perhaps sadness" in said
    assert "70 %" in said
    assert "You know best" in said


@given(axes, axes, st.integers(0, 1000), st.booleans())
def test_there_is_always_something_gentle_even_after_help_was_asked_for(
    valence: float | None, arousal: float | None, seed: int, has_mark: bool
) -> None:
    asked = SafetyMark("m", NOW, ASKED)
    situation = Situation(
        now=NOW,
        media_at_hand=FLAT,
        check_in=CheckIn("c", NOW, valence, arousal),
        marks=(asked,) if has_mark else (),
        seed=seed,
    )
    assert choose(situation, PROMPTS) is not None


@given(st.integers(0, 50))
def test_a_person_who_accepts_everything_is_never_left_without_and_never_jumps(seed: int) -> None:
    history: list[Suggestion] = []
    for number in range(25):
        situation = Situation(
            now=NOW + timedelta(hours=number),
            media_at_hand=FLAT,
            history=tuple(history),
            seed=seed + number,
        )
        offer = choose(situation, PROMPTS)
        assert offer is not None
        if history:
            last = BY_UID[history[-1].prompt_uid]
            assert levels_apart(last.place, offer.prompt.place) <= 1
            assert offer.prompt.uid != last.uid
        history.append(Suggestion(f"s{number}", offer.prompt.uid, situation.now, (), Answer.TRY_IT))
    assert len({s.prompt_uid for s in history}) == len(history), "no repeat within days"


def test_a_check_in_moves_what_is_offered_towards_what_suits_it() -> None:
    def suited(valence: float, arousal: float) -> float:
        hits = 0
        for seed in range(40):
            check_in = CheckIn("c", NOW, valence, arousal)
            offer = choose(
                Situation(now=NOW, media_at_hand=FLAT, check_in=check_in, seed=seed), PROMPTS
            )
            assert offer is not None
            hits += offer.prompt.valence.distance(valence) == 0
            hits += offer.prompt.arousal.distance(arousal) == 0
        return hits / 80

    assert suited(-0.9, 0.9) >= 0.9
    assert suited(0.8, -0.8) >= 0.9
    assert suited(-0.8, -0.9) >= 0.9


def test_an_old_check_in_is_not_used() -> None:
    old = CheckIn("c", NOW - timedelta(hours=13), -0.9, 0.9)
    offer = choose(Situation(now=NOW, media_at_hand=FLAT, check_in=old), PROMPTS)
    assert offer is not None
    assert offer.used == ("chance",)


def test_nothing_at_hand_means_nothing_is_offered() -> None:
    only_3d = [prompt for prompt in PROMPTS if prompt.medium is Medium.SPACE]
    assert choose(Situation(now=NOW, media_at_hand=FLAT), only_3d) is None


def test_not_now_brings_something_shorter_and_says_so() -> None:
    long = next(prompt for prompt in PROMPTS if prompt.minutes == 10)
    history = (suggestion("s", long, timedelta(minutes=1), Answer.NOT_NOW),)
    offer = choose(Situation(now=NOW, media_at_hand=FLAT, history=history), PROMPTS)
    assert offer is not None
    assert offer.prompt.minutes < long.minutes
    assert offer.used == ("history.not_now",)


def test_levels_are_counted_along_the_continuum() -> None:
    assert levels_apart(Place.KINESTHETIC, Place.SENSORY) == 0
    assert levels_apart(Place.SENSORY, Place.AFFECTIVE) == 1
    assert levels_apart(Place.KINESTHETIC, Place.SYMBOLIC) == 2
    assert all(levels_apart(Place.CREATIVE, place) == 1 for place in RUNGS)
    assert levels_apart(Place.CREATIVE, Place.CREATIVE) == 0


def of_medium(medium: Medium) -> list[Prompt]:
    return [prompt for prompt in PROMPTS if prompt.medium is medium]


def tells(*, likes: Medium, days: int = 30) -> tuple[Suggestion, ...]:
    """A month of answers by somebody whom one medium fits and the others do not."""
    return tuple(
        suggestion(
            f"s{day}", prompt, timedelta(days=9 + day), Answer.TRY_IT, prompt.medium is likes
        )
        for day, prompt in enumerate(PROMPTS[::2][:days])
    )


def test_answers_are_learned_from_and_the_reason_says_so() -> None:
    writes = sum(
        offered(tells(likes=Medium.WORDS), seed).prompt.medium is Medium.WORDS for seed in range(20)
    )
    without = sum(
        offered(tells(likes=Medium.WORDS), seed, may_learn=False).prompt.medium is Medium.WORDS
        for seed in range(20)
    )
    assert writes > without
    said = [offered(tells(likes=Medium.WORDS), seed) for seed in range(20)]
    assert any("learned.medium.words" in offer.used for offer in said)


def offered(history: tuple[Suggestion, ...], seed: int, *, may_learn: bool = True) -> Offer:
    situation = Situation(
        now=NOW, media_at_hand=FLAT, history=history, may_learn=may_learn, seed=seed
    )
    offer = choose(situation, PROMPTS)
    assert offer is not None
    return offer


def test_every_weight_can_be_read_and_nothing_is_left_after_a_reset() -> None:
    history = tells(likes=Medium.WORDS)
    situation = Situation(now=NOW, media_at_hand=FLAT, history=history, may_learn=True)
    learned = {one.name: one for one in what_is_learned(situation, PROMPTS)}
    assert len(learned) == 16
    assert "writing may suit you" in str(learned["medium.words"].sentence)
    assert "less" in str(learned["medium.2d"].sentence)
    reset = replace(situation, learns_since=NOW)
    assert what_is_learned(reset, PROMPTS) == ()
    nothing = replace(situation, history=())
    assert Chooser.of(reset, PROMPTS).weights.means.tolist() == (
        Chooser.of(nothing, PROMPTS).weights.means.tolist()
    )
    assert what_is_learned(replace(situation, may_learn=False), PROMPTS) == ()


@given(situations)
def test_without_leave_to_learn_what_fitted_changes_nothing(situation: Situation) -> None:
    closed = replace(situation, may_learn=False)
    silent = tuple(replace(s, did_fit=None) for s in closed.history)
    assert choose(closed, PROMPTS) == choose(replace(closed, history=silent), PROMPTS)


@given(situations, st.timedeltas(timedelta(0), timedelta(hours=5)))
def test_how_long_an_answer_took_is_never_looked_at(situation: Situation, took: timedelta) -> None:
    slow = tuple(replace(s, answered_at=s.at + took) for s in situation.history if s.answer)
    quick = tuple(replace(s, answered_at=s.at) for s in situation.history if s.answer)
    one, other = (choose(replace(situation, history=h), PROMPTS) for h in (slow, quick))
    assert one == other


@given(situations)
def test_what_the_clinician_barred_is_never_offered(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    barred = {s.prompt_uid for s in situation.standings if s.is_barred}
    assert offer is None or offer.prompt.uid not in barred


@given(situations)
def test_there_is_never_more_to_do_than_there_is_time(situation: Situation) -> None:
    offer = choose(situation, PROMPTS)
    assert offer is None or offer.prompt.minutes <= (situation.minutes or 60)


def test_what_the_clinician_put_first_comes_first_in_their_order_and_says_so() -> None:
    one, other = of_medium(Medium.WORDS)[0], of_medium(Medium.PAINTING)[3]
    standings = (
        Standing(f"standing-{one.uid}", one.uid, pin=2),
        Standing(f"standing-{other.uid}", other.uid, pin=1),
    )
    situation = Situation(now=NOW, media_at_hand=FLAT, standings=standings)
    offer = choose(situation, PROMPTS)
    assert offer is not None
    assert offer.prompt is other
    assert offer.used[0] == "pin"
    after = replace(situation, history=(suggestion("s", other, timedelta(0), Answer.NOT_NOW),))
    following = choose(after, PROMPTS)
    assert following is not None
    assert following.prompt is one


def test_a_plan_offers_only_its_own() -> None:
    own = frozenset(prompt.uid for prompt in PROMPTS[:9])
    for seed in range(20):
        offer = choose(Situation(now=NOW, media_at_hand=FLAT, only=own, seed=seed), PROMPTS)
        assert offer is not None
        assert offer.prompt.uid in own


@given(situations, st.booleans())
def test_what_needs_somebody_else_comes_up_only_in_a_group(
    situation: Situation, is_group: bool
) -> None:
    offer = choose(replace(situation, is_group=is_group), PROMPTS)
    assert offer is None or is_group or "group" not in offer.prompt.tags


def test_surprise_me_more_brings_more_that_is_new() -> None:
    history = tells(likes=Medium.WORDS)

    def kinds(surprise: Surprise) -> int:
        situation = Situation(
            now=NOW, media_at_hand=FLAT, history=history, may_learn=True, surprise=surprise
        )
        found = (choose(replace(situation, seed=seed), PROMPTS) for seed in range(60))
        return len({offer.prompt.uid for offer in found if offer is not None})

    assert kinds(Surprise.LESS) <= kinds(Surprise.USUAL) < kinds(Surprise.MORE)
