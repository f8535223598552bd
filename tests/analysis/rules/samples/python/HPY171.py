import uvicorn

uvicorn.run("main:app", reload=True)  # expect: HPY171
uvicorn.run("main:app", **{"reload": True})  # expect: HPY171

uvicorn.run("main:app")
uvicorn.run("main:app", reload=False)
uvicorn.run("main:app", reload=development)
