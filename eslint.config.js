import js from "@eslint/js";
import globals from "globals";

// The files of the canvas are joined into one script (see ui/canvas.py): `la` is their namespace, and
// `vis` comes with the library before them.
export default [
  js.configs.recommended,
  {
    files: ["ui/frontend/*.js"],
    languageOptions: {
      ecmaVersion: 2023,
      sourceType: "module",
      globals: { ...globals.browser, la: "readonly", vis: "readonly" },
    },
    rules: {
      complexity: ["error", 14],
      curly: ["error", "multi-line"],
      eqeqeq: "error",
      "max-len": ["error", { code: 140 }],
      "max-lines": ["error", 330],
      "no-implicit-globals": "error",
      "no-shadow": "error",
      "no-var": "error",
      "prefer-const": "error",
      // Data reach the page as text alone.
      "no-restricted-properties": [
        "error",
        { property: "innerHTML", message: "Set textContent." },
        { property: "outerHTML", message: "Build elements with la.el." },
        { property: "insertAdjacentHTML", message: "Build elements with la.el." },
      ],
    },
  },
  { files: ["ui/frontend/namespace.js"], languageOptions: { globals: { la: "off" } } },
];
