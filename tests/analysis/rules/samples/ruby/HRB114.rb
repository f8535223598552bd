redirect_to params[:next] # expect: HRB114
redirect_to(params[:next] || root_path) # expect: HRB114
redirect_to params.fetch(:url), status: 302 # expect: HRB114

redirect_to root_path
redirect_to url_from(params[:next])
redirect_to user_path(params[:id])
redirect_to params[:next], allow_other_host: false
