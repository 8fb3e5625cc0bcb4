from pathlib import Path

MODEL_FILE: str
MODEL_DIR: Path
