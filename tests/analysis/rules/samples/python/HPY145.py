from cryptography.hazmat.primitives.asymmetric import ec

ec.generate_private_key(ec.SECP192R1())  # expect: HPY145
ec.generate_private_key(ec.SECT163K1())  # expect: HPY145

ec.generate_private_key(ec.SECP256R1())
ec.generate_private_key(ec.SECP384R1())
