// The page frame: menus that close, and search that suggests while you type.

const openMenus = () => document.querySelectorAll("details.menu[open]");

document.addEventListener("click", (event) => {
  for (const menu of openMenus()) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of openMenus()) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});
document.querySelectorAll("[data-search]").forEach(suggest);

/**
 * A combobox: arrows choose, Enter opens, Escape closes; without a choice Enter sends the form. What is chosen opens its own
 * page, or with `data-open` this address with its key; `data-only` narrows what is found.
 */
function suggest(form, place) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `search-found-${place}`;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label"));
  list.hidden = true;
  input.after(list);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-expanded": "false", "aria-controls": list.id, "aria-autocomplete": "list",
  })) input.setAttribute(name, value);

  let timer = 0;
  let asked = 0;
  let chosen = -1;

  const close = () => {
    list.hidden = true;
    chosen = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const show = (items) => {
    list.replaceChildren(...items.map((item, index) => option(item, `${list.id}-${index}`, form.dataset.open)));
    if (!items.length) {
      const none = document.createElement("li");
      none.className = "none";
      none.textContent = form.dataset.none;
      list.append(none);
    }
    chosen = -1;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  };
  const choose = (step) => {
    const options = [...list.querySelectorAll("[role=option]")];
    if (!options.length) return;
    chosen = (chosen + step + options.length) % options.length;
    options.forEach((one, index) => one.setAttribute("aria-selected", String(index === chosen)));
    options[chosen].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", options[chosen].id);
  };
  const ask = async () => {
    const text = input.value.trim();
    const number = ++asked;
    if (!text) return close();
    const answer = await fetch(`${form.dataset.url}?q=${encodeURIComponent(`${form.dataset.only ?? ""}${text}`)}`);
    if (number !== asked || !answer.ok) return;
    show((await answer.json()).items);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, 150);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "Escape") {
      close();
    } else if (event.key === "Enter" && chosen >= 0) {
      event.preventDefault();
      list.querySelectorAll("[role=option]")[chosen].querySelector("a").click();
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
}

function option(item, id, open) {
  const row = document.createElement("li");
  row.id = id;
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  const link = document.createElement("a");
  link.href = open ? open.replace("KEY", encodeURIComponent(item.key)) : item.url;
  link.tabIndex = -1;
  const name = document.createElement("strong");
  name.textContent = item.name;
  const detail = document.createElement("span");
  detail.textContent = item.detail;
  link.append(name, detail);
  row.append(link);
  return row;
}
