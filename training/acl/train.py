"""Pretrain ACL-ECG's encoders and teach a head on them: a step of the pipeline."""

from ecgviewer.ai.acl.family import AclModel
from ecgviewer.ai.acl.network import AclConfig, AclNetwork
from training.acl.objective import RegionContrast
from training.raw.system import System

SYSTEM = System(AclModel, AclConfig, AclNetwork, RegionContrast)
fit = SYSTEM.fit
pretrain = SYSTEM.pretrain
