import yaml
from ruamel.yaml import YAML
from yaml import SafeLoader, unsafe_load as load

yaml.unsafe_load(stream)  # expect: HPY110
load(stream)  # expect: HPY110
yaml.unsafe_load_all(stream)  # expect: HPY110
list(yaml.load_all(stream))  # expect: HPY110
yaml.load_all(stream, Loader=yaml.Loader)  # expect: HPY110
yaml.load_all(stream, yaml.FullLoader)  # expect: HPY110
yaml.full_load(stream)  # expect: HPY110
YAML(typ="unsafe")  # expect: HPY110

yaml.load_all(stream, Loader=yaml.SafeLoader)
yaml.load_all(stream, SafeLoader)
yaml.load_all(stream, Loader=yaml.CSafeLoader)
yaml.safe_load(stream)
yaml.safe_load_all(stream)
yaml.unsafe_load("a: 1")
yaml.load(stream)
YAML(typ="safe")
other.unsafe_load(stream)
