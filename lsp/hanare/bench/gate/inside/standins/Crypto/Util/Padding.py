"""Stands in for `Crypto.Util.Padding`."""  # noqa: N999  its name


def pad(data_to_pad: bytes, block_size: int, style: str = "pkcs7") -> bytes:
    """Fill up to whole blocks."""
    missing = block_size - len(data_to_pad) % block_size
    return data_to_pad + bytes([missing]) * missing
