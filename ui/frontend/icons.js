/* Signs of the toolbar: outlines on a field of 16 by 16. */
la.icon = (() => {
  const OUTLINES = {
    fit: "M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4",
    closer: "M8 3v10M3 8h10",
    further: "M3 8h10",
    box: "M2 5V2h3M7 2h2M11 2h3v3M14 7v2M14 11v3h-3M9 14H7M5 14H2v-3M2 9V7",
    undo: "M6 3 2.5 6.5 6 10M3 6.5h6.5a4 4 0 0 1 0 8H7",
    redo: "M10 3l3.500 3.500L10 10M13 6.500H6.500a4 4 0 0 0 0 8H9",
    expand: "M8 6.200a1.800 1.800 0 1 0 0 3.600 1.800 1.800 0 1 0 0-3.600M8 1v3M8 12v3M1 8h3M12 8h3",
    hide: "M2 8c1.500-2.700 3.500-4 6-4s4.500 1.300 6 4c-1.500 2.700-3.500 4-6 4S3.500 10.700 2 8zM3 14 13 2",
    only: "M8 1.800a6.200 6.200 0 1 0 0 12.400A6.200 6.200 0 1 0 8 1.800M8 5.300a2.700 2.700 0 1 0 0 5.400 2.700 2.700 0 1 0 0-5.400",
    reset: "M3 8a5 5 0 1 1 1.600 3.700M3 12.500V9h3.500",
    list: "M5.500 3.500H14M5.500 8H14M5.500 12.500H14M2 3.500h.5M2 8h.5M2 12.500h.5",
    more: "M4 6l4 4 4-4",
  };
  const SVG = "http://www.w3.org/2000/svg";

  return (name) => {
    const svg = document.createElementNS(SVG, "svg");
    svg.setAttribute("viewBox", "0 0 16 16");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("class", "la-icon");
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", OUTLINES[name]);
    svg.append(path);
    return svg;
  };
})();
