/* Names of colours become colours: the table comes from Python, light or dark from the page. */
la.theme = (() => {
  const channels = (colour) => [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));

  /** A theme that answers by name; colours are mixed into the ground, never made transparent. */
  const create = (colours) => {
    const ground = channels(colours.ground);
    const mixed = new Map();
    const mix = (colour, amount) => {
      if (amount >= 1) return colour;
      const name = `${colour}${amount}`;
      if (!mixed.has(name)) {
        const parts = channels(colour).map((top, i) => Math.round(ground[i] + (top - ground[i]) * amount));
        mixed.set(name, `rgb(${parts.join(",")})`);
      }
      return mixed.get(name);
    };
    const of = (map, name) => (Object.hasOwn(map, name) ? map[name] : colours.own);
    const plain = { muted: colours.muted, faint: colours.faint, accent: colours.accent };
    return {
      ...colours,
      mix,
      category: (name) => of(colours.categories, name),
      group: (name) => of(colours.groups, name),
      mark: (name) => of(colours.marks, name),
      cluster: (number) => colours.clusters[number - 1] ?? colours.own,
      tone: (name) => {
        if (name.startsWith("group:")) return of(colours.group_texts, name.slice(6));
        if (name.startsWith("mark:")) return of(colours.marks, name.slice(5));
        return Object.hasOwn(plain, name) ? plain[name] : colours.ink;
      },
    };
  };

  const luminance = (colour) => {
    const hex = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i.exec(colour.trim());
    if (hex) {
      const wide = hex[1].length === 3 ? [...hex[1]].map((digit) => digit + digit).join("") : hex[1];
      const [red, green, blue] = channels(`#${wide}`);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    }
    const numbers = colour.match(/[\d.]+/g)?.map(Number) ?? [];
    if (numbers.length < 3 || numbers[3] === 0) return null;
    return 0.2126 * numbers[0] + 0.7152 * numbers[1] + 0.0722 * numbers[2];
  };

  /** `light` or `dark`, as the page around `element` is shown. */
  const nameFor = (element) => {
    const told = luminance(getComputedStyle(element).getPropertyValue("--st-background-color"));
    const app = document.querySelector('[data-testid="stApp"]') ?? document.body;
    const bright = told ?? luminance(getComputedStyle(app).backgroundColor) ?? 255;
    return bright < 128 ? "dark" : "light";
  };

  const VARIABLES = ["ground", "panel", "ink", "muted", "faint", "rule", "soft_rule", "accent", "accent_ground"];

  /** Lend the theme's colours to the style sheet. */
  const lend = (element, theme) => {
    for (const name of VARIABLES) {
      element.style.setProperty(`--la-${name.replace("_", "-")}`, theme[name]);
    }
    element.style.colorScheme = theme.name;
  };

  return { create, lend, nameFor };
})();
