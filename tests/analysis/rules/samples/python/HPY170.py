import os

from fastapi import FastAPI
from shop import app
from werkzeug.serving import run_simple

app.run(debug=True)  # expect: HPY170
app.run(host="127.0.0.1", port=80, debug=True)  # expect: HPY170
FastAPI(debug=True)  # expect: HPY170
run_simple("localhost", 80, app, use_debugger=True)  # expect: HPY170
os.environ["FLASK_DEBUG"] = "1"  # expect: HPY170

app.run()
app.run(debug=False)
app.run(debug=settings.debug)
FastAPI()
asyncio.run(main(), debug=True)
run_simple("localhost", 80, app)
os.environ["FLASK_DEBUG"] = "0"
