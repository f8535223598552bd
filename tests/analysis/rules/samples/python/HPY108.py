from langchain_community.tools import ShellTool
from langchain_experimental.agents import create_csv_agent
from langchain_experimental.tools import PythonREPLTool as Python

create_csv_agent(model, path, allow_dangerous_code=True)  # expect: HPY108
tools = [Python(), ShellTool()]  # expect: HPY108

create_csv_agent(model, path)
create_csv_agent(model, path, allow_dangerous_code=False)
tools = [Search()]


def build(Python):
    return Python()
