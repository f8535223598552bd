send_file "/data/#{params[:name]}" # expect: HRB108
File.read(File.join(root, params[:file])) # expect: HRB108
open(params[:url]) # expect: HRB108
FileUtils.rm_rf("/data/" + params.fetch(:id)) # expect: HRB108

send_file "/data/#{File.basename(params[:name])}"
File.read("/etc/motd")
File.write("/data/#{params[:id].to_i}", text)
User.new(params[:user])
FileUtils.mkdir("/data")
