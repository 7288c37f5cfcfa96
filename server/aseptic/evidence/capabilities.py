"""What the codes of the security capabilities stand for. Names from IEC TR 80001-2-2."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from aseptic.standard.vocabulary import Capability

NAMES: Mapping[Capability, str] = MappingProxyType(
    {
        Capability.ALOF: "Automatic logoff",
        Capability.AUDT: "Audit controls",
        Capability.AUTH: "Authorization",
        Capability.CNFS: "Configuration of security features",
        Capability.CSUP: "Cyber security product upgrades",
        Capability.DTBK: "Data backup and disaster recovery",
        Capability.EMRG: "Emergency access",
        Capability.DIDT: "Health data de-identification",
        Capability.IGAU: "Health data integrity and authenticity",
        Capability.MLDP: "Malware detection and protection",
        Capability.NAUT: "Node authentication",
        Capability.PAUT: "Person authentication",
        Capability.PLOK: "Physical locks on device",
        Capability.RDMP: "Third-party components in product lifecycle roadmaps",
        Capability.SAHD: "System and application hardening",
        Capability.SGUD: "Security guidance",
        Capability.STCF: "Health data storage confidentiality",
        Capability.TXCF: "Transmission confidentiality",
        Capability.TXIG: "Transmission integrity",
    }
)
