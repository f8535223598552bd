const tools = document.getElementById("tools");
if (tools) {
  const search = document.getElementById("search");
  const boxes = [...tools.querySelectorAll("[data-severity]")];
  const files = [...document.querySelectorAll(".file")].map((section) => ({
    section,
    name: section.querySelector("h3").textContent.toLowerCase(),
    findings: [...section.querySelectorAll(".finding")].map((card) => ({
      card,
      text: card.textContent.toLowerCase(),
    })),
  }));

  const filter = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const levels = new Set(boxes.filter((box) => box.checked).map((box) => box.dataset.severity));
    let shown = 0;
    for (const { section, name, findings } of files) {
      let inFile = 0;
      for (const { card, text } of findings) {
        const fits =
          levels.has(card.dataset.severity) &&
          words.every((word) => text.includes(word) || name.includes(word));
        card.hidden = !fits;
        inFile += fits;
      }
      section.hidden = inFile === 0;
      shown += inFile;
    }
    document.getElementById("shown").textContent = shown.toLocaleString("en");
    document.getElementById("nothing").hidden = shown > 0;
  };

  tools.hidden = false;
  tools.addEventListener("input", filter);
  filter();
}

// Paper cannot be unfolded.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const each of folded) each.open = true;
});
addEventListener("afterprint", () => {
  for (const each of folded) each.open = false;
});
