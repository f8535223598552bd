User.new(params.require(:user).permit!) # expect: HRB111
User.update(params.to_unsafe_h) # expect: HRB111

User.new(params.require(:user).permit(:name))
access.permit!
params.permit(:a)
