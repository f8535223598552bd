token = rand(10**9).to_s # expect: HRB113
user.password = Array.new(8) { CHARS.sample }.join # expect: HRB113
@session_id = Random.rand(1000) # expect: HRB113

dice = rand(6)
token = SecureRandom.hex(32)
token = CHARS.sample(random: SecureRandom)
salt = brand
