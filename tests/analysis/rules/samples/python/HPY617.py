import logging

from flask import request

logger = logging.getLogger(__name__)


def login(calculator):
    logger.info("login of %s", request.form["name"])  # expect: HPY617
    logging.warning(f"failed for {request.form['name']}")  # expect: HPY617
    logger.info("login of %s", repr(request.form["name"]))
    logger.info("page %d", int(request.args["page"]))
    logger.info("login of %r" % request.form["name"])
    logger.info("login of {!r}".format(request.form["name"]))
    logger.info("login")
    calculator.error(request.form["name"])
