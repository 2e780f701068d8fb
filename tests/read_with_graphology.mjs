// Reads a GEXF or GraphML file as Gephi Lite does and says what it found, as JSON.
import { readFileSync } from "node:fs";
import Graph from "graphology";
import gexf from "graphology-gexf";
import graphml from "graphology-graphml";

const [format, path] = process.argv.slice(2);
const graph = (format === "gexf" ? gexf : graphml).parse(Graph, readFileSync(path, "utf-8"));
const nodes = graph.mapNodes((id, values) => ({ id, values }));
const edges = graph.mapEdges((id, values, source, target) => ({ id, source, target, values }));
process.stdout.write(JSON.stringify({ type: graph.type, nodes, edges }));
