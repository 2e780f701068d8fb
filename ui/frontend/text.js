/* Lines of text with a halo of the ground behind them. */
la.text = (() => {
  const LEAST_PX = 6.5;
  const HALO = 6;

  const readable = (line, scale) => Boolean(line) && line.size * scale >= LEAST_PX;

  const prepare = (ctx, line, pen) => {
    ctx.font = `${line.weight} ${line.size}px ${pen.font}`;
    ctx.textAlign = line.anchor === "middle" ? "center" : line.anchor;
    ctx.textBaseline = "alphabetic";
    // Zone titles are the only faint text, and the only one set wide.
    ctx.letterSpacing = line.tone === "faint" ? "0.8px" : "0px";
  };

  /** Write lines that belong together: all halos first, so that none cuts into the line above. */
  const write = (ctx, lines, pen, { amount = 1, halo = true, tone = null } = {}) => {
    const shown = lines.filter((line) => readable(line, pen.scale));
    if (halo) {
      ctx.strokeStyle = pen.theme.ground;
      ctx.lineWidth = HALO;
      ctx.lineJoin = "round";
      for (const line of shown) {
        prepare(ctx, line, pen);
        ctx.strokeText(line.text, line.x, line.y);
      }
    }
    for (const line of shown) {
      prepare(ctx, line, pen);
      ctx.fillStyle = pen.theme.mix(pen.theme.tone(tone ?? line.tone), amount);
      ctx.fillText(line.text, line.x, line.y);
    }
  };

  return { readable, write };
})();
