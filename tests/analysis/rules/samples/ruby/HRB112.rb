a = Digest::MD5.hexdigest(data) # expect: HRB112
b = OpenSSL::Digest::SHA1.new # expect: HRB112
c = OpenSSL::Cipher.new("aes-128-ecb") # expect: HRB112
d = OpenSSL::Cipher.new("des3") # expect: HRB112

e = Digest::SHA256.hexdigest(data)
f = OpenSSL::Cipher.new("aes-256-gcm")
g = Digest::MD5
h = Report::MD5.new
