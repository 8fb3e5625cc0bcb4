"""Emotion inference on the person's own machine: engines, evidence, evaluation, training."""

import os

# ONNX Runtime, from 1.29 on, writes a device id and sends events home; it reads this as it loads
os.environ["ORT_DISABLE_TELEMETRY"] = "1"
