"""The guided tour: real input events drive the real window, and everything is measured."""
