// Choosing and uploading files: drag and drop, what was chosen, how far the upload is. Without it the form works plainly.

for (const form of document.querySelectorAll("[data-upload]")) upload(form);

function upload(form) {
  const part = (name) => form.querySelector(`[data-part=${name}]`);
  const input = form.querySelector("input[type=file]");
  const drop = form.querySelector(".drop");
  const most = Number(form.dataset.most) * 1024 * 1024;

  const say = (text) => {
    part("error").textContent = text;
    part("error").hidden = !text;
  };
  const total = () => [...input.files].reduce((sum, file) => sum + file.size, 0);
  const list = () => {
    part("chosen").replaceChildren(...[...input.files].map(entry));
    say(total() > most ? form.dataset.tooLarge : "");
  };
  const fail = (text) => {
    part("progress").hidden = true;
    form.querySelector("button").disabled = false;
    say(text);
  };

  input.addEventListener("change", list);
  for (const kind of ["dragenter", "dragover"]) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const kind of ["dragleave", "drop"]) drop.addEventListener(kind, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    input.files = event.dataTransfer.files;
    list();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (total() > most) return say(form.dataset.tooLarge);
    say("");
    form.querySelector("button").disabled = true;
    const bar = part("progress");
    bar.hidden = false;
    const request = new XMLHttpRequest();
    request.open("POST", form.action);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.responseType = "json";
    request.upload.addEventListener("progress", (sent) => {
      if (sent.lengthComputable) bar.value = (100 * sent.loaded) / sent.total;
    });
    request.addEventListener("load", () => {
      const answer = request.response;
      if (request.status === 200 && answer) location.assign(answer.location);
      else fail(answer?.message ? `${answer.message} ${answer.hint}` : form.dataset.failed);
    });
    request.addEventListener("error", () => fail(form.dataset.failed));
    request.send(new FormData(form));
  });
}

function entry(file) {
  const row = document.createElement("li");
  const size = document.createElement("span");
  size.textContent = file.size < 1e6 ? `${Math.ceil(file.size / 1e3)} kB` : `${(file.size / 1e6).toFixed(1)} MB`;
  row.append(file.name, size);
  return row;
}
