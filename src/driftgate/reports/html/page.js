"use strict";
(function () {
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const cards = all("details.card");
  const form = document.querySelector("form.filters");
  const search = document.getElementById("search");
  const shown = document.getElementById("shown");
  const nothing = document.getElementById("nothing");

  all(".js").forEach((element) => { element.hidden = false; });

  // What a card is found by; read off the page when first asked for.
  let texts = null;

  function textsOf() {
    return cards.map((card) => {
      const rule = card.closest("section.rule");
      const told = [
        rule.closest("section.group").querySelector("h3 code, h3"), rule.querySelector("h4").firstElementChild,
        rule.querySelector("h4"), ...all("summary, .message, .seen h5", card),
      ];
      const said = told.map((element) => (element ? element.textContent : ""));
      return [...said, card.dataset.source, card.querySelector(".body").id].join(" ").toLowerCase();
    });
  }

  function chosen(name) {
    return new Set(all(`input[name=${name}]:checked`, form).map((input) => input.value));
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const trays = chosen("tray");
    const severities = chosen("severity");
    texts = texts || (words.length ? textsOf() : null);
    const sections = new Set();
    let count = 0;
    cards.forEach((card, index) => {
      const fits = trays.has(card.dataset.tray) && severities.has(card.dataset.severity)
        && words.every((word) => texts[index].includes(word));
      if (card.hidden === fits) { card.hidden = !fits; }
      if (fits) {
        count += 1;
        sections.add(card.parentElement).add(card.parentElement.parentElement);
      }
    });
    for (const section of all("section.rule, section.group")) {
      section.hidden = !sections.has(section);
    }
    nothing.hidden = count > 0;
    shown.textContent = count === cards.length
      ? `${cards.length} findings` : `${count} of ${cards.length} findings`;
  }

  function openAll(isOpen) {
    cards.forEach((card) => { if (!card.hidden) card.open = isOpen; });
  }

  function openTarget() {
    const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const details = target && target.closest("details");
    if (details) {
      if (details.hidden && form) { form.reset(); filter(); }
      details.open = true;
      target.scrollIntoView();
    }
  }

  function copy(button) {
    const text = button.parentElement.querySelector("code").textContent;
    const say = (word) => {
      button.textContent = word;
      setTimeout(() => { button.textContent = "Copy"; }, 1500);
    };
    const byHand = () => {
      const range = document.createRange();
      range.selectNodeContents(button.parentElement.querySelector("code"));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      say("Selected");
    };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(text).then(() => say("Copied"), byHand);
    } else {
      byHand();
    }
  }

  if (form) {
    form.addEventListener("input", filter);
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("reset", () => setTimeout(filter, 0));
    document.getElementById("open-all").addEventListener("click", () => openAll(true));
    document.getElementById("close-all").addEventListener("click", () => openAll(false));
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input[type=search], textarea");
      if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        search.focus();
      } else if (event.key === "Escape" && event.target === search) {
        search.value = "";
        filter();
      }
    });
    filter();
  }
  all("button.copy").forEach((button) => button.addEventListener("click", () => copy(button)));
  addEventListener("hashchange", openTarget);
  openTarget();

  let closed = [];
  addEventListener("beforeprint", () => {
    closed = all(document.body.classList.contains("long") ? ".card.blocking:not([open])" : "details:not([open])");
    closed.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => { closed.forEach((details) => { details.open = false; }); });
})();
