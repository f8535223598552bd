import ssl
import ssl as tls

ssl._create_default_https_context = ssl._create_unverified_context  # expect: HPY124
tls._create_default_https_context = tls._create_unverified_context  # expect: HPY124

ssl._create_default_https_context = ssl.create_default_context
context = ssl._create_default_https_context
