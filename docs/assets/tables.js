// Sorts a table by the column whose heading is pressed, and filters long tables and folded groups of tables.
(() => {
  const LONG = 20; // rows; from here on a filter helps
  const SORTABLE = 4; // rows
  const order = new Intl.Collator("en", { numeric: true, sensitivity: "base" });
  const NEXT = { none: "ascending", ascending: "descending", descending: "none" };
  const EMPTY = "–";

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const bodyRows = (part) => [...part.querySelectorAll("tbody > tr")];
  const isTotal = (row) => row.cells[0]?.firstElementChild?.tagName === "STRONG";

  const compare = (column, sign) => (one, other) => {
    const [a, b] = [one, other].map((row) => row.cells[column]?.textContent.trim() ?? "");
    if ((a === EMPTY) !== (b === EMPTY)) return a === EMPTY ? 1 : -1; // what is not there comes last
    return sign * order.compare(a, b);
  };

  const sort = (table, rows, headings, column) => {
    const direction = NEXT[headings[column].getAttribute("aria-sort") ?? "none"];
    headings.forEach((heading, index) => {
      if (heading.hasAttribute("aria-sort")) heading.setAttribute("aria-sort", index === column ? direction : "none");
    });
    const sorted = rows.filter((row) => !isTotal(row));
    if (direction !== "none") sorted.sort(compare(column, direction === "ascending" ? 1 : -1));
    table.tBodies[0].append(...sorted, ...rows.filter(isTotal));
  };

  const sortable = (table) => {
    const headings = [...(table.tHead?.rows[0]?.cells ?? [])];
    const rows = bodyRows(table);
    if (rows.length < SORTABLE || !headings.length || headings.some((heading) => !heading.textContent.trim())) return;
    headings.forEach((heading, column) => {
      const button = make("button", { type: "button", className: "sort" }, ...heading.childNodes);
      button.addEventListener("click", () => sort(table, rows, headings, column));
      heading.setAttribute("aria-sort", "none");
      heading.append(button);
    });
  };

  const filter = (parts, label) => {
    const folds = parts.filter((part) => part.matches("details"));
    const opened = new Set();
    const input = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    const told = make("output", {});
    const rows = parts.flatMap(bodyRows);
    const words = () => input.value.toLowerCase().split(/\s+/).filter(Boolean);

    input.addEventListener("input", () => {
      const wanted = words();
      rows.forEach((row) => {
        const text = row.textContent.toLowerCase();
        row.hidden = !wanted.every((word) => text.includes(word));
      });
      told.value = wanted.length ? `${rows.filter((row) => !row.hidden).length} of ${rows.length} rows` : "";
      folds.forEach((fold) => {
        const found = bodyRows(fold).some((row) => !row.hidden);
        fold.hidden = !found;
        if (wanted.length && found && !fold.open) opened.add(fold);
        if (wanted.length && found) fold.open = true;
        else if (!wanted.length && opened.delete(fold)) fold.open = false;
      });
    });
    return make("p", { className: "filter" }, make("label", {}, `${label} `, input), " ", told);
  };

  // Folded tables that follow one another are filtered together.
  const runs = (folds) => folds.reduce((found, fold) => {
    const last = found.at(-1);
    if (last?.at(-1) === fold.previousElementSibling) last.push(fold);
    else found.push([fold]);
    return found;
  }, []);
  const count = (parts) => parts.flatMap(bodyRows).length;

  const enhance = () => {
    const article = document.querySelector("article.md-typeset");
    if (!article || article.dataset.tables) return;
    article.dataset.tables = "ready";
    const tables = [...article.querySelectorAll("table:not([class])")];
    tables.forEach(sortable);
    tables
      .filter((table) => !table.closest("details") && count([table]) > LONG)
      .forEach((table) => {
        const frame = table.closest(".md-typeset__scrollwrap") ?? table;
        frame.before(filter([table], "Filter the rows"));
      });
    runs([...article.querySelectorAll(":scope > details")].filter((fold) => fold.querySelector("table")))
      .filter((run) => count(run) > LONG)
      .forEach((run) => run[0].before(filter(run, "Filter all rows below")));
  };

  window.document$.subscribe(enhance); // the theme's own: now, and after each instant navigation
})();
