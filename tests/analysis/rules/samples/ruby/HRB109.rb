params[:type].constantize # expect: HRB109
Object.const_get(params[:type].classify) # expect: HRB109
record.public_send(params[:action_name]) # expect: HRB109

TYPES.fetch(params[:type])
name.constantize
record.public_send(:name, params[:value])
