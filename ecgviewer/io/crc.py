"""The checksum that SCP-ECG and ISHNE files carry."""

import binascii


def crc_ccitt(data: bytes) -> int:
    """Return the CRC-16 of CCITT (polynomial 1021 hex) that begins with all ones."""
    return binascii.crc_hqx(data, 0xFFFF)
