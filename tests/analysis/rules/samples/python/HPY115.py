import keras
from datasets import load_dataset
from transformers import AutoModel, AutoTokenizer

AutoModel.from_pretrained(name, trust_remote_code=True)  # expect: HPY115
load_dataset(name, trust_remote_code=True)  # expect: HPY115
keras.models.load_model(path, safe_mode=False)  # expect: HPY115

AutoTokenizer.from_pretrained(name)
AutoTokenizer.from_pretrained(name, trust_remote_code=False)
AutoTokenizer.from_pretrained(name, trust_remote_code=args.trust)
keras.models.load_model(path)
