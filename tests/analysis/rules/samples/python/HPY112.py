import numpy
import numpy as np

np.load(path, allow_pickle=True)  # expect: HPY112
numpy.load(path, None, True)  # expect: HPY112
pickles = True
np.load(path, allow_pickle=pickles)  # expect: HPY112

np.load(path)
np.load(path, "r")
np.load(path, allow_pickle=False)
np.save(path, data, allow_pickle=True)
other.load(path, allow_pickle=True)
