import pickle

import cloudpickle
import joblib
from joblib import load as load_model

joblib.load(path)  # expect: HPY111
load_model(path)  # expect: HPY111
cloudpickle.loads(data)  # expect: HPY111
restore = pickle.loads
restore(data)  # expect: HPY111
getattr(pickle, "load")(file)  # expect: HPY111
FAISS.load_local(folder, vectors, allow_dangerous_deserialization=True)  # expect: HPY111

FAISS.load_local(folder, vectors)
pickle.loads(data)
joblib.dump(model, path)
json.load(file)


def read(joblib):
    return joblib.load(path)
