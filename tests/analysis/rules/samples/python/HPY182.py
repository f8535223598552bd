import logging

logger = logging.getLogger(__name__)

logger.info("signing in with %s", password)  # expect: HPY182
logging.debug(f"signing in with {user.password}")  # expect: HPY182
self.log.error("refused", extra=api_key)  # expect: HPY182
print(password)  # expect: HPY182

logger.info("signing in as %s", user)
logger.info("password is wrong")
logger.info("password has %d characters", len(password))
logger.info("reads %s", password_file)
store(password)
