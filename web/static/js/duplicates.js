// Keys of the review queue: each control names its own in data-key.

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  document.querySelector(`main [data-key="${CSS.escape(event.key)}"]`)?.click();
});
