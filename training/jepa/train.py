"""Pretrain and teach ECG-JEPA: steps of ``training.pipeline``."""

from ecgviewer.ai.jepa.family import JepaModel
from ecgviewer.ai.jepa.network import JepaConfig, JepaNetwork
from training.jepa.objective import JepaObjective
from training.raw.system import System

SYSTEM = System(JepaModel, JepaConfig, JepaNetwork, JepaObjective)
fit = SYSTEM.fit
pretrain = SYSTEM.pretrain
