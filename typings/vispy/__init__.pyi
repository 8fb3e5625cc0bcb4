from . import app as app
from . import gloo as gloo
