import ssl

context = ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # expect: HPY125
context.minimum_version = ssl.TLSVersion.TLSv1_1  # expect: HPY125
context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED  # expect: HPY125

context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
context.minimum_version = ssl.TLSVersion.TLSv1_2
context.maximum_version = ssl.TLSVersion.TLSv1_3
