class A < ApplicationController
  skip_before_action :verify_authenticity_token # expect: HRB110
  skip_before_action :verify_authenticity_token, only: :create # expect: HRB110
  skip_before_action :authenticate
  before_action :verify_authenticity_token
  protect_from_forgery with: :exception
end
