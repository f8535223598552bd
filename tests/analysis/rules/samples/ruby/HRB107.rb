http.verify_mode = OpenSSL::SSL::VERIFY_NONE # expect: HRB107
Net::HTTP.start(host, port, verify_mode: OpenSSL::SSL::VERIFY_NONE) # expect: HRB107
HTTParty.get(url, verify: false) # expect: HRB107

http.verify_mode = OpenSSL::SSL::VERIFY_PEER
HTTParty.get(url, verify: true)
HTTParty.get(url, follow: false)
raise if mode == OpenSSL::SSL::VERIFY_NONE
