User.where("name = '#{name}'") # expect: HRB105
User.find_by_sql("SELECT * FROM users WHERE id = " + id) # expect: HRB105
connection.execute("DELETE FROM users WHERE id = #{id}") # expect: HRB105
User.order("#{params[:sort]} desc") # expect: HRB105
sql = "SELECT * FROM users WHERE name = '#{name}'" # expect: HRB105

User.where("name = ?", name)
User.where(name: name)
User.where("age > 18")
User.where("id = #{id.to_i}")
User.order(:name)
User.where("#{table_name}.deleted_at IS NULL")
text = "select one from #{list}".upcase
puts "DELETE FROM #{name}"
