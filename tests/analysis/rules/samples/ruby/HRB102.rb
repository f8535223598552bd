system("ls #{folder}") # expect: HRB102
exec "git log " + branch # expect: HRB102
IO.popen("cat #{file}") # expect: HRB102
Open3.capture3("convert #{file} out.png") # expect: HRB102
a = `ls #{params[:folder]}` # expect: HRB102

system("ls", folder)
system("ls -l")
system("ls #{Shellwords.escape(folder)}")
Open3.capture3("git", "log", branch)
connection.exec("ls #{folder}")
b = `ls -l`
c = `git describe #{tag}`
