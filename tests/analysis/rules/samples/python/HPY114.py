from celery import Celery

SESSION_SERIALIZER = "django.contrib.sessions.serializers.PickleSerializer"  # expect: HPY114
CELERY_ACCEPT_CONTENT = ["json", "pickle"]  # expect: HPY114
app = Celery("tasks", accept_content=["pickle"])  # expect: HPY114
app.conf.accept_content = ["application/x-python-serialize"]  # expect: HPY114
app.conf.update(accept_content=["json", "pickle"])  # expect: HPY114

SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
CELERY_ACCEPT_CONTENT = ["json"]
app.conf.accept_content = ["json", "msgpack"]
app.conf.update(task_serializer="json")
