// Evaluates cases with GitHub's own implementation for editors, @actions/expressions.
// Usage: node oracle.mjs FOLDER < cases.json > outcomes.json, FOLDER being where it is installed.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

const dist = join(process.argv[2], "node_modules", "@actions", "expressions", "dist");
const load = (file) => import(pathToFileURL(join(dist, file)).href);
const { data, Evaluator, Lexer, Parser } = await load("index.js");
const { reviver } = await load("data/reviver.js");

// Numbers go as text, because JSON has neither NaN nor Infinity.
function plain(value) {
  switch (value.kind) {
    case data.Kind.Null:
      return null;
    case data.Kind.Number:
      return { number: String(value.value) };
    case data.Kind.Array:
      return { array: value.values().map(plain) };
    case data.Kind.Dictionary:
      return { object: value.pairs().map(({ key, value: item }) => [key, plain(item)]) };
    default:
      return value.value;
  }
}

function outcome({ expression, contexts }) {
  const given = JSON.parse(JSON.stringify(contexts), reviver);
  let tree;
  try {
    const names = given.pairs().map(({ key }) => key);
    tree = new Parser(new Lexer(expression).lex().tokens, names, []).parse();
  } catch (error) {
    return { refused: String(error.message) };
  }
  try {
    return { value: tree === undefined ? null : plain(new Evaluator(tree, given).evaluate()) };
  } catch (error) {
    return { failed: String(error.message) };
  }
}

const cases = JSON.parse(readFileSync(0, "utf8"));
writeFileSync(1, JSON.stringify(cases.map(outcome)));
