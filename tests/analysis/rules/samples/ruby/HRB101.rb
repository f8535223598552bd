eval(formula) # expect: HRB101
eval "1 + #{value}" # expect: HRB101
record.instance_eval(params[:code]) # expect: HRB101
klass.class_eval "def #{name}; end" # expect: HRB101

eval("1 + 1")
eval PRELUDE
redis.eval(script)
record.instance_eval { name }
klass.class_eval do
  attr_reader :a
end
# eval(formula)
