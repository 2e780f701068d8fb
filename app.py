"""Longarm's page: ``streamlit run app.py -- --data FOLDER``."""

from __future__ import annotations

import argparse
import sys

from ui.page import render

parser = argparse.ArgumentParser(prog="streamlit run app.py --", description=__doc__)
parser.add_argument(
    "--data", default="data", help="folder with entities.csv and relations.csv, or a store file"
)
render(parser.parse_args(sys.argv[1:]).data)
