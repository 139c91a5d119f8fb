// Small print and mentions in embeds, which the page of simcord's preview leaves as they were written.
names => {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const found = [];
  while (texts.nextNode()) {
    if (texts.currentNode.parentElement.closest(".embed-description")) found.push(texts.currentNode);
  }
  for (const text of found) {
    for (const [id, name] of Object.entries(names)) {
      const [before, after] = text.data.split(`<@${id}>`);
      if (after === undefined) continue;
      const mention = Object.assign(document.createElement("span"), { className: "mention", textContent: `@${name}` });
      text.data = before;
      text.after(mention, after);
    }
    if (!text.data.startsWith("-# ")) continue;
    text.data = text.data.slice(3);
    const small = Object.assign(document.createElement("span"), { className: "small-print" });
    text.before(small);
    // the line goes on to the next break
    for (let node = text; node && node.nodeName !== "BR"; node = small.nextSibling) small.append(node);
  }
}
