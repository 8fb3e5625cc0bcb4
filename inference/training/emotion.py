"""Fine-tune MiniLM on GoEmotions, with EmoBank's valence, arousal, dominance beside it.

``python -m inference.training.emotion --data DIR --out DIR`` trains (or resumes) and then writes
the shipped files. The recipe: binary cross-entropy over 28 labels with the head's bias at the log
prior odds, mean pooling, AdamW, warm-up 6 % then linear; every fifth batch is followed by one of
EmoBank as regression on standardised ratings. All weights (``--full``) or a LoRA adapter.
"""

from __future__ import annotations

import argparse
import logging
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from tqdm import tqdm

from inference import corpus, scores
from inference.evaluate import Table, as_text
from inference.network import EmotionNetwork, base_folder, load_base, with_adapter
from inference.training import batches
from inference.training.dropout import use_pooled_dropout
from inference.training.head import EPOCHS as HEAD_EPOCHS
from inference.training.head import fit_label_head
from inference.training.release import write_model

log = logging.getLogger(__name__)

BATCH_ROWS: Final = 32
MAX_TOKENS: Final = 128
EMOBANK_EVERY: Final = 5
WARM_UP: Final = 0.06
SAVE_EVERY_STEPS: Final = 250


@dataclass(frozen=True)
class Recipe:
    """What decides the outcome; a resumed run must have the same."""

    seed: int = 0
    epochs: int = 3
    is_full: bool = False
    has_emobank: bool = True
    rank: int = 16

    @property
    def flags(self) -> str:
        """The command's words for it."""
        kind = "--full" if self.is_full else f"--rank {self.rank}"
        beside = "" if self.has_emobank else " --without-emobank"
        return f"{kind} --epochs {self.epochs} --seed {self.seed}{beside}"

    @property
    def learning_rate(self) -> float:
        """Of the encoder's (or the adapter's) weights."""
        return 1e-4 if self.is_full else 1e-3


@dataclass(frozen=True, eq=False)
class Data:
    """Everything a run reads, as token ids."""

    train: batches.Encoded
    dev: batches.Encoded
    vad_train: batches.Encoded | None
    vad_dev: batches.Encoded | None
    vad_mean: Tensor
    vad_spread: Tensor


def load_data(folder: Path, *, has_emobank: bool) -> Data:
    """Read and tokenise the splits that training looks at (never the test split)."""
    tokenizer = Tokenizer.from_file(str(base_folder() / "tokenizer.json"))

    def encoded(rows: corpus.Rows) -> batches.Encoded:
        return batches.encode(tokenizer, rows, max_tokens=MAX_TOKENS)

    train = encoded(corpus.read_goemotions(folder, "train"))
    dev = encoded(corpus.read_goemotions(folder, "dev"))
    if not has_emobank:
        return Data(train, dev, None, None, torch.zeros(3), torch.ones(3))
    vad_train = encoded(corpus.read_emobank(folder, "train"))
    vad_dev = encoded(corpus.read_emobank(folder, "dev"))
    mean, spread = vad_train.targets.mean(0), vad_train.targets.std(0)
    return Data(train, dev, vad_train, vad_dev, mean, spread)


def build(recipe: Recipe, data: Data) -> EmotionNetwork:
    """The network at its start: base weights, fresh adapter and heads."""
    encoder = load_base()
    network = EmotionNetwork(encoder if recipe.is_full else with_adapter(encoder, rank=recipe.rank))
    prior = data.train.targets.mean(0).clamp(1e-4, 1 - 1e-4)
    with torch.no_grad():
        network.labels.bias.copy_(torch.log(prior / (1 - prior)))
        network.vad.bias.zero_()
    use_pooled_dropout(network)
    return network


class Run:
    """One training run that can be stopped at any moment and resumed."""

    def __init__(self, recipe: Recipe, data: Data, state: Path) -> None:
        torch.set_num_threads(1)
        torch.manual_seed(recipe.seed)
        self.recipe, self.data, self.checkpoint = recipe, data, state / "checkpoint.pt"
        self.network = build(recipe, data)
        self.trained = [p for p in self.network.parameters() if p.requires_grad]
        decayed = [p for p in self.trained if p.ndim > 1]
        plain = [p for p in self.trained if p.ndim <= 1]
        self.optimizer = torch.optim.AdamW(
            [{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}],
            lr=recipe.learning_rate,
            fused=True,
        )
        self.steps_per_epoch = -(-len(data.train.ids) // BATCH_ROWS)
        self.schedule = torch.optim.lr_scheduler.LambdaLR(self.optimizer, self._rate)
        self.step = 0
        self._resume()

    def _rate(self, step: int) -> float:
        """Share of the learning rate at a step."""
        total = self.steps_per_epoch * self.recipe.epochs
        warm = max(1, round(total * WARM_UP))
        return min((step + 1) / warm, max(0.0, (total - step) / max(1, total - warm)))

    def _trained_state(self) -> dict[str, Tensor]:
        return {n: p.detach() for n, p in self.network.named_parameters() if p.requires_grad}

    def save(self) -> None:
        """Write the state aside, then swap it in."""
        state = {
            "recipe": asdict(self.recipe),
            "step": self.step,
            "weights": self._trained_state(),
            "optimizer": self.optimizer.state_dict(),
            "schedule": self.schedule.state_dict(),
            "random": torch.get_rng_state(),
        }
        aside = self.checkpoint.with_suffix(".part")
        torch.save(state, aside)
        aside.replace(self.checkpoint)

    def _resume(self) -> None:
        if not self.checkpoint.exists():
            return
        state = torch.load(self.checkpoint, weights_only=True)
        if state["recipe"] != asdict(self.recipe):
            raise SystemExit(f"{self.checkpoint} is of another recipe: {state['recipe']}")
        self.network.load_state_dict(state["weights"], strict=False)
        self.optimizer.load_state_dict(state["optimizer"])
        self.schedule.load_state_dict(state["schedule"])
        torch.set_rng_state(state["random"])
        self.step = int(state["step"])
        log.info("resumed at step %d", self.step)

    def train(self, *, max_steps: int | None = None) -> None:
        """Train from wherever the run stands to its end, or `max_steps` further."""
        total = self.steps_per_epoch * self.recipe.epochs
        stop = total if max_steps is None else min(total, self.step + max_steps)
        with tqdm(total=total, initial=self.step, mininterval=5, desc="training") as bar:
            while self.step < stop:
                self._epoch(stop, bar)
        self.save()

    def _epoch(self, stop: int, bar: tqdm) -> None:
        epoch, first = divmod(self.step, self.steps_per_epoch)
        order, vad = self._order(self.data.train, epoch), self.data.vad_train
        beside = [] if vad is None else self._order(vad, epoch)
        self.network.train()
        for at in range(first, min(len(order), first + stop - self.step)):
            loss = self._step(order[at], _every_fifth(beside, at))
            self.step += 1
            bar.update(1)
            if self.step % 50 == 0:
                bar.set_postfix(loss=f"{loss:.4f}")
            if self.step % SAVE_EVERY_STEPS == 0:
                self.save()
        if self.step % self.steps_per_epoch == 0:
            self.save()
            log.info("epoch %d: %s", epoch + 1, evaluate(self.network, self.data))

    def _order(self, encoded: batches.Encoded, epoch: int) -> list[batches.RowNumbers]:
        return batches.order(encoded, size=BATCH_ROWS, seed=self.recipe.seed, epoch=epoch)

    def _step(self, rows: batches.RowNumbers, beside: batches.RowNumbers | None) -> float:
        self.optimizer.zero_grad(set_to_none=True)
        loss = self._label_loss(rows)
        torch.autograd.backward(loss)
        if beside is not None and self.data.vad_train is not None:
            torch.autograd.backward(self._vad_loss(self.data.vad_train, beside))
        nn.utils.clip_grad_norm_(self.trained, 5.0)
        self.optimizer.step()
        self.schedule.step()
        return float(loss.detach())

    def _label_loss(self, rows: batches.RowNumbers) -> Tensor:
        logits, _ = forward(self.network, self.data.train, rows)
        targets = self.data.train.targets[rows]
        return nn.functional.binary_cross_entropy_with_logits(logits, targets)

    def _vad_loss(self, encoded: batches.Encoded, rows: batches.RowNumbers) -> Tensor:
        _, vad = forward(self.network, encoded, rows)
        wanted = (encoded.targets[rows] - self.data.vad_mean) / self.data.vad_spread
        return nn.functional.mse_loss(vad, wanted) / 10


def _every_fifth(beside: Sequence[batches.RowNumbers], at: int) -> batches.RowNumbers | None:
    if not beside or at % EMOBANK_EVERY != EMOBANK_EVERY - 1:
        return None
    return beside[at // EMOBANK_EVERY % len(beside)]


def forward(
    network: EmotionNetwork, encoded: batches.Encoded, rows: batches.RowNumbers
) -> tuple[Tensor, Tensor]:
    """Logits and V/A/D of some rows, float32; the encoder in bfloat16 where the CPU has it."""
    ids, mask = batches.pad([encoded.ids[row] for row in rows])
    with torch.autocast("cpu", torch.bfloat16, enabled=batches.has_bf16()):
        logits, vad = network(ids, mask)
    return logits.float(), vad.float()


def evaluate(network: EmotionNetwork, data: Data) -> str:
    """A line with the dev split's figures."""
    logits, _ = outputs(network, data.dev)
    probabilities, truth = torch.sigmoid(logits).numpy(), data.dev.targets.numpy()
    threshold = scores.best_threshold(truth, probabilities)
    macro, micro = scores.f1(truth, probabilities, threshold)
    line = f"dev macro-F1 {macro:.4f} micro {micro:.4f} at {threshold}"
    if data.vad_dev is not None:
        _, vad = outputs(network, data.vad_dev)
        found = scores.pearson(data.vad_dev.targets.numpy(), vad.numpy())
        line += " r V/A/D " + "/".join(f"{r:.3f}" for r in found)
    return line


def outputs(network: EmotionNetwork, encoded: batches.Encoded) -> tuple[Tensor, Tensor]:
    """Logits and V/A/D of every row, in the rows' order."""
    network.eval()
    logits, vad = torch.zeros(len(encoded.ids), 28), torch.zeros(len(encoded.ids), 3)
    with torch.inference_mode():
        for rows in batches.by_length(encoded, size=64):
            logits[rows], vad[rows] = forward(network, encoded, rows)
    return logits, vad


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m inference.training.emotion")
    parser.add_argument("--data", type=Path, required=True, help="folder with goemotions/")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--state", type=Path, help="where the run is kept; beside --out if left")
    parser.add_argument("--without-emobank", action="store_true", help="a CC BY model, no V/A/D")
    parser.add_argument("--full", action="store_true", help="all weights, not an adapter")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--rank", type=int, default=16, help="of the adapter")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> None:
    """Train, or go on training, and write the model."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    asked = _arguments(arguments)
    recipe = Recipe(
        seed=asked.seed,
        epochs=asked.epochs,
        is_full=asked.full,
        has_emobank=not asked.without_emobank,
        rank=asked.rank,
    )
    state = asked.state or asked.out.with_name(asked.out.name + ".run")
    state.mkdir(parents=True, exist_ok=True)
    run = Run(recipe, load_data(asked.data, has_emobank=recipe.has_emobank), state)
    run.train()
    log.info("writing %s", asked.out)
    log.info("\n%s", as_text(release(run, asked.data, asked.out)))


def release(run: Run, data: Path, out: Path) -> Table:
    """Finish the label head, write the model folder of a run and return its table."""
    recipe = run.recipe
    fit_label_head(run.network, run.data.train, seed=recipe.seed)
    log.info("label head: %s", evaluate(run.network, run.data))
    ways = "all weights" if recipe.is_full else f"a LoRA adapter of rank {recipe.rank}"
    beside = ", every fifth batch also EmoBank as regression" if recipe.has_emobank else ""
    how = (
        f"Fine-tuned: {ways}, {recipe.epochs} epochs, batches of {BATCH_ROWS}, learning rate"
        f" {recipe.learning_rate:g}, seed {recipe.seed}{beside};"
        f" then the label head alone, {HEAD_EPOCHS} epochs."
    )
    return write_model(
        run.network,
        data=data,
        out=out,
        vad_mean=run.data.vad_mean.tolist() if recipe.has_emobank else (),
        vad_spread=run.data.vad_spread.tolist() if recipe.has_emobank else (),
        rank=0 if recipe.is_full else recipe.rank,
        how=how,
        flags=recipe.flags,
    )


if __name__ == "__main__":
    main()
