"""The words beside a trained model: its card and its licence notice."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Final

from inference.settings import ModelSettings

_CARD: Final = """\
# {model}, version {version}

Estimates emotions in short English texts on the person's own machine: 28 labels with
probabilities{and_affect}.
It is an estimate to think with, never a finding about a person.

## How it was made
- Base: all-MiniLM-L6-v2 (22.7 M parameters, 384-d), Apache-2.0.
- {how}
- `python -m inference.training.emotion --data DIR --out DIR {flags}`
  makes it again.
- Files: {weights}
  and `heads.safetensors` for the reference engine; `model.onnx`, the same in one for everyday use:
  8-bit matrix products with a scale a column, 8-bit word embeddings with a scale a row;
  `tokenizer.json`; `settings.json` (thresholds tuned on this 8-bit model's own dev outputs, one
  for all labels); `language.npz`, a cut of py3langid's language model (BSD-3-Clause).

## Data
- GoEmotions (Demszky et al. 2020), 43,410 English Reddit comments, official split, CC BY 4.0.
{emobank}- None of the data is in this folder.

## Measured (8-bit model, official test splits)
```
{table}
```
One threshold for all labels: {threshold:.2f} (Ekman {ekman:.2f}, sentiment {sentiment:.2f}).
The top label is right 80 % of the time on the dev split from {unsure:.2f} up; below it the answer
says "unsure".

F1 of each label:
{each}.

## Limits
- Reddit comments of 2005-2019, rated by readers from India: what a reader sees, not what a writer
  feels; young, male, Western writers are over-represented, and so are their ways of speaking.
- It has no word for calm, lonely, ashamed or anxious; it will call them something else.
- Weak labels are listed above: take one below .40 as a hint at best.
- English only. It does not see irony reliably, nor what was written elsewhere on the page.
- Not for diagnosis, triage or detecting a crisis. Help must be reachable without it.
"""

_ADAPTER: Final = "`adapter/` (LoRA, over the base package's weights)"
_ENCODER: Final = "`encoder.safetensors` (all weights, half precision)"

_EMOBANK: Final = """\
- EmoBank (Buechel & Hahn 2017), 8,062 English sentences, official split, CC BY-SA 4.0.
"""

_NOTICE: Final = """\
The model in this folder ("emotion-en") is licensed under the
{title} International licence ({short} 4.0).
The full text: https://creativecommons.org/licenses/{code}/4.0/legalcode

You may share and adapt it, also commercially, if you give appropriate credit, link to the licence
and say whether changes were made{share_alike}.
It comes without warranties.

It was made from, and credit is due to:

- all-MiniLM-L6-v2 by the sentence-transformers authors, after nreimers/MiniLM-L6-H384-uncased and
  MiniLM (Wang et al. 2020): Apache License 2.0,
  https://www.apache.org/licenses/LICENSE-2.0 . Its weights were fine-tuned and quantised.
- GoEmotions, Demszky, Movshovitz-Attias, Ko, Cowen, Nemade and Ravi 2020, "GoEmotions: A Dataset
  of Fine-Grained Emotions": CC BY 4.0, https://creativecommons.org/licenses/by/4.0/ .
  Used for training; no text of it is included.
{emobank}- py3langid by Adrien Barbaresi, a fork of langid.py by Marco Lui: BSD 3-Clause.
  `language.npz` is a cut of its model. The notice is in `language-LICENSE.txt`.
"""

_EMOBANK_NOTICE: Final = """\
- EmoBank, Buechel and Hahn 2017, "EmoBank: Studying the Impact of Annotation Perspective and
  Representation Format on Dimensional Emotion Analysis": CC BY-SA 4.0,
  https://creativecommons.org/licenses/by-sa/4.0/ . Used for training; no text of it is included.
"""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How a model was trained: a sentence, and the command's flags."""

    how: str
    flags: str


def card(settings: ModelSettings, table: str, each: dict[str, float], recipe: Recipe) -> str:
    """The model card.

    Parameters
    ----------
    table : str
        As `inference.evaluate` prints it.
    each : dict of str to float
        F1 of each label on the test split.
    recipe : Recipe
    """
    ordered = sorted(each.items(), key=lambda pair: -pair[1])
    return _CARD.format(
        model=settings.model,
        version=settings.version,
        and_affect=", and valence, arousal and dominance in -1 to 1" if settings.has_vad else "",
        flags=recipe.flags,
        how=textwrap.fill(recipe.how, 98, subsequent_indent="  "),
        weights=_ADAPTER if settings.rank else _ENCODER,
        emobank=_EMOBANK if settings.has_vad else "",
        table=table,
        threshold=settings.threshold,
        ekman=settings.ekman_threshold,
        sentiment=settings.sentiment_threshold,
        unsure=settings.unsure_below,
        each=textwrap.fill(", ".join(f"{name} {f1:.2f}" for name, f1 in ordered), 100),
    )


def licence(*, has_emobank: bool) -> str:
    """The licence notice: CC BY-SA 4.0, or CC BY 4.0 for a model that never saw EmoBank."""
    return _NOTICE.format(
        title="Creative Commons Attribution-ShareAlike 4.0"
        if has_emobank
        else "Creative Commons Attribution 4.0",
        short="CC BY-SA" if has_emobank else "CC BY",
        code="by-sa" if has_emobank else "by",
        share_alike=",\nand license adaptations under the same terms" if has_emobank else "",
        emobank=_EMOBANK_NOTICE if has_emobank else "",
    )
