"""The usual way: pyvis writes a page, Streamlit shows it in an iframe.

``--still`` takes circular positions and no physics, to compare how pictures of one size move.
"""

import argparse
import math
import re
import sys

import pandas as pd
import streamlit as st
from pyvis.network import Network

parser = argparse.ArgumentParser()
parser.add_argument("--data", default="data")
parser.add_argument("--still", action="store_true")
options = parser.parse_args(sys.argv[1:])

entities = pd.read_csv(f"{options.data}/entities.csv")
relations = pd.read_csv(f"{options.data}/relations.csv")

network = Network(height="800px", width="100%", directed=True, cdn_resources="in_line")
for number, row in enumerate(entities.itertuples()):
    place = {}
    if options.still:
        angle = 2 * math.pi * number / len(entities)
        around = 60 + 20 * (number % 40)
        place = {"x": around * math.cos(angle), "y": around * math.sin(angle), "physics": False}
    network.add_node(row.id, label=row.label, group=row.category, **place)
for row in relations.itertuples():
    network.add_edge(row.source, row.target, title=row.type)
if options.still:
    network.toggle_physics(False)

page = network.generate_html()
# pyvis asks another host for bootstrap even when told to keep everything in line.
page = re.sub(r"<link[^>]+https?://[^>]+>|<script[^>]+https?://[^>]+>\s*</script>", "", page)
drawn = """
const say = () => { document.body.dataset.drawn = "true"; };
network.once("stabilizationIterationsDone", () => network.once("afterDrawing", say));
"""
if options.still:
    drawn = 'network.once("afterDrawing", () => { document.body.dataset.drawn = "true"; });'
page = page.replace("return network;", f"{drawn}\nreturn network;", 1)
st.iframe(page, height=820)
