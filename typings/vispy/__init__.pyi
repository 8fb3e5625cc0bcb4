from . import app as app
from . import gloo as gloo
from . import scene as scene
from . import visuals as visuals
