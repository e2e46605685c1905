"""Pretrain PhysioCLR's encoder and teach it: a step of ``training.pipeline``."""

from ecgviewer.ai.physioclr.family import PhysioModel
from ecgviewer.ai.physioclr.network import PhysioConfig, PhysioNetwork
from training.physioclr.objective import PhysioClr
from training.raw.system import System

SYSTEM = System(PhysioModel, PhysioConfig, PhysioNetwork, PhysioClr)
fit, pretrain = SYSTEM.fit, SYSTEM.pretrain
